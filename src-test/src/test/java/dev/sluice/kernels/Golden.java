package dev.sluice.kernels;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Recorded inputs and results of strax and of the Python package; tests that need them are skipped where they are not.
final class Golden {

    private static final Path FIXTURES =
            Path.of(System.getProperty("sluice.home")).resolve("../shared/fixtures");
    private static final int HEADER_LENGTH = 8;
    private static final int HEADER = 10;

    private Golden() {}

    /// The rows of a `.npy` file of version 1.0 as they lie there, in native memory.
    static MemorySegment rows(Arena arena, String name) throws IOException {
        MemorySegment file = MemorySegment.ofArray(Files.readAllBytes(existing(name)));
        long start = HEADER + (file.get(Waveforms.INT16, HEADER_LENGTH) & 0xFFFF);
        MemorySegment rows = arena.allocate(file.byteSize() - start, 64);
        MemorySegment.copy(file, start, rows, 0, rows.byteSize());
        return rows;
    }

    /// The functions of the Python package: inputs and results by name.
    static JsonObject waveformAnalysis() throws IOException {
        return JsonParser.parseString(Files.readString(existing("waveform-analysis/golden.json")))
                .getAsJsonObject();
    }

    static float[] floats(JsonArray numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).getAsFloat();
        }
        return values;
    }

    private static Path existing(String name) {
        Path path = FIXTURES.resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(path), () -> "golden values are not there: " + path);
        return path;
    }
}
