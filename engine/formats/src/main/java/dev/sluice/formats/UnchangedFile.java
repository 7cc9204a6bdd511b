package dev.sluice.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Watches that a file stays what it was when it was opened: its size, its last change, and which file it is.
///
/// A mapped file that shrinks shows zeros up to the end of its last page, and raises [InternalError] after it; one that
/// is written in place shows a mixture. Both look like data, so a reader asks here before its data count: now and then
/// while it reads, and once when everything was read. Safe from any thread; holds nothing open.
public final class UnchangedFile {
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String REMEDY =
            "let the program that writes the file finish, or copy the file, and run again on what does not change";

    private final Path path;
    private final long size;
    private final FileTime changed;
    private final Object key;
    private long lookedAt;

    private UnchangedFile(Path path, BasicFileAttributes found) {
        this.path = path;
        this.size = found.size();
        this.changed = found.lastModifiedTime();
        this.key = found.fileKey();
        this.lookedAt = System.nanoTime();
    }

    /// The file as it is now; to be asked for before it is mapped or read.
    ///
    /// @throws IOException if there is no such file, or it cannot be looked at
    public static UnchangedFile of(Path path) throws IOException {
        return new UnchangedFile(path, Files.readAttributes(path, BasicFileAttributes.class));
    }

    /// The length of the file in bytes when it was opened.
    public long size() {
        return size;
    }

    /// Looks at the file, unless one of the last 100 ms did: to be called after every chunk. For one thread at a time.
    ///
    /// @throws FormatException if the file is not what it was
    public void glance() {
        long now = System.nanoTime();
        if (now - lookedAt >= PATIENCE) {
            lookedAt = now;
            require();
        }
    }

    /// Looks at the file.
    ///
    /// @throws FormatException if the file has another size or another time of its last change, was replaced, or is
    ///     gone; the message names both sizes
    public void require() {
        try {
            compare(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException gone) {
            // Whether it shrank before it went is not known any more.
            throw PartFile.failure(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the file was removed while it was read, size=" + size + " bytes when it was opened",
                    REMEDY,
                    gone);
        } catch (IOException unreadable) {
            throw PartFile.failure(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the file cannot be looked at while it is read (" + PartFile.reason(unreadable) + ")",
                    "see to the disk, and run again",
                    unreadable);
        }
    }

    private void compare(BasicFileAttributes now) {
        if (now.size() != size) {
            throw new FormatException(
                    path,
                    Math.min(size, now.size()),
                    "the file " + (now.size() < size ? "shrank" : "grew") + " while it was read, from size=" + size
                            + " to size=" + now.size() + " bytes",
                    REMEDY);
        }
        if (!Objects.equals(now.fileKey(), key)) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the file was replaced by another one while it was read, size=" + size + " bytes as before",
                    REMEDY);
        }
        if (!now.lastModifiedTime().equals(changed)) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the file was written while it was read, at " + now.lastModifiedTime() + ", last before at "
                            + changed + ", size=" + size + " bytes as before",
                    REMEDY);
        }
    }

    /// What to throw where reading mapped memory raised `fault`: the sentence of [#require], or one on the disk.
    public FormatException explain(InternalError fault) {
        FormatException sentence;
        try {
            require();
            sentence = new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the mapped file could not be read, size=" + size + " bytes (" + fault.getMessage() + ")",
                    "see to its disk, and that no program writes to it, and run again");
        } catch (FormatException changedFile) {
            sentence = changedFile;
        }
        sentence.addSuppressed(fault);
        return sentence;
    }
}
