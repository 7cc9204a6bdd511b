package dev.sluice.formats;

import java.nio.file.Path;
import java.util.Objects;

/// A file that cannot be read or written as asked. Unchecked; its message says what is wrong, where, and what to do.
public final class FormatException extends RuntimeException {
    /// The offset of a trouble that is at no byte of the file: the message leaves it out.
    public static final long NOT_IN_FILE = -1;

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;
    private final String remedy;

    /// An error at a byte of a file, with the message `problem: file=…, offset=…; remedy`.
    ///
    /// @param file the file
    /// @param offset the byte at which the trouble starts, or [#NOT_IN_FILE]
    /// @param problem what is wrong, with the values that were read
    /// @param remedy what the user can do about it
    public FormatException(Path file, long offset, String problem, String remedy) {
        super(problem + ": file=" + file + (offset == NOT_IN_FILE ? "" : ", offset=" + offset) + "; " + remedy);
        this.file = Objects.requireNonNull(file, "file");
        this.offset = offset;
        this.remedy = remedy;
    }

    /// The file; null after the exception was serialized.
    public Path file() {
        return file;
    }

    /// The byte at which the trouble starts, or [#NOT_IN_FILE].
    public long offset() {
        return offset;
    }

    /// What is wrong and where, without the remedy: for reports of what was lost, where nothing is left to do.
    public String finding() {
        String message = getMessage();
        return message.substring(0, message.length() - remedy.length() - "; ".length());
    }
}
