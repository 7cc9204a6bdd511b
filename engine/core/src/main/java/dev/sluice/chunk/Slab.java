package dev.sluice.chunk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A block of off-heap memory that a [ChunkPool] lends out, takes back and lends again.
///
/// Each loan has a generation: a [Lease] of an earlier one is stale. The memory lives until the pool closes.
final class Slab {
    final Arena arena;
    final MemorySegment memory;
    /// Odd while lent, even while free; changed only under the pool's lock, read by checks on any thread.
    volatile long generation;

    Slab(long bytes) {
        this.arena = Arena.ofShared();
        this.memory = arena.allocate(bytes, 64);
    }
}
