package dev.sluice.benchmarks.pipeline;

import dev.sluice.benchmarks.input.WaveformRun;
import dev.sluice.executor.CpuPinning;
import dev.sluice.kernels.SampleRange;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.CacheSizes;
import dev.sluice.stream.ChunkSizeRule;
import dev.sluice.stream.WaitPolicy;
import dev.sluice.waveform.PeakCharge;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
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

/// What fusing costs: six plugins computed in one pass over chunks of the size of the cache, beside their six kernels
/// in a bare loop over the same blocks of the same memory, everything on one core.
///
/// Both sides run in turns; the figures are ns per record, and what one costs in terms of the other.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class FusedChainBenchmark {
    private static final int LINKS = 6;
    private static final long BYTES = 1L << 30;

    /// Samples per waveform.
    @Param({"800", "110"})
    private int samples;

    /// The core that all threads share.
    @Param("0")
    private int cpu;

    private final List<PeakCharge> kernels = new ArrayList<>();
    private final List<Records> results = new ArrayList<>();
    private WaveformRun run;
    private Arena arena;
    private ChainPipeline pipeline;
    private long block;

    /// Nanoseconds per record of both sides, and what the pipeline costs in terms of the bare kernels.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Costs {
        private long records;
        private long bareNanos;
        private long pipelineNanos;

        /// Forgets the iteration before.
        @Setup(Level.Iteration)
        public void reset() {
            records = 0;
            bareNanos = 0;
            pipelineNanos = 0;
        }

        /// The sum of the six kernels.
        public double bare() {
            return bareNanos / (double) records;
        }

        /// The six plugins through the ring, with start and end of the pipeline.
        public double pipeline() {
            return pipelineNanos / (double) records;
        }

        /// Times the bare kernels.
        public double ratio() {
            return pipelineNanos / (double) bareNanos;
        }
    }

    /// Fills the records and binds the kernels.
    @Setup(Level.Trial)
    public void setUp() {
        CpuPinning.pinCurrentThread(cpu);
        run = new WaveformRun("<i2", samples, BYTES);
        arena = Arena.ofShared();
        RecordType type = run.records().type();
        block = Math.max(1, ChunkSizeRule.of(CacheSizes.ofThisMachine()).bytes() / type.size());
        for (int link = 0; link < LINKS; link++) {
            kernels.add(PeakCharge.between(type, KernelOnly.TYPE)
                    .ranges(new SampleRange(link, Math.min(samples, link + 50)), new SampleRange(link, samples)));
            results.add(Records.allocate(KernelOnly.TYPE, block, arena));
        }
        pipeline = ChainPipeline.ofKernels(run.records(), LINKS);
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
        run.close();
    }

    /// One pass of each, in turns.
    @Benchmark
    public Pass sideBySide(Costs costs) {
        long start = System.nanoTime();
        bare();
        long middle = System.nanoTime();
        Pass pass = pipeline.run(
                settings -> settings.workers(1).waiting(WaitPolicy.BALANCED).pinned(cpu));
        costs.bareNanos += middle - start;
        costs.pipelineNanos += System.nanoTime() - middle;
        costs.records += run.records().count();
        return pass;
    }

    private void bare() {
        Records all = run.records();
        for (long from = 0; from < all.count(); from += block) {
            long to = Math.min(all.count(), from + block);
            Records part = all.slice(from, to);
            for (int link = 0; link < LINKS; link++) {
                kernels.get(link).apply(part, results.get(link).slice(0, to - from));
            }
        }
    }
}
