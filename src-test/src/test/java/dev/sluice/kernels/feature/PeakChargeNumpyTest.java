package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract's formulas as a Python user would write them with numpy.
@KernelTest
class PeakChargeNumpyTest {

    private static final int RECORDS = 60;
    private static final int SAMPLES = 500;

    private static final String SCRIPT = """
            import sys
            import numpy as np

            source, target, sample_type = sys.argv[1:]
            records = np.fromfile(
                source, dtype=[("length", "<i4"), ("pad", "u1"), ("baseline", "<f8"), ("wave", sample_type, (500,))])
            results = np.full(len(records), np.nan, dtype=[("peak", "<f4"), ("charge", "<f4")])
            for record, result in zip(records, results):
                wave = record["wave"][: max(0, min(500, record["length"]))].astype("f8")
                peak, charge = wave[40:90], wave[60:400]
                if len(peak):
                    result["peak"] = peak.max() - peak.min()
                partial = np.zeros(16)
                for start in range(0, len(charge), 16):
                    part = charge[start : start + 16]
                    partial[: len(part)] += part
                while len(partial) > 1:
                    half = len(partial) // 2
                    partial = partial[:half] + partial[half:]
                if len(charge):
                    result["charge"] = len(charge) * record["baseline"] - partial[0]
            results.tofile(target)
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void resultsEqualNumpysInBits(SampleType type) throws IOException, InterruptedException {
        Assumptions.assumeTrue(python("-c", "import numpy") == 0, "python3 with numpy is not there");
        WaveformLayout layout = WaveformLayout.of(type, 13 + SAMPLES * type.bytes(), 13, SAMPLES)
                .withValidLength(ScalarType.INT32, 0)
                .withBaseline(ScalarType.FLOAT64, 5);
        Path source = folder.resolve("records.bin");
        Path target = folder.resolve("results.bin");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, RECORDS, 0, Fill.RANDOM, 4);
            Files.write(source, waveforms.toArray(ValueLayout.JAVA_BYTE));
            String[] call = {"-c", SCRIPT, source.toString(), target.toString(), type.numpyName()};
            assertEquals(0, python(call), () -> Files.exists(log()) ? read(log()) : "no output");
            MemorySegment results = arena.allocate(8L * RECORDS);
            PeakChargeKernel.of(layout).build().compute(waveforms, 0, RECORDS, results, 0);
            assertArrayEquals(Files.readAllBytes(target), results.toArray(ValueLayout.JAVA_BYTE), type + " seed=4");
        }
    }

    private Path log() {
        return folder.resolve("python.txt");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /// The exit code of python3, or -1 where there is none.
    private int python(String... arguments) throws InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "python3";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
            try {
                assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 still runs after 60 s");
                return process.exitValue();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException absent) {
            return -1;
        }
    }
}
