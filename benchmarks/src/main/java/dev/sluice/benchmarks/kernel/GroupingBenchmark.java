package dev.sluice.benchmarks.kernel;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.event.CoincidenceKernel;
import dev.sluice.kernels.hit.HitWindowLayout;
import dev.sluice.kernels.hit.MergeHitsKernel;
import dev.sluice.kernels.time.FullyContainedKernel;
import dev.sluice.kernels.time.TouchingWindowsKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/// Grouping of 100 000 hits on one core: containers around them, windows that they touch, coincidences, merged hits.
///
/// One operation is one hit: the score is ns per hit. A container is around every group of five. What is timed is
/// verified before, against what the construction of the hits implies.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GroupingBenchmark {

    private static final int HITS = 100_000;
    private static final int GROUP = 5;
    private static final int GROUPS = HITS / GROUP;
    private static final long PERIOD = 10_000;
    private static final int STRIDE = 48;
    private static final int CHANNELS = 494;
    private static final Column LENGTH = new Column(ScalarType.INT32, 8);
    private static final Column DT = new Column(ScalarType.INT16, 12);
    private static final Column CHANNEL = new Column(ScalarType.INT16, 14);

    private Arena arena;
    private MemorySegment hits;
    private MemorySegment containers;
    private MemorySegment results;
    private MemorySegment scratch;
    private MemorySegment windows;
    private MemorySegment merged;
    private MemorySegment components;
    private MemorySegment mergeScratch;
    private FullyContainedKernel contained;
    private TouchingWindowsKernel touching;
    private CoincidenceKernel coincidence;
    private MergeHitsKernel merge;

    /// Makes groups of five hits, a container around each group, and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        arena = Arena.ofShared();
        hits = arena.allocate((long) HITS * STRIDE, 64);
        containers = arena.allocate(16L * GROUPS, 64);
        results = arena.allocate((long) CoincidenceKernel.GROUP_BYTES * HITS, 64);
        windows = arena.allocate((long) HitWindowLayout.WAVEFORM_ANALYSIS.stride() * HITS, 64);
        merged = arena.allocate((12L + HitWindowLayout.WAVEFORM_ANALYSIS.stride()) * HITS, 64);
        components = arena.allocate((long) MergeHitsKernel.COMPONENT_BYTES * HITS, 64);
        mergeScratch = arena.allocate(MergeHitsKernel.scratchBytes(HITS), 64);
        fill(new Random(1));
        IntervalLayout layout = IntervalLayout.lasting(STRIDE, 0, LENGTH, DT);
        IntervalLayout around = IntervalLayout.ending(16, 0, 8);
        contained = FullyContainedKernel.of(layout, around, Compatibility.NONE);
        touching = TouchingWindowsKernel.of(layout, around, 0);
        coincidence = CoincidenceKernel.of(layout, CHANNEL, CHANNELS, CoincidenceKernel.Rule.CHAINED, 500, 1);
        merge = MergeHitsKernel.of(HitWindowLayout.WAVEFORM_ANALYSIS)
                .gap(500)
                .width(PERIOD)
                .build();
        scratch = arena.allocate(coincidence.scratchBytes(), 8);
        verify();
    }

    private void fill(Random random) {
        for (int i = 0; i < HITS; i++) {
            long time = PERIOD * (i / GROUP) + 100 * (i % GROUP);
            long hit = (long) i * STRIDE;
            hits.set(ValueLayout.JAVA_LONG, hit, time);
            hits.set(ValueLayout.JAVA_INT, hit + LENGTH.offset(), 1 + random.nextInt(10));
            hits.set(ValueLayout.JAVA_SHORT, hit + DT.offset(), (short) 10);
            hits.set(ValueLayout.JAVA_SHORT, hit + CHANNEL.offset(), (short) random.nextInt(CHANNELS));
            long window = (long) i * HitWindowLayout.WAVEFORM_ANALYSIS.stride();
            windows.set(ValueLayout.JAVA_FLOAT_UNALIGNED, window + 8, random.nextFloat());
            windows.set(ValueLayout.JAVA_INT_UNALIGNED, window + 20, 5);
            windows.set(ValueLayout.JAVA_INT_UNALIGNED, window + 28, 10);
            windows.set(ValueLayout.JAVA_LONG_UNALIGNED, window + 40, time);
            windows.set(ValueLayout.JAVA_SHORT_UNALIGNED, window + 50, (short) (i / GROUP % CHANNELS));
        }
        for (int i = 0; i < GROUPS; i++) {
            containers.set(ValueLayout.JAVA_LONG, 16L * i, PERIOD * i);
            containers.set(ValueLayout.JAVA_LONG, 16L * i + 8, PERIOD * i + PERIOD / 2);
        }
    }

    private void verify() {
        fullyContained();
        for (int i = 0; i < HITS; i++) {
            require(results.getAtIndex(ValueLayout.JAVA_INT, i) == i / GROUP, "container of hit " + i);
        }
        touchingWindows();
        for (int i = 0; i < GROUPS; i++) {
            require(results.getAtIndex(ValueLayout.JAVA_INT, 2L * i) == i * GROUP, "first hit of container " + i);
            require(results.getAtIndex(ValueLayout.JAVA_INT, 2L * i + 1) == (i + 1) * GROUP, "last of container " + i);
        }
        require(coincidences() == GROUPS, "number of coincidences");
        require(mergedHits() == GROUPS, "number of merged hits");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("the kernels are wrong: " + what);
        }
    }

    /// Frees the hits.
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /// The container of every hit.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment fullyContained() {
        contained.compute(hits, 0, HITS, containers, 0, GROUPS, results, 0);
        return results;
    }

    /// The hits that touch every container.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment touchingWindows() {
        touching.compute(hits, 0, HITS, containers, 0, GROUPS, results, 0);
        return results;
    }

    /// Groups of hits of all channels.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public long coincidences() {
        return coincidence.group(hits, 0, HITS, results, 0, HITS, scratch);
    }

    /// Merged hits of each channel.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public long mergedHits() {
        return merge.merge(windows, 0, HITS, merged, components, mergeScratch);
    }
}
