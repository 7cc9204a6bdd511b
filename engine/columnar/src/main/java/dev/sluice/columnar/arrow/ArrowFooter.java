package dev.sluice.columnar.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MetadataVersion;

/// The index at the end of an Arrow file, as it grows: where each batch lies, its times, and its checksum. For one
/// thread.
///
/// Times and checksums stand in the footer's metadata, which readers that do not know them pass over. The footer has a
/// CRC32C of itself too, taken with zeros in its place.
final class ArrowFooter {
    /// What a file begins and ends with.
    static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
    /// Bytes that the first one takes.
    static final int MAGIC_PLACE = 8;
    /// The key under which stands of each batch, in hexadecimal: rows, first time, last time, CRC32C of its message.
    static final String BATCHES = "sluice.batches";
    /// The key under which the footer's own CRC32C stands.
    static final String SUM = "sluice.footer_crc32c";
    /// What stands there while it is computed.
    static final String NO_SUM = "00000000";

    /// One batch: the bytes of its metadata and of its body, from `offset` on.
    record Batch(long offset, int metadata, long body, int rows, long first, long last, int sum) {
        String indexed() {
            return "%x,%x,%x,%08x".formatted(rows, first, last, sum);
        }
    }

    private final List<Batch> batches = new ArrayList<>();

    void add(Batch batch) {
        batches.add(batch);
    }

    /// The bytes of the footer, with a schema that the builder is given first.
    byte[] encode(FlatBufferBuilder builder, int schema) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put(BATCHES, String.join(" ", batches.stream().map(Batch::indexed).toList()));
        known.put(SUM, NO_SUM);
        int metadata = Footer.createCustomMetadataVector(builder, ArrowSchema.pairs(builder, known));
        Footer.startDictionariesVector(builder, 0);
        int dictionaries = builder.endVector();
        Footer.startRecordBatchesVector(builder, batches.size());
        for (Batch batch : batches.reversed()) {
            Block.createBlock(builder, batch.offset, batch.metadata, batch.body);
        }
        int blocks = builder.endVector();
        builder.finish(Footer.createFooter(builder, MetadataVersion.V5, schema, dictionaries, blocks, metadata));
        return summed(builder.sizedByteArray());
    }

    private static byte[] summed(byte[] footer) {
        CRC32C sum = new CRC32C();
        sum.update(footer);
        byte[] digits = "%08x".formatted((int) sum.getValue()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, footer, sumPlace(footer), digits.length);
        return footer;
    }

    /// Where the digits of the checksum stand: after their length, the last ones of that form.
    private static int sumPlace(byte[] footer) {
        byte[] digits = NO_SUM.getBytes(StandardCharsets.US_ASCII);
        for (int at = footer.length - digits.length; at >= Integer.BYTES; at--) {
            boolean found = footer[at - Integer.BYTES] == digits.length;
            for (int i = 0; found && i < digits.length; i++) {
                found = footer[at + i] == digits[i];
            }
            if (found) {
                return at;
            }
        }
        throw new AssertionError("a footer without place for its checksum");
    }
}
