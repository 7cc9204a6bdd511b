package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.PeakHits;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Peaks of strax on one core, from 100 000 hits of 494 channels in as many records of 110 samples, 50 to a peak.
///
/// One operation is one hit in `findPeaks` and `sumWaveform`, one peak (of 200 samples) in `properties`. What is timed
/// is verified before: the number of peaks, and that the areas of both ways to sum agree.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PeaksBenchmark {

    private static final int PEAKS = 2000;
    private static final int HITS = PEAKS * PeakHits.IN_PEAK;

    private PeakHits hits;

    /// Makes the hits, which verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        hits = new PeakHits(PEAKS);
    }

    /// Frees the hits.
    @TearDown(Level.Trial)
    public void tearDown() {
        hits.close();
    }

    /// Groups hits into peaks.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public long findPeaks() {
        return hits.find();
    }

    /// Copies the peaks, since sums are in place, and sums the waveforms of their hits.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment sumWaveform() {
        hits.sum();
        return hits.peaks();
    }

    /// Widths, median, center and top fraction.
    @Benchmark
    @OperationsPerInvocation(PEAKS)
    public MemorySegment properties() {
        hits.compute();
        return hits.peaks();
    }
}
