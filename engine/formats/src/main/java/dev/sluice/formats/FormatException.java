package dev.sluice.formats;

import java.nio.file.Path;

/// A file that cannot be read as its format: says what was wrong, where, and what to do. Immutable.
///
/// The message is `problem: file=…, offset=…; remedy`. The offset counts bytes from the start of the file and points at
/// the first byte of the unit (event, header, block) that is broken; it is 0 where the file as a whole is meant.
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;

    /// The error for `file`, broken at byte `offset`; `problem` and `remedy` are phrases without a final full stop.
    public FormatException(Path file, long offset, String problem, String remedy) {
        super(problem + ": file=" + file + ", offset=" + offset + "; " + remedy);
        this.file = file;
        this.offset = offset;
    }

    /// The file that could not be read.
    public Path file() {
        return file;
    }

    /// The byte offset at which the broken unit starts.
    public long offset() {
        return offset;
    }
}
