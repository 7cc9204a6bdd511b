package dev.sluice.store;

import dev.sluice.chunk.Chunk;

/// How many bytes a [MemoryStore] may hold, and how many it does. Thread-safe.
final class MemoryBudget {
    private final long limit;
    private long used;

    MemoryBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "a store in memory without room: limit=" + limit + " bytes; give 1 or more");
        }
        this.limit = limit;
    }

    /// @throws StoreException if that many more are beyond the limit
    synchronized void take(long bytes, Chunk chunk, StoreKey key) throws StoreException {
        if (bytes > limit - used) {
            throw new StoreException("the store in memory is full: " + chunk + " of " + key + " needs bytes=" + bytes
                    + ", used=" + used + " of limit=" + limit
                    + "; raise the limit, remove what is not needed, or store on disk");
        }
        used += bytes;
    }

    synchronized void giveBack(long bytes) {
        used -= bytes;
    }

    synchronized long used() {
        return used;
    }

    long limit() {
        return limit;
    }
}
