package dev.sluice.context;

import dev.sluice.executor.ExecutorManager;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.plugin.Requirements;
import java.util.Objects;

/// How one plugin is computed: by how many threads, of what kind, in chunks of how many records. What is set here goes
/// before what the plugin asks for itself, and what is set for a run before what is set for its context; what is not
/// set stays as it is. The plugin object is never changed, and the results do not depend on any of this.
///
///     context.streaming("my_run").plugin("hits").workers(2).executor(ExecutorType.VIRTUAL).chunkSize(1000);
///
/// Set up by one thread; streams that are started later run with it.
public final class PluginSettings {
    private final String dataType;
    private Integer workers;
    private Long chunkRecords;
    private ExecutorType executor;
    private String pool;

    PluginSettings(String dataType) {
        this.dataType = dataType;
    }

    /// Computes it on `count` threads, 1 or more, whatever the run has.
    public PluginSettings workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("workers=" + count + " of " + dataType + " is below 1; give 1 or more");
        }
        workers = count;
        return this;
    }

    /// Computes it on one thread, if not `parallel`; the same as one worker.
    public PluginSettings parallel(boolean parallel) {
        workers = parallel ? null : Integer.valueOf(1);
        return this;
    }

    /// Hands it chunks of `records` records of its first input, 1 or more; a source is asked for such chunks. Records
    /// that start at the same time stay together.
    public PluginSettings chunkSize(long records) {
        if (records < 1) {
            throw new IllegalArgumentException(
                    "chunkSize=" + records + " of " + dataType + " is below 1; give 1 or more");
        }
        chunkRecords = records;
        return this;
    }

    /// Computes it on that kind of threads; a source is read by one.
    ///
    /// @throws IllegalArgumentException for processes, which are not there yet
    public PluginSettings executor(ExecutorType kind) {
        executor = Objects.requireNonNull(kind, "kind");
        pool = null;
        PluginRules.requireThreads(dataType, kind);
        return this;
    }

    /// Computes it on threads of that pool of the context: its kind of threads, its way to wait, and as many workers as
    /// it names unless so many are set.
    public PluginSettings pool(String name) {
        pool = Objects.requireNonNull(name, "name");
        executor = null;
        return this;
    }

    /// What is asked once these settings are laid over `before`.
    Rule over(Rule before, boolean source, ExecutorManager executors) {
        Requirements demand = before.demand();
        String named = before.pool();
        if (executor != null) {
            demand = demand.on(executor);
            named = null;
        }
        if (pool != null) {
            demand = demand.on(executors.pool(pool).type());
            demand = source
                    ? demand
                    : demand.workers(
                            demand.isOrdered() ? 0 : executors.pool(pool).workers());
            named = pool;
        }
        if (workers != null) {
            requireOneWorker(demand, source);
            demand = demand.workers(workers);
        }
        if (chunkRecords != null) {
            demand = demand.chunks(chunkRecords);
        }
        return new Rule(demand, named);
    }

    private void requireOneWorker(Requirements demand, boolean source) {
        boolean one = source || demand.isOrdered() || demand.whole();
        if (one && workers > 1) {
            String why = source
                    ? "is a source, which one thread reads"
                    : demand.isOrdered()
                            ? "is stateful, so one thread computes it in order"
                            : "is computed in one call";
            throw new IllegalArgumentException("workers=" + workers + " of " + dataType + " cannot be had: it " + why
                    + "; leave them to the plugins after it");
        }
    }

    /// What holds for one plugin.
    ///
    /// @param demand what is asked of the engine
    /// @param pool   the pool that it was put into; null if it was put into none
    record Rule(Requirements demand, String pool) {}
}
