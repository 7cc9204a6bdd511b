package dev.sluice.executor;

import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.WaitPolicy;
import java.util.Locale;

/// Pools of threads by what they are good for. A plugin that is put into one gets its kind of threads, so many workers,
/// and its way to wait.
///
/// - `cpu-intensive`: platform threads, one worker per processor, [WaitPolicy#BALANCED].
/// - `io-intensive`: virtual threads, four workers per processor, 16 at least, as most of them wait for files or the
///   network; [WaitPolicy#THROUGHPUT].
/// - `low-latency`: platform threads that are kept until the pools are closed, one worker per processor but two, which
///   the source and the reader have, 1 at least; [WaitPolicy#LOW_LATENCY], which never parks.
/// - `background`: platform threads, one worker per two processors, 1 at least; [WaitPolicy#THROUGHPUT], which leaves
///   the cores to others.
public enum ExecutorPreset {
    /// For plugins that compute.
    CPU_INTENSIVE(ExecutorType.THREAD, WaitPolicy.BALANCED),
    /// For plugins that wait for files or the network.
    IO_INTENSIVE(ExecutorType.VIRTUAL, WaitPolicy.THROUGHPUT),
    /// For live input with cores to spare.
    LOW_LATENCY(ExecutorType.THREAD, WaitPolicy.LOW_LATENCY),
    /// For work beside other work.
    BACKGROUND(ExecutorType.THREAD, WaitPolicy.THROUGHPUT);

    private final ExecutorType type;
    private final WaitPolicy waitPolicy;

    ExecutorPreset(ExecutorType type, WaitPolicy waitPolicy) {
        this.type = type;
        this.waitPolicy = waitPolicy;
    }

    /// The name of the preset and of its pool: `io-intensive`.
    public String poolName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The kind of threads.
    public ExecutorType type() {
        return type;
    }

    /// How they wait for each other.
    public WaitPolicy waitPolicy() {
        return waitPolicy;
    }

    /// How many compute one plugin on a machine of `processors`.
    int workers(int processors) {
        return switch (this) {
            case CPU_INTENSIVE -> processors;
            case IO_INTENSIVE -> Math.max(16, 4 * processors);
            case LOW_LATENCY -> Math.max(1, processors - 2);
            case BACKGROUND -> Math.max(1, processors / 2);
        };
    }

    /// Whether idle threads are kept for as long as the pool is open.
    boolean keepsThreads() {
        return this == LOW_LATENCY;
    }
}
