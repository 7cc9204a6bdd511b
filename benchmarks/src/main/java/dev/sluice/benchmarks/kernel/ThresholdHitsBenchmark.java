package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.hit.ThresholdHitsKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
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

/// Threshold hits of 800-sample records on one core, one pulse per record: the chosen kernels and their scalar twin.
///
/// One operation is a pass over all records; the counter `records` gives ns per record. Hits are compared with the
/// scalar twin's, bit for bit, before they are timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ThresholdHitsBenchmark {

    private static final int DT = 16;
    private static final int PULSE = 30;

    /// Noise has a standard deviation of 20 ADC counts.
    private static final ChannelThresholds THRESHOLD = ChannelThresholds.all(150);

    /// Type of the samples.
    @Param({"INT16", "UINT16", "FLOAT32"})
    private SampleType sampleType;

    /// Where the records are.
    @Param({"L2", "DRAM"})
    private Placement placement;

    private WaveformBlock block;
    private MemorySegment hits;
    private long capacity;
    private ThresholdHitsKernel chosen;
    private ThresholdHitsKernel scalar;

    /// Counts records, so that a score per record stands beside the score per pass.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {
        /// Records computed; the report shows ns per record.
        public long records;
    }

    /// Fills the records and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        block = new WaveformBlock(sampleType, placement);
        addPulses();
        capacity = 2L * block.count();
        hits = block.allocate(capacity * ThresholdHitsKernel.BYTES);
        MemorySegment expected = block.allocate(capacity * ThresholdHitsKernel.BYTES);
        chosen = kernel(Kernels.provider());
        scalar = kernel(Kernels.scalar());
        long found = scalar.find(block.records(), 0, block.count(), expected, 0, capacity);
        long foundToo = chosen.find(block.records(), 0, block.count(), hits, 0, capacity);
        if (found != foundToo || found < block.count() || found > capacity || expected.mismatch(hits) >= 0) {
            throw new IllegalStateException(Kernels.provider() + " and the scalar kernels differ: hits=" + foundToo
                    + " and " + found + " in records=" + block.count());
        }
    }

    /// A triangle of 300 ADC counts below the baseline.
    private void addPulses() {
        Random random = new Random(2);
        for (int i = 0; i < block.count(); i++) {
            long record = (long) i * block.layout().stride();
            block.records().set(ValueLayout.JAVA_LONG_UNALIGNED, record, 10_000L * i);
            block.records().set(ValueLayout.JAVA_INT_UNALIGNED, record + DT, 2);
            int start = random.nextInt(WaveformBlock.SAMPLES - PULSE);
            for (int k = 0; k < PULSE; k++) {
                long at = record + WaveformBlock.WAVE + (long) (start + k) * sampleType.bytes();
                int depth = 20 * Math.min(k, PULSE - k);
                if (sampleType == SampleType.FLOAT32) {
                    block.records().set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, 14_000f - depth);
                } else {
                    block.records().set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) (14_000 - depth));
                }
            }
        }
    }

    private ThresholdHitsKernel kernel(KernelProvider provider) {
        return ThresholdHitsKernel.of(block.layout(), 0, new Column(ScalarType.INT32, DT))
                .thresholds(THRESHOLD)
                .provider(provider)
                .build();
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        block.close();
    }

    /// The kernels that the properties choose.
    @Benchmark
    public long kernel(Counter counter) {
        counter.records += block.count();
        return chosen.find(block.records(), 0, block.count(), hits, 0, capacity);
    }

    /// The scalar twin.
    @Benchmark
    public long scalar(Counter counter) {
        counter.records += block.count();
        return scalar.find(block.records(), 0, block.count(), hits, 0, capacity);
    }
}
