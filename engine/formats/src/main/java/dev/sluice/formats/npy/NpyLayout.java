package dev.sluice.formats.npy;

import dev.sluice.record.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The bytes before the data of a `.npy` file, as `numpy.lib.format` documents them: magic, version, length, header.
final class NpyLayout {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// Where the two bytes of the version start.
    static final int VERSION_OFFSET = 6;

    /// Where the little-endian header length starts: 2 bytes in version 1.0, 4 bytes after that.
    static final int LENGTH_OFFSET = 8;

    /// Data starts at a multiple of this.
    static final int ALIGNMENT = 64;

    /// The most digits that the number of records may grow to in place.
    static final int GROWTH_DIGITS = 21;

    private static final int LONGEST_VERSION_1 = 65_535;

    private NpyLayout() {}

    /// Where the header's text starts.
    static int textOffset(int version) {
        return version == 1 ? LENGTH_OFFSET + 2 : LENGTH_OFFSET + 4;
    }

    /// How the header's text is encoded.
    static Charset charset(int version) {
        return version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    /// Everything before the data, exactly as numpy writes it; as long for any count.
    static byte[] encode(RecordType type, long count) {
        String digits = Long.toString(count);
        String text = "{'descr': " + type.descr() + ", 'fortran_order': False, 'shape': (" + digits + ",), }"
                + " ".repeat(GROWTH_DIGITS - digits.length());
        if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
            return encode(text, 3);
        }
        byte[] bytes = encode(text, 1);
        return bytes.length - textOffset(1) <= LONGEST_VERSION_1 ? bytes : encode(text, 2);
    }

    private static byte[] encode(String text, int version) {
        byte[] encoded = text.getBytes(charset(version));
        int unpadded = textOffset(version) + encoded.length + 1;
        int padding = ALIGNMENT - unpadded % ALIGNMENT;
        int length = encoded.length + padding + 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream(unpadded + padding);
        out.writeBytes(MAGIC);
        out.write(version);
        out.write(0);
        for (int shift = 0; shift < 8 * (textOffset(version) - LENGTH_OFFSET); shift += 8) {
            out.write(length >>> shift);
        }
        out.writeBytes(encoded);
        out.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
        return out.toByteArray();
    }
}
