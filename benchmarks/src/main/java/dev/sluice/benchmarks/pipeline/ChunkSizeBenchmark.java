package dev.sluice.benchmarks.pipeline;

import dev.sluice.benchmarks.input.RecordCounter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The sweep behind [dev.sluice.stream.ChunkSizeRule]: chunk sizes, workers, and each [Workload].
///
/// `pass` streams a run from DRAM or from the page cache; the score is ns per record, start and end of the pipeline
/// included. `waiting` does the same and scores how long records wait from the claim of their slot to their delivery.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkSizeBenchmark {
    /// Records per chunk; 0 is what the rule gives. Sizes that leave fewer than four chunks of a run are measured too.
    @Param({"0", "64", "256", "1024", "4096", "16384", "65536", "262144", "1048576"})
    private long chunkRecords;

    /// What is computed, from what.
    @Param
    private Workload workload;

    /// Threads that compute.
    @Param({"1", "2"})
    private int workers;

    private Workload.Opened run;

    /// Percentiles of waiting, in ns.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Waits {
        /// Median.
        public double p50;
        /// 99th percentile.
        public double p99;
    }

    /// Fills the records.
    @Setup(Level.Trial)
    public void setUp() {
        run = workload.open();
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        run.close();
    }

    /// One pass.
    @Benchmark
    public Object pass(RecordCounter counter) {
        counter.count(run.records().count(), run.records().type().size());
        return stream();
    }

    /// One pass, for its waiting times.
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 20)
    @Measurement(iterations = 20)
    public Object waiting(Waits waits) {
        Pass pass = stream();
        waits.p50 = pass.waitMedian();
        waits.p99 = pass.waitMost();
        return pass;
    }

    private Pass stream() {
        return run.pipeline().run(settings -> settings.workers(workers).chunkRecords(chunkRecords));
    }
}
