package dev.sluice.executor;

import dev.sluice.kernels.KernelThreads;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.record.NearestName;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;

/// Owns the threads that pipelines run on: pools by name, which are there when they are first asked for. Thread-safe.
///
/// Every plugin runs in the pool `threads`, or `virtual` if it asks for virtual threads, unless it is put into another:
/// one of the [presets][ExecutorPreset], or one that was defined. Threads are used again by later pipelines; closing
/// ends the idle ones, and the others when their stream is closed.
///
///     ExecutorManager executors = context.executors();
///     executors.define("readers", ExecutorType.VIRTUAL, 32, WaitPolicy.THROUGHPUT);
///     context.streaming("my_run").plugin("raw_waveforms").pool("readers");
public final class ExecutorManager implements AutoCloseable {
    private static final String THREADS = "threads";
    private static final String VIRTUAL = "virtual";

    private final Map<String, ExecutorPool> pools = new LinkedHashMap<>();
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final boolean reusing;
    private final ThreadFactory made;
    private boolean closed;

    private ExecutorManager(boolean reusing, ThreadFactory made) {
        this.reusing = reusing;
        this.made = made;
        pools.put(THREADS, pool(THREADS, ExecutorType.THREAD, processors, WaitPolicy.BALANCED, false));
        pools.put(VIRTUAL, pool(VIRTUAL, ExecutorType.VIRTUAL, processors, WaitPolicy.BALANCED, false));
    }

    /// Pools whose threads are used again.
    public static ExecutorManager create() {
        return new ExecutorManager(true, null);
    }

    /// Pools whose threads end with their work, so that nothing is left to close.
    public static ExecutorManager withoutReuse() {
        return new ExecutorManager(false, null);
    }

    /// Pools whose threads `factory` makes, each of them for one piece of work.
    static ExecutorManager of(ThreadFactory factory) {
        return new ExecutorManager(false, factory);
    }

    private ExecutorPool pool(String name, ExecutorType type, int workers, WaitPolicy waiting, boolean keepsThreads) {
        return new ExecutorPool(name, type, workers, waiting, reusing, keepsThreads, made);
    }

    /// The pool of that name; that of a preset is made when it is first asked for.
    ///
    /// @throws IllegalArgumentException if there is none
    public synchronized ExecutorPool pool(String name) {
        ExecutorPool pool = pools.get(name);
        if (pool != null) {
            return pool;
        }
        TreeSet<String> names = new TreeSet<>(pools.keySet());
        for (ExecutorPreset preset : ExecutorPreset.values()) {
            if (preset.poolName().equals(name)) {
                return define(name, preset);
            }
            names.add(preset.poolName());
        }
        throw new IllegalArgumentException("there is no pool '" + name + "'"
                + NearestName.suggestion(name, names, "there are " + String.join(", ", names) + ", or define one"));
    }

    /// Makes a pool after a preset.
    ///
    /// @throws IllegalArgumentException if there is one of that name already
    public ExecutorPool define(String name, ExecutorPreset preset) {
        return add(
                name,
                pool(name, preset.type(), preset.workers(processors), preset.waitPolicy(), preset.keepsThreads()));
    }

    /// Makes a pool of threads of a kind: `workers` of them, 1 or more, compute a plugin that does not say how many.
    ///
    /// @throws IllegalArgumentException if there is one of that name already, or it is to be of processes
    public ExecutorPool define(String name, ExecutorType type, int workers, WaitPolicy waitPolicy) {
        Objects.requireNonNull(waitPolicy, "waitPolicy");
        if (Objects.requireNonNull(type, "type") == ExecutorType.PROCESS) {
            throw new IllegalArgumentException(
                    "the pool " + name + " is to have executorType=PROCESS, worker processes,"
                            + " which are not there yet; use THREAD, or VIRTUAL for plugins that wait for files");
        }
        StreamSettings.defaults().withWorkers(workers);
        return add(name, pool(name, type, workers, waitPolicy, false));
    }

    private synchronized ExecutorPool add(String name, ExecutorPool pool) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("a pool needs a name: name=" + name);
        }
        if (closed) {
            throw new IllegalStateException("the pools are closed; define " + name + " before they are");
        }
        if (pools.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there is a pool '" + name + "' already; use it, or define one under another name");
        }
        pools.put(name, pool);
        return pool;
    }

    /// The pool of a stage: the named one, or that of all threads of a kind.
    public ExecutorPool pool(String name, ExecutorType type) {
        return pool(name != null ? name : type == ExecutorType.VIRTUAL ? VIRTUAL : THREADS);
    }

    /// What the threads of every pool did so far, in the order in which the pools were made.
    public synchronized List<PoolStatistics> statistics() {
        List<PoolStatistics> statistics = new ArrayList<>();
        pools.values().forEach(pool -> statistics.add(pool.statistics()));
        return List.copyOf(statistics);
    }

    /// Ends the idle threads, and the others when their work is done; no pipeline can be started any more. Twice is
    /// harmless.
    ///
    /// The threads that kernels of this process started are stopped too ([KernelThreads#stop()]): pipelines of other
    /// managers go on, and kernels of theirs start a thread anew where one is of use.
    @Override
    public synchronized void close() {
        closed = true;
        pools.values().forEach(ExecutorPool::close);
        KernelThreads.stop();
    }
}
