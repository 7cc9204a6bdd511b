package dev.sluice.chunk;

import java.lang.foreign.MemorySegment;

/// A block of off-heap memory that a [ChunkPool] lends out, takes back and lends again.
///
/// Each loan has a generation: a [Lease] of an earlier one is stale. The memory lives until the pool needs its bytes
/// for another size, or closes.
final class Slab {
    final SlabMemory owner;
    final MemorySegment memory;
    /// Odd while lent, even while free; changed only under the pool's lock, read by checks on any thread.
    volatile long generation;

    Slab(SlabMemory owner, long bytes) {
        this.owner = owner;
        this.memory = owner.allocate(bytes);
    }

    /// The memory is not needed any more.
    void free() {
        owner.release();
    }
}
