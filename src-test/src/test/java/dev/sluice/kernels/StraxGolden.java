package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.fixtures.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Arrays that strax was given and has returned, as native memory.
public final class StraxGolden implements AutoCloseable {

    private static final Pattern FIELD = Pattern.compile("'(\\w+)'\\)?, '[<|](\\w)(\\d+)'(?:, \\((\\d+),\\))?\\)");
    private static final int HEADER = 10;

    private final Path folder = Recorded.fixture("strax");
    private final Arena arena = Arena.ofConfined();

    private StraxGolden() {}

    public static StraxGolden open() {
        return new StraxGolden();
    }

    public MemorySegment allocate(long bytes) {
        return arena.allocate(Math.max(bytes, 1), 8);
    }

    /// The array in this file, copied.
    public Table table(String file) {
        byte[] content;
        try {
            content = Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int length = (content[8] & 0xFF) | (content[9] & 0xFF) << 8;
        String header = new String(content, HEADER, length, StandardCharsets.US_ASCII);
        MemorySegment bytes = allocate(content.length - HEADER - length);
        MemorySegment.copy(content, HEADER + length, bytes, ValueLayout.JAVA_BYTE, 0, content.length - HEADER - length);
        Map<String, Integer> offsets = new LinkedHashMap<>();
        int offset = 0;
        Matcher fields = FIELD.matcher(header);
        while (fields.find()) {
            offsets.put(fields.group(1), offset);
            offset += Integer.parseInt(fields.group(3))
                    * (fields.group(4) == null ? 1 : Integer.parseInt(fields.group(4)));
        }
        return new Table(bytes, offset, offsets);
    }

    /// PE per ADC count × sample, by channel.
    public double[] gains() {
        return table("golden_peaks/to_pe.npy").bytes().toArray(ValueLayout.JAVA_DOUBLE);
    }

    /// @param bytes   all records
    /// @param stride  bytes of a record; 0 for an array of plain numbers
    /// @param offsets where the fields lie, by name
    public record Table(MemorySegment bytes, int stride, Map<String, Integer> offsets) {

        public long count() {
            return bytes.byteSize() / stride;
        }

        public int offset(String name) {
            return offsets.get(name);
        }

        /// Compares all bytes; names the record and the field of the first that differs.
        public void assertSame(MemorySegment actual) {
            long at = bytes.mismatch(actual);
            String field = "";
            for (Map.Entry<String, Integer> known : offsets.entrySet()) {
                field = at >= 0 && known.getValue() <= at % stride ? known.getKey() : field;
            }
            assertEquals(-1, at, "record " + at / stride + ", field " + field);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
