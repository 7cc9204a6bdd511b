package dev.sluice.formats.wavedump.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a sample is stored in a WaveDump file.
public enum SampleKind {
    /// One unsigned byte: x721 and x731.
    UNSIGNED_8("u1", 1, 2),
    /// An unsigned little-endian 16-bit number: every other model with a flash converter.
    UNSIGNED_16("u2", 2, 2),
    /// An IEEE little-endian 32-bit float: the x742, whose samples WaveDump corrects before it writes them.
    FLOAT_32("f4", 4, 4);

    private final String text;
    private final int fileBytes;
    private final int recordBytes;

    SampleKind(String text, int fileBytes, int recordBytes) {
        this.text = text;
        this.fileBytes = fileBytes;
        this.recordBytes = recordBytes;
    }

    /// Bytes of one sample in the file.
    public int fileBytes() {
        return fileBytes;
    }

    /// Bytes of one sample in a record: 8-bit samples are widened to 16 bits, the others are kept.
    public int recordBytes() {
        return recordBytes;
    }

    /// The kind that a record's samples have: [#UNSIGNED_16] or [#FLOAT_32].
    public SampleKind inRecord() {
        return this == FLOAT_32 ? FLOAT_32 : UNSIGNED_16;
    }

    /// The kind called `u1`, `u2` or `f4`; upper case and a leading `<` or `|` are tolerated.
    public static SampleKind of(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^[<|]", "");
        Optional<SampleKind> found =
                Arrays.stream(values()).filter(kind -> kind.text.equals(wanted)).findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException(
                "unknown sample type: sample_type=" + text + "; use u1 (8-bit), u2 (16-bit) or f4 (float)"));
    }

    @Override
    public String toString() {
        return text;
    }
}
