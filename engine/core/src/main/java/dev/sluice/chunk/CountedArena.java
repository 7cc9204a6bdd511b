package dev.sluice.chunk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory that one user takes piece by piece and gives back at once, counted by its pool. Safe for any thread.
final class CountedArena implements Arena {
    private final ChunkPool pool;
    private final String owner;
    private final Arena arena = Arena.ofShared();
    private long bytes;
    private boolean closed;

    CountedArena(ChunkPool pool, String owner) {
        this.pool = pool;
        this.owner = owner;
    }

    String owner() {
        return owner;
    }

    /// What is allocated; changed under the lock of the pool.
    long bytes() {
        return bytes;
    }

    void count(long more) {
        bytes += more;
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        pool.take(this, byteSize);
        try {
            return arena.allocate(byteSize, byteAlignment);
        } catch (Throwable refused) {
            pool.giveBack(this, byteSize);
            throw refused;
        }
    }

    @Override
    public MemorySegment.Scope scope() {
        return arena.scope();
    }

    /// Frees the memory. Doing so twice is harmless: the pool may have closed it.
    ///
    /// @throws IllegalStateException if a kernel still runs on it in another thread; it may be closed later
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            arena.close();
            closed = true;
        }
        pool.gaveBack(this);
    }
}
