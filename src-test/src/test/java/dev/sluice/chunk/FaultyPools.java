package dev.sluice.chunk;

/// Pools for tests, with something that happens at their seams and may throw.
public final class FaultyPools {
    private FaultyPools() {}

    /// A pool of `budget` bytes: what happens when memory is asked for, when it is taken from the operating system, and
    /// when a loan has come back.
    public static ChunkPool of(long budget, Runnable onAcquire, Runnable onAllocate, Runnable onRelease) {
        return new ChunkPool(budget, null, "a pool", new PoolSeams() {
            @Override
            public void acquire() {
                onAcquire.run();
            }

            @Override
            public void allocate() {
                onAllocate.run();
            }

            @Override
            public void release() {
                onRelease.run();
            }
        });
    }
}
