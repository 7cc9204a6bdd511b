package dev.sluice.formats.store;

import dev.sluice.formats.UnchangedFile;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/// Lends the chunks of a mapped data file one after the other, each checked before. For one thread.
///
/// What was passed long ago is let go of, so that a run larger than the memory stays small.
final class DiskReader implements ChunkReader {
    private static final long KEPT = 64L << 20;
    private static final long STEP = 64L << 20;
    private static final long WINDOW = 512L << 20;

    private final IndexContent content;
    private final Arena arena;
    private final MemorySegment mapped;
    private final UnchangedFile file;
    private final ChunkCheck check;
    private final long from;
    private final int end;
    private int next;
    private long released;
    private boolean closed;

    private DiskReader(
            IndexContent content, Arena arena, MemorySegment mapped, UnchangedFile file, long from, int next, int end) {
        this.content = content;
        this.arena = arena;
        this.mapped = mapped;
        this.file = file;
        this.check = new ChunkCheck(content, mapped, from);
        this.from = from;
        this.next = next;
        this.end = end;
    }

    /// A reader of the chunks from `first` to before `end`: nothing else of the file is mapped.
    ///
    /// @throws IOException if the file is not there any more, or cannot be mapped
    static DiskReader open(IndexContent content, int first, int end) throws IOException {
        UnchangedFile file = UnchangedFile.of(content.dataFile());
        long from = content.dataBytes(first);
        long to = content.dataBytes(end);
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(content.dataFile(), StandardOpenOption.READ)) {
            if (channel.size() < to) {
                throw FolderReading.wrongSize(content, channel.size(), content.dataBytes());
            }
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, from, to - from, arena);
            return new DiskReader(content, arena, mapped, file, from, first, end);
        } catch (IOException | RuntimeException | Error refused) {
            arena.close();
            throw refused;
        }
    }

    @Override
    public boolean read(SourceOutput out) {
        if (closed) {
            throw new IllegalStateException("the reader of stored chunks is closed; open another");
        }
        if (next == end) {
            return false;
        }
        ChunkEntry entry = content.entries().get(next);
        checked();
        if (entry.parts().isEmpty()) {
            out.records(0);
        } else {
            long offset = entry.parts().get(0).offset() - from;
            out.lend(mapped, offset, entry.chunk().count());
            release(offset);
        }
        out.publish(entry.chunk().count(), entry.chunk().start(), entry.chunk().end());
        for (int i = 0; i < entry.chunk().losses().size(); i++) {
            out.lost(entry.chunk().losses().get(i));
        }
        next++;
        return true;
    }

    private void checked() {
        try {
            check.require(next);
        } catch (InternalError fault) {
            throw file.explain(fault);
        }
    }

    /// The file is only read: a thread that still reads what is let go of gets the same bytes again.
    private void release(long offset) {
        if (offset - released >= STEP) {
            released = offset;
            long to = offset - KEPT;
            long start = Math.max(0, to - WINDOW);
            if (start < to) {
                mapped.asSlice(start, to - start).unload();
            }
        }
    }

    /// Data that are being written grow, and those that were removed are read to their end.
    private boolean isWatched() {
        return content.complete() && Files.exists(content.dataFile());
    }

    @Override
    public void requireUnchanged() {
        if (isWatched()) {
            file.require();
        }
    }

    @Override
    public void glance() {
        if (isWatched()) {
            file.glance();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
