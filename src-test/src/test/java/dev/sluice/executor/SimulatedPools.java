package dev.sluice.executor;

import java.util.concurrent.ThreadFactory;

/// Pools for tests whose threads a factory makes.
public final class SimulatedPools {
    private SimulatedPools() {}

    /// Pools whose threads `factory` makes, each of them for one piece of work.
    public static ExecutorManager of(ThreadFactory factory) {
        return ExecutorManager.of(factory);
    }
}
