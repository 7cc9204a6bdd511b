package dev.sluice.benchmarks.kernel;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.kernels.event.PeakPropertiesKernel;
import dev.sluice.kernels.event.SumWaveformKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
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

    private static final int HITS = 100_000;
    private static final int HITS_IN_PEAK = 50;
    private static final int PEAKS = HITS / HITS_IN_PEAK;
    private static final int CHANNELS = 494;
    private static final int RECORD_SAMPLES = 110;
    private static final int LONGEST = 10_000;
    private static final short DT = 10;
    private static final PeakLayout LAYOUT = PeakLayout.ofChannels(CHANNELS);

    private Arena arena;
    private MemorySegment hits;
    private MemorySegment records;
    private MemorySegment links;
    private MemorySegment found;
    private MemorySegment peaks;
    private MemorySegment scratch;
    private FindPeaksKernel finding;
    private SumWaveformKernel summing;
    private PeakPropertiesKernel properties;

    /// Makes the hits and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        double[] gains = new double[CHANNELS];
        Arrays.fill(gains, 0.01);
        finding = FindPeaksKernel.of(LAYOUT, gains, PeakFinding.DEFAULT, Compatibility.NONE);
        summing = SumWaveformKernel.of(LAYOUT, RECORD_SAMPLES, LONGEST, gains, 253, Compatibility.NONE);
        properties = PeakPropertiesKernel.of(LAYOUT, 253, Compatibility.NONE);
        arena = Arena.ofShared();
        hits = arena.allocate((long) HITS * FindPeaksKernel.HIT_BYTES, 64);
        records = arena.allocate((long) HITS * summing.recordBytes(), 64);
        links = arena.allocate(4L * HITS, 64).fill((byte) -1);
        found = arena.allocate((long) LAYOUT.stride() * PEAKS, 64);
        peaks = arena.allocate((long) LAYOUT.stride() * PEAKS, 64);
        scratch = arena.allocate(Math.max(finding.scratchBytes(), summing.scratchBytes()), 64);
        fill(new Random(1));
        verify();
    }

    private void fill(Random random) {
        for (int i = 0; i < HITS; i++) {
            int peak = i / HITS_IN_PEAK;
            long time = 100_000L * peak + DT * (i % HITS_IN_PEAK);
            int channel = random.nextInt(CHANNELS);
            int length = 5 + random.nextInt(20);
            long record = (long) i * summing.recordBytes();
            records.set(ValueLayout.JAVA_LONG_UNALIGNED, record, time - 20 * DT);
            records.set(ValueLayout.JAVA_INT_UNALIGNED, record + 8, RECORD_SAMPLES);
            records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 12, DT);
            records.set(ValueLayout.JAVA_FLOAT_UNALIGNED, record + 27, 16_000);
            int area = 0;
            for (int k = 0; k < length; k++) {
                int sample = 20 + random.nextInt(200);
                records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + 37 + 2L * (20 + k), (short) sample);
                area += sample;
            }
            long hit = (long) i * FindPeaksKernel.HIT_BYTES;
            hits.set(ValueLayout.JAVA_LONG, hit, time);
            hits.set(ValueLayout.JAVA_INT, hit + 8, length);
            hits.set(ValueLayout.JAVA_SHORT, hit + 12, DT);
            hits.set(ValueLayout.JAVA_SHORT, hit + 14, (short) channel);
            hits.set(ValueLayout.JAVA_FLOAT, hit + 16, area);
            hits.set(ValueLayout.JAVA_INT, hit + 28, i);
        }
    }

    private void verify() {
        if (findPeaks() != PEAKS) {
            throw new IllegalStateException("there are not " + PEAKS + " peaks");
        }
        sumWaveform();
        for (int i = 0; i < PEAKS; i++) {
            long area = (long) LAYOUT.stride() * i + 19;
            float ofHits = found.get(ValueLayout.JAVA_FLOAT_UNALIGNED, area);
            float ofSamples = peaks.get(ValueLayout.JAVA_FLOAT_UNALIGNED, area);
            if (!(Math.abs(ofHits - ofSamples) < 1e-4 * ofHits)) {
                throw new IllegalStateException("areas of peak " + i + " differ: " + ofHits + " and " + ofSamples);
            }
        }
    }

    /// Frees the hits.
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /// Groups hits into peaks.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public long findPeaks() {
        return finding.find(hits, 0, HITS, found, 0, PEAKS, scratch);
    }

    /// Copies the peaks, since sums are in place, and sums the waveforms of their hits.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment sumWaveform() {
        peaks.copyFrom(found);
        summing.sum(peaks, PEAKS, hits, HITS, records, HITS, links, links, scratch);
        return peaks;
    }

    /// Widths, median, center and top fraction.
    @Benchmark
    @OperationsPerInvocation(PEAKS)
    public MemorySegment properties() {
        properties.compute(peaks, 0, PEAKS, scratch);
        return peaks;
    }
}
