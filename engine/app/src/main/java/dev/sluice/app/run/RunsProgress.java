package dev.sluice.app.run;

import dev.sluice.session.ProgressDisplay;
import dev.sluice.stream.RunSummary;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Counts how far many runs are. Thread-safe.
public final class RunsProgress {
    private final int total;
    private final long startedNanos = System.nanoTime();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Set<Supplier<RunSummary>> running = ConcurrentHashMap.newKeySet();

    /// Counts for `total` runs.
    public RunsProgress(int total) {
        this.total = total;
    }

    /// Counts what a run does until the result is closed.
    ProgressDisplay watch(Supplier<RunSummary> run) {
        running.add(run);
        return () -> {
            running.remove(run);
            RunSummary last = run.get();
            records.addAndGet(last.records());
            bytes.addAndGet(last.bytes());
        };
    }

    /// A run has ended.
    public void ended(boolean well) {
        ended.incrementAndGet();
        if (!well) {
            failed.incrementAndGet();
        }
    }

    /// What is reported if all are stopped now.
    public String interrupted() {
        int completed = ended.get() - failed.get();
        return completed + " of " + total
                + " runs had completed, and their outputs are left; of the others, a file that"
                + " has its name is complete";
    }

    /// Seconds since the start.
    public double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /// The line that shows it, in fewer than `columns` columns.
    public String line(int columns) {
        long allRecords = records.get();
        long allBytes = bytes.get();
        for (Supplier<RunSummary> run : running) {
            RunSummary now = run.get();
            allRecords += now.records();
            allBytes += now.bytes();
        }
        String failures = failed.get() == 0 ? "" : ", " + failed.get() + " failed";
        String line = String.format(
                Locale.ROOT,
                "%d of %d runs%s  %,d records  %.0f MB/s",
                ended.get(),
                total,
                failures,
                allRecords,
                allBytes / Math.max(1e-9, seconds()) / 1e6);
        return line.substring(0, Math.min(line.length(), columns - 1));
    }
}
