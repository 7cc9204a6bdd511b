package dev.sluice.benchmarks.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/// What the system keeps of files in memory; stateless.
final class PageCache {
    private static final int PAGE = 4096;

    private PageCache() {}

    /// Has the next reader of the files wait for the disk; returns the share of their pages that stays in memory all
    /// the same, as it does in a folder that is memory itself.
    static double drop(List<Path> files) throws IOException {
        long pages = 0;
        long kept = 0;
        for (Path file : files) {
            Libc.dropPages(file);
            try (FileChannel channel = FileChannel.open(file);
                    Arena arena = Arena.ofConfined()) {
                MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
                MemorySegment found = arena.allocate(Math.ceilDiv(channel.size(), PAGE));
                Libc.findPages(mapped, found);
                pages += found.byteSize();
                for (long i = 0; i < found.byteSize(); i++) {
                    kept += found.get(ValueLayout.JAVA_BYTE, i) & 1;
                }
            }
        }
        return (double) kept / Math.max(1, pages);
    }
}
