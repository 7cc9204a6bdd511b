package dev.sluice.formats.store;

import dev.sluice.formats.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Opens the folders of a store and says what is wrong with them; reads no record. Stateless; safe from any thread.
final class FolderReading {
    static final String REMEDY = "see ./sluice store verify, and ./sluice store repair, which keeps what is whole; or"
            + " remove the folder and compute it again";

    private FolderReading() {}

    /// The index of complete data.
    ///
    /// @throws FormatException if index or data file are damaged, as far as that is seen without reading records
    /// @throws NoSuchFileException if there is no such folder any more
    static IndexContent complete(Path folder) throws IOException {
        IndexContent content = IndexReader.read(index(folder));
        requireReadable(content);
        if (!content.complete()) {
            throw damage(content, "ends too early: its last entry is missing");
        }
        long expected = content.dataBytes();
        long size = dataSize(content);
        if (size != expected) {
            throw wrongSize(content, size, expected);
        }
        requireHeader(content);
        return content;
    }

    /// The index of data that are not complete, up to its last whole entry whose bytes are there.
    ///
    /// @throws FormatException if not even its head can be read, or its data file is another
    static IndexContent unfinished(Path folder) throws IOException {
        IndexContent content = IndexReader.read(index(folder));
        if (content.head() == null) {
            throw damage(content, content.trouble().isEmpty() ? "is empty" : content.trouble());
        }
        long size = dataSize(content);
        if (size < content.dataBytes()) {
            throw wrongSize(content, size, content.dataBytes());
        }
        requireHeader(content);
        return content;
    }

    static Path index(Path folder) {
        return folder.resolve(FolderNames.INDEX);
    }

    static boolean isFolder(Path folder) {
        return Files.isRegularFile(index(folder));
    }

    private static void requireReadable(IndexContent content) {
        if (content.head() == null) {
            throw damage(content, content.trouble().isEmpty() ? "is empty" : content.trouble());
        }
        if (!content.trouble().isEmpty()) {
            throw damage(content, content.trouble());
        }
    }

    /// The index cannot be read on from a place.
    private static FormatException damage(IndexContent content, String problem) {
        String where = content.head() == null
                ? "its head"
                : content.complete() ? "what follows its last entry" : "the entry of chunk " + next(content);
        return new FormatException(
                content.index(),
                content.validBytes(),
                "the index of stored data is damaged at " + where + ": " + problem,
                REMEDY);
    }

    /// `3, which starts at time=1000`.
    private static String next(IndexContent content) {
        int number = content.entries().size();
        return number
                + (number == 0
                        ? ""
                        : ", which starts at time="
                                + content.entries().get(number - 1).chunk().end());
    }

    static FormatException wrongSize(IndexContent content, long size, long expected) {
        int whole = 0;
        while (whole < content.entries().size() && content.dataBytes(whole + 1) <= size) {
            whole++;
        }
        String lost = size > expected
                ? "bytes=" + (size - expected) + " follow the last chunk"
                : whole == content.entries().size()
                        ? "its header is not whole"
                        : named(content, whole) + " is missing or not whole";
        return new FormatException(
                content.dataFile(),
                Math.min(size, expected),
                "the data file of " + content.head().key() + " has size=" + size + " bytes in place of " + expected
                        + ", " + lost,
                REMEDY);
    }

    /// `chunk 7 of 007-hits-abc, time range [10, 20)`.
    static String named(IndexContent content, int chunk) {
        return "chunk " + chunk + " of " + content.head().key() + ", time range "
                + content.entries().get(chunk).chunk().range();
    }

    private static long dataSize(IndexContent content) throws IOException {
        try {
            return Files.size(content.dataFile());
        } catch (NoSuchFileException missing) {
            throw new FormatException(
                    content.dataFile(),
                    FormatException.NOT_IN_FILE,
                    "the data file of " + content.head().key() + " is missing",
                    REMEDY);
        }
    }

    private static void requireHeader(IndexContent content) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(DataHeader.SIZE);
        try (FileChannel channel = FileChannel.open(content.dataFile(), StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
                // Read on until all of it is there.
            }
        }
        if (!DataHeader.isOf(content.head().identity(), header.flip())) {
            throw new FormatException(
                    content.dataFile(),
                    0,
                    "the first " + DataHeader.SIZE + " bytes are not the header of the data of "
                            + content.head().key() + ", identity="
                            + Long.toHexString(content.head().identity()),
                    REMEDY);
        }
    }
}
