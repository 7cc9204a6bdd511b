package dev.sluice.formats.store;

import dev.sluice.formats.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Takes the checksum of every chunk of a folder, also of one that is cut short. Stateless.
final class DiskVerification {
    private DiskVerification() {}

    /// What is wrong, a sentence for each chunk; empty if nothing is.
    static List<String> of(IndexContent content) {
        List<String> troubles = new ArrayList<>();
        try {
            each(content, (chunk, trouble) -> {
                if (trouble != null) {
                    troubles.add(trouble);
                }
            });
        } catch (IOException unread) {
            troubles.add(content.head().key() + " cannot be read: " + DiskStore.reason(unread));
        }
        return troubles;
    }

    /// Takes note of each chunk.
    @FunctionalInterface
    interface Verdicts {
        /// What is wrong with that chunk, or null.
        void take(int chunk, String trouble) throws IOException;
    }

    /// Tells of each chunk in turn whether it is whole.
    ///
    /// @throws IOException if the data file cannot be read
    static void each(IndexContent content, Verdicts verdicts) throws IOException {
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(content.dataFile(), StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            ChunkCheck check = new ChunkCheck(content, mapped, 0);
            for (int chunk = 0; chunk < content.entries().size(); chunk++) {
                verdicts.take(chunk, trouble(content, check, chunk, size));
            }
        }
    }

    private static String trouble(IndexContent content, ChunkCheck check, int chunk, long size) {
        if (content.entries().get(chunk).dataEnd(0) > size) {
            return FolderReading.named(content, chunk) + ", is missing or not whole: file=" + content.dataFile()
                    + ", size=" + size;
        }
        try {
            check.require(chunk);
            return null;
        } catch (FormatException damaged) {
            return damaged.finding();
        } catch (InternalError unreadable) {
            return FolderReading.named(content, chunk) + ", cannot be read from the disk: file=" + content.dataFile();
        }
    }
}
