package dev.sluice.waveform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory for the results of a search that keeps the size of the largest chunk seen. For one thread.
final class PairMemory implements AutoCloseable {
    private Arena arena = Arena.ofShared();
    private MemorySegment segment = MemorySegment.NULL;

    /// At least that many bytes; what was there before may be gone. Allocates only where it grows, at least twofold.
    MemorySegment atLeast(long bytes) {
        if (segment.byteSize() < bytes) {
            Arena larger = Arena.ofShared();
            segment = larger.allocate(Math.max(bytes, 2 * segment.byteSize()), Long.BYTES);
            arena.close();
            arena = larger;
        }
        return segment;
    }

    MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        arena.close();
    }
}
