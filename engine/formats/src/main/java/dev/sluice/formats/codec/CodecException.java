package dev.sluice.formats.codec;

import java.io.IOException;

/// Compressed bytes that are not what they should be; the message says what is wrong and at which byte of them.
public final class CodecException extends IOException {
    private static final long serialVersionUID = 1L;

    /// Described in one sentence.
    ///
    /// @param problem what is wrong, with the values that were read
    /// @param offset  the byte of the compressed data at which it was found
    public CodecException(String problem, long offset) {
        super(problem + " at byte " + offset + " of the compressed data");
    }

    /// Described in one sentence, with what a library threw.
    public CodecException(String problem, Throwable cause) {
        super(problem, cause);
    }

    static CodecException length(long found, long wanted) {
        return new CodecException(
                "the compressed data hold " + found + " bytes, but the chunk has " + wanted + " bytes",
                (Throwable) null);
    }
}
