package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.GroupedHits;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.event.CoincidenceKernel;
import dev.sluice.kernels.hit.HitWindowLayout;
import dev.sluice.kernels.hit.MergeHitsKernel;
import dev.sluice.kernels.time.FullyContainedKernel;
import dev.sluice.kernels.time.TouchingWindowsKernel;
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

    private static final int GROUPS = 20_000;
    private static final int HITS = GROUPS * GroupedHits.GROUP;

    private GroupedHits input;
    private MemorySegment results;
    private MemorySegment scratch;
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
        input = new GroupedHits(GROUPS);
        results = input.allocate((long) CoincidenceKernel.GROUP_BYTES * HITS);
        components = input.allocate((long) MergeHitsKernel.COMPONENT_BYTES * HITS);
        mergeScratch = input.allocate(MergeHitsKernel.scratchBytes(HITS));
        contained = FullyContainedKernel.of(GroupedHits.LAYOUT, GroupedHits.AROUND, Compatibility.NONE);
        touching = TouchingWindowsKernel.of(GroupedHits.LAYOUT, GroupedHits.AROUND, 0);
        coincidence = CoincidenceKernel.of(
                GroupedHits.LAYOUT, GroupedHits.CHANNEL, GroupedHits.CHANNELS, CoincidenceKernel.Rule.CHAINED, 500, 1);
        merge = MergeHitsKernel.of(HitWindowLayout.WAVEFORM_ANALYSIS)
                .gap(500)
                .width(GroupedHits.PERIOD)
                .build();
        merged = input.allocate((long) merge.mergedBytes() * HITS);
        scratch = input.allocate(coincidence.scratchBytes());
        verify();
    }

    private void verify() {
        input.requireContainers(fullyContained());
        input.requireTouching(touchingWindows());
        GroupedHits.require(coincidences() == GROUPS, "number of coincidences");
        GroupedHits.require(mergedHits() == GROUPS, "number of merged hits");
    }

    /// Frees the hits.
    @TearDown(Level.Trial)
    public void tearDown() {
        input.close();
    }

    /// The container of every hit.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment fullyContained() {
        contained.compute(input.hits(), 0, HITS, input.containers(), 0, GROUPS, results, 0);
        return results;
    }

    /// The hits that touch every container.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public MemorySegment touchingWindows() {
        touching.compute(input.hits(), 0, HITS, input.containers(), 0, GROUPS, results, 0);
        return results;
    }

    /// Groups of hits of all channels.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public long coincidences() {
        return coincidence.group(input.hits(), 0, HITS, results, 0, HITS, scratch);
    }

    /// Merged hits of each channel.
    @Benchmark
    @OperationsPerInvocation(HITS)
    public long mergedHits() {
        return merge.merge(input.windows(), 0, HITS, merged, components, mergeScratch);
    }
}
