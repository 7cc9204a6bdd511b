package dev.sluice.formats.wavedump.file;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.RegularFile;
import dev.sluice.formats.UnchangedFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is mapped for reading, and watched while it is. One thread at a time, unless said otherwise; owns the
/// mapping until [#close].
final class MappedFile implements AutoCloseable {
    private final UnchangedFile unchanged;
    private final FileChannel channel;
    private final Arena arena;
    private final MemorySegment segment;

    private MappedFile(UnchangedFile unchanged, FileChannel channel, Arena arena, MemorySegment segment) {
        this.unchanged = unchanged;
        this.channel = channel;
        this.arena = arena;
        this.segment = segment;
    }

    /// Maps `path`. An empty file is refused, and one that is of another format.
    static MappedFile open(Path path) throws IOException {
        UnchangedFile unchanged = UnchangedFile.of(RegularFile.requireOrNull(path));
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofShared();
        try {
            if (channel.size() == 0) {
                throw new FormatException(
                        path, 0, "the file is empty", "leave it out; the digitizer wrote no event to it");
            }
            MemorySegment segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            ForeignFile.refuse(path, segment);
            return new MappedFile(unchanged, channel, arena, segment);
        } catch (IOException | RuntimeException failure) {
            close(arena, channel);
            throw failure;
        } catch (InternalError fault) {
            close(arena, channel);
            throw unchanged.explain(fault);
        }
    }

    private static void close(Arena arena, FileChannel channel) {
        arena.close();
        try {
            channel.close();
        } catch (IOException unheard) {
            // Nothing was written to it.
        }
    }

    /// The whole file, read-only, valid until [#close].
    MemorySegment segment() {
        return segment;
    }

    /// What to throw where reading the mapping raised `fault`.
    FormatException explain(InternalError fault) {
        return unchanged.explain(fault);
    }

    /// Looks whether the file is still as long as when it was opened; no allocation.
    void glance() {
        boolean same = false;
        try {
            same = channel.size() == segment.byteSize();
        } catch (IOException unreadable) {
            // What is the matter is found out by the closer look.
        }
        if (!same) {
            unchanged.require();
        }
    }

    /// Looks whether the file is still what was opened; by any thread.
    void requireUnchanged() {
        unchanged.require();
    }

    /// Unmaps the file.
    @Override
    public void close() {
        close(arena, channel);
    }
}
