package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.RecordCounter;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.benchmarks.twin.WaveformTwins;
import dev.sluice.benchmarks.twin.WaveformTwins.Place;
import dev.sluice.kernels.SampleType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
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

/// What C reaches, written with intrinsics, for baseline (0:40), threshold hits (about one per record) and a filter of
/// 11 taps over int16 records of 800 samples.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class WaveformTwinsBenchmark {
    private static final int WINDOW = 40;
    private static final double THRESHOLD = 200;
    private static final int PULSE = 20;

    /// Where the records are.
    @Param({"L2", "DRAM"})
    private Placement placement;

    private WaveformBlock block;
    private WaveformTwins twins;
    private Place place;
    private MemorySegment pairs;
    private MemorySegment found;
    private MemorySegment taps;
    private MemorySegment filtered;

    /// Fills the records: noise, and one pulse each.
    @Setup(Level.Trial)
    public void setUp() {
        block = new WaveformBlock(SampleType.INT16, placement);
        long stride = block.layout().stride();
        place = new Place(stride, WaveformBlock.WAVE, WaveformBlock.BASELINE, WaveformBlock.SAMPLES);
        for (long i = 0; i < block.count(); i++) {
            long pulse = i * stride + WaveformBlock.WAVE + 2 * (100 + 31 * i % 600);
            for (int j = 0; j < PULSE; j++) {
                block.records().set(ValueLayout.JAVA_SHORT_UNALIGNED, pulse + 2L * j, (short) 13_000);
            }
        }
        twins = new WaveformTwins(SampleType.INT16);
        pairs = block.allocate(2L * Float.BYTES * block.count());
        found = block.allocate(2L * WaveformTwins.HIT_BYTES * block.count());
        taps = block.allocate((long) Float.BYTES * WaveformTwins.TAPS);
        for (int k = 0; k < WaveformTwins.TAPS; k++) {
            taps.setAtIndex(ValueLayout.JAVA_FLOAT, k, 1f / WaveformTwins.TAPS);
        }
        filtered = block.allocate((long) Float.BYTES * WaveformBlock.SAMPLES * block.count());
        verify();
    }

    private void verify() {
        long count = twins.hits(block.records(), block.count(), place, THRESHOLD, found);
        if (count != block.count()) {
            throw new IllegalStateException("hits=" + count + " in records=" + block.count() + " with one pulse each");
        }
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        twins.close();
        block.close();
    }

    /// Mean and rms.
    @Benchmark
    public MemorySegment cBaseline(RecordCounter counter) {
        counter.count(block.count(), place.stride());
        twins.baseline(block.records(), block.count(), place.stride(), place.wave(), WINDOW, pairs);
        return pairs;
    }

    /// Runs of samples below the threshold, with their sums.
    @Benchmark
    public long cHits(RecordCounter counter) {
        counter.count(block.count(), place.stride());
        return twins.hits(block.records(), block.count(), place, THRESHOLD, found);
    }

    /// The filter.
    @Benchmark
    public MemorySegment cFir(RecordCounter counter) {
        counter.count(block.count(), place.stride());
        twins.filter(block.records(), block.count(), place, taps, filtered);
        return filtered;
    }
}
