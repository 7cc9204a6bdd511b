package dev.sluice.columnar.arrow;

import dev.sluice.formats.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.KeyValue;

/// What the footer of a file of ours says of its batches beyond Arrow: times and checksums. Immutable.
///
/// @param rows  rows of each batch
/// @param first when each one's first record starts
/// @param sums  CRC32C of each one's message
record ArrowIndex(int[] rows, long[] first, int[] sums) {
    /// The index in a footer, or null where there is none, as in files of others.
    ///
    /// @throws FormatException if the footer does not have the checksum that it names
    static ArrowIndex of(Path path, Footer footer, ByteBuffer bytes, long place) {
        String batches = null;
        KeyValue sum = null;
        for (int i = 0; i < footer.customMetadataLength(); i++) {
            KeyValue pair = footer.customMetadata(i);
            if (ArrowFooter.SUM.equals(pair.key())) {
                sum = pair;
            } else if (ArrowFooter.BATCHES.equals(pair.key())) {
                batches = pair.value();
            }
        }
        if (sum == null) {
            return null;
        }
        requireSum(path, sum, bytes, place);
        return batches == null ? new ArrowIndex(new int[0], new long[0], new int[0]) : parse(batches);
    }

    private static void requireSum(Path path, KeyValue said, ByteBuffer bytes, long place) {
        ByteBuffer digits = said.valueAsByteBuffer();
        byte[] footer = new byte[bytes.capacity()];
        bytes.get(0, footer);
        byte[] none = ArrowFooter.NO_SUM.getBytes(StandardCharsets.US_ASCII);
        String value = said.value();
        if (digits.remaining() == none.length) {
            System.arraycopy(none, 0, footer, digits.position(), none.length);
        }
        CRC32C sum = new CRC32C();
        sum.update(footer);
        if (!value.equals("%08x".formatted((int) sum.getValue()))) {
            throw new FormatException(
                    path,
                    place,
                    "the index at the end of the file is damaged, crc32c=%08x where it says "
                                    .formatted((int) sum.getValue())
                            + value,
                    "take another copy of the file");
        }
    }

    private static ArrowIndex parse(String batches) {
        String[] parts = batches.split(" ");
        ArrowIndex index = new ArrowIndex(new int[parts.length], new long[parts.length], new int[parts.length]);
        for (int i = 0; i < parts.length; i++) {
            String[] numbers = parts[i].split(",");
            index.rows[i] = Integer.parseInt(numbers[0], 16);
            index.first[i] = Long.parseUnsignedLong(numbers[1], 16);
            index.sums[i] = Integer.parseUnsignedInt(numbers[3], 16);
        }
        return index;
    }
}
