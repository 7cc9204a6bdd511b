package dev.sluice.store;

import dev.sluice.chunk.Chunk;
import java.lang.foreign.Arena;

/// Off-heap memory of one key in a [MemoryStore]: freed when its owner and every reader let go. Thread-safe.
final class HeldMemory {
    /// What a chunk without records takes too, on the Java heap: an endless stream of empty chunks is bounded as well.
    static final long CHUNK_COST = 256;

    private static final long LOSS_COST = 128;
    private static final long ALIGNMENT = 64;

    private final MemoryBudget budget;
    private final Arena arena = Arena.ofShared();
    private long bytes;
    private int holders = 1;

    HeldMemory(MemoryBudget budget) {
        this.budget = budget;
    }

    /// A copy of the chunk in this memory.
    ///
    /// @throws StoreException if the budget does not hold it
    synchronized Chunk copy(Chunk chunk, StoreKey key) throws StoreException {
        long cost = cost(chunk);
        budget.take(cost, chunk, key);
        bytes += cost;
        return chunk.detach(arena);
    }

    static long cost(Chunk chunk) {
        long aligned = (chunk.nbytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return aligned + CHUNK_COST + LOSS_COST * chunk.losses().size();
    }

    synchronized long bytes() {
        return bytes;
    }

    /// One more holder; false if the memory is gone.
    synchronized boolean hold() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    /// One holder less; the last one frees it.
    synchronized void release() {
        if (--holders == 0) {
            arena.close();
            budget.giveBack(bytes);
        }
    }
}
