package dev.sluice.formats.store;

import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.formats.FormatException;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredChunk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps what is whole of damaged data, and removes what no process will go on with. Stateless.
public final class StoreMending {
    private StoreMending() {}

    /// Writes the folder of that name anew from what is whole in it; a sentence of what was done, or empty if nothing
    /// is wrong.
    ///
    /// A chunk whose bytes are damaged becomes an empty chunk with a loss that says so. Where the index itself is
    /// damaged, what comes before becomes unfinished data, so that the next run that wants them computes the rest.
    /// The damaged folder stays until the new one is complete: the disk must have room for both.
    ///
    /// @throws FormatException if not even the head can be read: the remedy is to remove the folder
    /// @throws StoreException if a process is writing these data
    /// @throws IOException if the disk does not take it
    public static Optional<String> repair(DiskStore store, String name) throws IOException {
        Path folder = store.root().resolve(name);
        if (!FolderNames.isCommitted(name) || !FolderReading.isFolder(folder)) {
            throw new StoreException("there are no stored data to repair: folder=" + folder
                    + "; name a folder that ./sluice store list shows");
        }
        IndexContent content = IndexReader.read(FolderReading.index(folder));
        if (content.head() == null) {
            throw new FormatException(
                    content.index(),
                    0,
                    "not even the head can be read (" + content.trouble() + ")",
                    "remove the folder and compute it again");
        }
        if (!Files.exists(content.dataFile())) {
            throw new FormatException(
                    content.dataFile(),
                    FormatException.NOT_IN_FILE,
                    "the data file of " + content.head().key() + " is missing",
                    "remove the folder and compute it again");
        }
        if (isWhole(folder)) {
            return Optional.empty();
        }
        return Optional.of(content.complete() ? marked(store, folder, content) : cut(store, folder, content));
    }

    private static boolean isWhole(Path folder) throws IOException {
        try {
            return DiskVerification.of(FolderReading.complete(folder)).isEmpty();
        } catch (FormatException damaged) {
            return false;
        }
    }

    /// All chunks, those that are damaged as losses.
    private static String marked(DiskStore store, Path folder, IndexContent content) throws IOException {
        List<Integer> lost = new ArrayList<>();
        try (StoreWriter writer = store.rewriter(content.head())) {
            copy(content, (chunk, window, trouble) -> {
                if (trouble != null) {
                    lost.add(chunk);
                    StoredChunk gone = content.entries().get(chunk).chunk();
                    show(content, gone, window, MemorySegment.NULL, 0, 0);
                    window.addLoss(new Loss(gone.start(), gone.end(), "damaged in the store: " + trouble));
                }
                writer.accept(window.chunk());
                return true;
            });
            writer.commit();
        }
        return content.head().key() + " was written anew: " + (content.entries().size() - lost.size()) + " of "
                + content.entries().size() + " chunks are whole, "
                + (lost.isEmpty() ? "none is lost" : "of chunks=" + lost + " the records are lost, and marked so")
                + ": folder=" + folder;
    }

    /// The chunks before the first trouble, as unfinished data.
    private static String cut(DiskStore store, Path folder, IndexContent content) throws IOException {
        int[] kept = {0};
        try (StoreWriter writer = store.rewriter(content.head())) {
            copy(content, (chunk, window, trouble) -> {
                if (trouble != null) {
                    return false;
                }
                writer.accept(window.chunk());
                kept[0]++;
                return true;
            });
            // Only now: until then the damaged folder is all that there is.
            writer.suspend();
            store.discard(folder);
        }
        return content.head().key() + " is unfinished now, with the " + kept[0] + " chunks before the damage"
                + (kept[0] == 0
                        ? ""
                        : ", up to time="
                                + content.entries().get(kept[0] - 1).chunk().end())
                + "; the next run that wants it computes the rest: folder=" + folder;
    }

    /// Takes a chunk, and says whether to go on.
    @FunctionalInterface
    private interface Taker {
        boolean take(int chunk, ChunkWindow window, String trouble) throws IOException;
    }

    private static void copy(IndexContent content, Taker taker) throws IOException {
        ChunkWindow window = new ChunkWindow(content.head().type());
        boolean[] goesOn = {true};
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(content.dataFile(), StandardOpenOption.READ)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            DiskVerification.each(content, (chunk, trouble) -> {
                if (goesOn[0]) {
                    ChunkEntry entry = content.entries().get(chunk);
                    long offset =
                            entry.parts().isEmpty() ? 0 : entry.parts().get(0).offset();
                    if (trouble == null) {
                        show(
                                content,
                                entry.chunk(),
                                window,
                                mapped,
                                offset,
                                entry.chunk().count());
                        window.addLosses(entry.chunk().losses());
                    }
                    goesOn[0] = taker.take(chunk, window, trouble);
                }
            });
        }
    }

    private static void show(
            IndexContent content, StoredChunk chunk, ChunkWindow window, MemorySegment bytes, long offset, long count) {
        window.window().rebind(bytes, offset, count);
        window.set(
                0,
                chunk.start(),
                chunk.end(),
                content.head().key().runId(),
                content.head().key().dataType());
    }

    /// What [#clean] removed. Immutable.
    ///
    /// @param names the folders
    /// @param bytes what they took
    public record Cleaned(List<String> names, long bytes) {}

    /// Removes unfinished data that no process is writing, and what removals left: the next run that wants them
    /// computes them from the start.
    ///
    /// @throws IOException if something cannot be removed
    public static Cleaned clean(DiskStore store) throws IOException {
        List<String> removed = new ArrayList<>();
        long bytes = 0;
        for (String name : store.names().stream().sorted().toList()) {
            Path folder = store.root().resolve(name);
            if (!Files.isDirectory(folder) || !FolderNames.isRemoved(name) && !FolderNames.isUnfinished(name)) {
                continue;
            }
            try (FileLock lock = store.locks().take(FolderNames.finished(name))) {
                if (lock != null) {
                    bytes += StoreSurvey.bytes(folder);
                    store.discard(folder);
                    removed.add(name);
                }
            }
        }
        return new Cleaned(List.copyOf(removed), bytes);
    }
}
