package dev.sluice.benchmarks;

import dev.sluice.app.measure.TuneRequest;
import dev.sluice.app.measure.TuningResult;
import dev.sluice.benchmarks.pipeline.Pass;
import dev.sluice.benchmarks.pipeline.Workload;
import dev.sluice.context.StreamingContext;
import dev.sluice.record.Records;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// `./sluice tune`: the sweep over chunk sizes for the user's machine, records and plugins. Used by one thread.
final class Tuning {
    /// A smaller chunk that comes this close to the fastest is the better one: records wait less in it.
    private static final double AS_GOOD = 0.97;

    private static final int FEWEST_ROUNDS = 5;
    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(12);
    private static final int FEWEST_CHUNKS = 8;
    private static final long LARGEST = 16L << 20;
    private static final int FEWEST_RECORDS = 64;

    private final TuneRequest request;
    private final PrintStream out;

    /// A sweep whose table goes to `out`.
    Tuning(TuneRequest request, PrintStream out) {
        this.request = request;
        this.out = out;
    }

    private record Row(long chunkRecords, long chunkBytes, Pass fastest) {}

    /// Measures all sizes turn by turn, prints them, and returns the smallest that is as good as the best.
    TuningResult run() {
        try (Workload.Opened run = open()) {
            List<Row> rows = measure(run, sizes(run.records()));
            Row best = choose(rows);
            print(rows, best);
            return new TuningResult(
                    best.chunkBytes(),
                    best.fastest().bytesPerSecond(),
                    best.fastest().waitMost());
        }
    }

    /// The throughput of chunks of `chunkBytes` by that of the best size.
    double share(long chunkBytes) {
        try (Workload.Opened run = open()) {
            List<Long> sizes = sizes(run.records());
            sizes.add(0, Math.max(1, chunkBytes / run.records().type().size()));
            List<Row> rows = measure(run, sizes);
            Row best = choose(rows.subList(1, rows.size()));
            print(rows, best);
            return rows.get(0).fastest().bytesPerSecond() / best.fastest().bytesPerSecond();
        }
    }

    /// A run in a file, as commands read it; in memory, as a digitiser gives it, where a latency is asked for.
    private Workload.Opened open() {
        return request.target().isEmpty()
                ? Workload.ofPlugins(request.sampleType(), request.samples(), request.plugins(), isOfFile())
                : Workload.ofRawRecords(request.target(), isOfFile());
    }

    private boolean isOfFile() {
        return request.latency().isZero();
    }

    private static List<Long> sizes(Records records) {
        int record = records.type().size();
        long bytes = records.count() * record;
        List<Long> sizes = new ArrayList<>();
        for (long count = FEWEST_RECORDS; count * record <= Math.min(LARGEST, bytes / FEWEST_CHUNKS); count *= 2) {
            sizes.add(count);
        }
        if (sizes.isEmpty()) {
            sizes.add(1L);
        }
        return sizes;
    }

    private List<Row> measure(Workload.Opened run, List<Long> sizes) {
        Pass[] fastest = new Pass[sizes.size()];
        long begin = System.nanoTime();
        for (int round = 0; round < FEWEST_ROUNDS || System.nanoTime() - begin < ENOUGH; round++) {
            for (int i = 0; i < fastest.length; i++) {
                long count = sizes.get(i);
                fastest[i] =
                        run.pipeline().run(settings -> sized(settings, count)).faster(fastest[i]);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < fastest.length; i++) {
            rows.add(new Row(sizes.get(i), sizes.get(i) * run.records().type().size(), fastest[i]));
        }
        return rows;
    }

    private StreamingContext sized(StreamingContext settings, long count) {
        return settings.workers(request.workers()).chunkRecords(count).latency(request.latency());
    }

    private Row choose(List<Row> rows) {
        List<Row> quick = rows.stream().filter(this::isInTime).toList();
        // Where no size is in time, the one that comes nearest is the best there is.
        List<Row> candidates = quick.isEmpty() ? List.of(leastWaiting(rows)) : quick;
        double most = candidates.stream()
                .mapToDouble(row -> row.fastest().bytesPerSecond())
                .max()
                .orElseThrow();
        return candidates.stream()
                .filter(row -> row.fastest().bytesPerSecond() >= AS_GOOD * most)
                .findFirst()
                .orElseThrow();
    }

    private static Row leastWaiting(List<Row> rows) {
        Row least = rows.get(0);
        for (Row row : rows) {
            least = row.fastest().waitMost() < least.fastest().waitMost() ? row : least;
        }
        return least;
    }

    private boolean isInTime(Row row) {
        Duration latency = request.latency();
        return latency.isZero() || row.fastest().waitMost() <= latency.toNanos();
    }

    private void print(List<Row> rows, Row best) {
        String format = "%12s %10s %8s %12s %12s  %s%n";
        out.printf(format, "records", "KiB", "GB/s", "wait p50 us", "wait p99 us", "");
        for (Row row : rows) {
            out.printf(
                    format,
                    row.chunkRecords(),
                    row.chunkBytes() >> 10,
                    String.format(Locale.ROOT, "%.2f", row.fastest().gigabytes()),
                    String.format(Locale.ROOT, "%.1f", row.fastest().waitMedian() / 1e3),
                    String.format(Locale.ROOT, "%.1f", row.fastest().waitMost() / 1e3),
                    row == best ? "<- best" : isInTime(row) ? "" : "too late");
        }
    }
}
