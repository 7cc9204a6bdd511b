package dev.sluice.host.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Memory that kernels work in, lent to one call at a time and kept for the next ones. For any thread.
final class ScratchMemory {
    private final ConcurrentLinkedDeque<MemorySegment> free = new ConcurrentLinkedDeque<>();

    /// At least so many bytes, of any content.
    MemorySegment take(long bytes) {
        MemorySegment known = free.poll();
        return known != null && known.byteSize() >= bytes
                ? known
                : Arena.ofAuto().allocate(Math.max(64, bytes + bytes / 2), 64);
    }

    /// Takes back what [#take] gave.
    void giveBack(MemorySegment memory) {
        free.push(memory);
    }
}
