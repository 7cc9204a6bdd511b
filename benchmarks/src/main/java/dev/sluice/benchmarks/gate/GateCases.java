package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.input.FragmentBlock;
import dev.sluice.benchmarks.input.FragmentChain;
import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.event.CoincidenceKernel;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.BasicFeaturesKernel;
import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.kernels.feature.PulseShapeResults;
import dev.sluice.kernels.filter.ButterworthFilter;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterKernel;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.kernels.hit.ThresholdHitsKernel;
import dev.sluice.kernels.time.TimeSortKernel;
import dev.sluice.kernels.time.TouchingWindowsKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/// The kernels that the gate holds to a floor beside those that have a C twin: against their scalar twins where there
/// are vectors, and against a plain sweep over the hits where there are not. Stateless.
final class GateCases {
    private static final int HITS = 4096;
    private static final int HIT = 48;
    private static final int CHANNELS = 494;

    private GateCases() {}

    /// All of them, each made when it is asked for. A floor is about half of what was measured when it was set.
    static List<Supplier<KernelCase>> all() {
        return List.of(
                () -> waveforms("baseline", 0.9, 8, GateCases::baseline),
                () -> waveforms("basic features", 4.0, BASIC_BYTES, GateCases::basicFeatures),
                () -> waveforms("threshold hits", 3.0, ThresholdHitsKernel.BYTES, GateCases::thresholdHits),
                () -> waveforms("pulse shape", 2.0, PulseShapeResults.packed().stride(), GateCases::pulseShape),
                () -> filter("fir of 11 taps", 2.0, FirFilter.of(1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1)),
                () -> filter("savitzky-golay of 11", 2.0, SavitzkyGolayFilter.of(11, 2)),
                () -> filter("butterworth of order 4", 1.2, ButterworthFilter.bandPass(4, 0.01, 0.2, 1)),
                () -> fragments("raw records to records", 2.0, FragmentChain::makeRecords),
                () -> fragments("hits of records", 1.5, (chain, raw, first, count) -> chain.findHits(count)),
                GateCases::timeSort,
                GateCases::coincidences,
                GateCases::touching,
                GateCases::peaks);
    }

    private static final int BASIC_BYTES = 64;

    private interface ChainStep {
        void run(FragmentChain chain, MemorySegment raw, long first, long count);
    }

    private interface Made {
        Runnable of(WaveformBlock block, KernelProvider provider, MemorySegment results);
    }

    private static KernelCase waveforms(String name, double floor, int resultBytes, Made kernel) {
        WaveformBlock block = new WaveformBlock(SampleType.INT16, Placement.L2);
        MemorySegment results = block.allocate((long) resultBytes * block.count());
        return TwinCase.verified(
                name + " int16, 800 samples, L2",
                block.count(),
                block.records().byteSize(),
                floor,
                kernel.of(block, Kernels.provider(), results),
                kernel.of(block, Kernels.scalar(), results),
                results,
                block);
    }

    private static Runnable baseline(WaveformBlock block, KernelProvider provider, MemorySegment results) {
        BaselineKernel kernel =
                BaselineKernel.of(block.layout()).provider(provider).build();
        return () -> kernel.compute(block.records(), 0, block.count(), results, 0);
    }

    private static Runnable basicFeatures(WaveformBlock block, KernelProvider provider, MemorySegment results) {
        BasicFeaturesKernel kernel =
                BasicFeaturesKernel.of(block.layout()).provider(provider).build();
        return () -> kernel.compute(block.records(), 0, block.count(), results, 0);
    }

    /// Noise of 20 counts crosses 75 counts rarely, as pulses do.
    private static Runnable thresholdHits(WaveformBlock block, KernelProvider provider, MemorySegment results) {
        ThresholdHitsKernel kernel = ThresholdHitsKernel.of(block.layout(), 0, new Column(ScalarType.INT32, 16))
                .thresholds(ChannelThresholds.all(75))
                .provider(provider)
                .build();
        return () -> kernel.find(block.records(), 0, block.count(), results, 0, block.count());
    }

    private static Runnable pulseShape(WaveformBlock block, KernelProvider provider, MemorySegment results) {
        PulseShapeKernel kernel =
                PulseShapeKernel.of(block.layout()).provider(provider).build();
        return () -> kernel.compute(block.records(), 0, block.count(), results, 0);
    }

    private static KernelCase filter(String name, double floor, Filter filter) {
        return waveforms(name, floor, 4 * WaveformBlock.SAMPLES, (block, provider, results) -> {
            FilterKernel kernel =
                    FilterKernel.of(block.layout(), filter).provider(provider).build();
            return () -> kernel.compute(block.records(), 0, block.count(), results, 0);
        });
    }

    private static KernelCase fragments(String name, double floor, ChainStep step) {
        FragmentBlock block = new FragmentBlock(Placement.L2);
        int count = Math.min(FragmentChain.CHUNK, block.count());
        FragmentChain chosen = new FragmentChain(block, Kernels.provider(), Compatibility.NONE);
        FragmentChain scalar = new FragmentChain(block, Kernels.scalar(), Compatibility.NONE);
        chosen.run(block.records(), 0, count);
        scalar.run(block.records(), 0, count);
        chosen.requireSame(scalar);
        return new TwinCase(
                name + ", 110 samples, L2",
                count,
                (long) count * FragmentBlock.LAYOUT.rawBytes(),
                floor,
                () -> step.run(chosen, block.records(), 0, count),
                new KernelCase.Twin("scalar", () -> step.run(scalar, block.records(), 0, count)),
                block);
    }

    /// Hits of 48 bytes in groups of five, in wide disorder where they are to be sorted.
    private static MemorySegment hits(Arena arena, boolean shuffled) {
        Random random = new Random(1);
        MemorySegment hits = arena.allocate((long) HITS * HIT, 64);
        for (int i = 0; i < HITS; i++) {
            long hit = (long) i * HIT;
            long time = shuffled ? random.nextInt(1 << 30) : 10_000L * (i / 5) + 100 * (i % 5);
            hits.set(ValueLayout.JAVA_LONG, hit, time);
            hits.set(ValueLayout.JAVA_INT, hit + 8, 1 + random.nextInt(10));
            hits.set(ValueLayout.JAVA_SHORT, hit + 12, (short) 10);
            hits.set(ValueLayout.JAVA_SHORT, hit + 14, (short) random.nextInt(CHANNELS));
            hits.set(ValueLayout.JAVA_FLOAT, hit + 16, random.nextFloat());
        }
        return hits;
    }

    private static KernelCase timeSort() {
        Arena arena = Arena.ofShared();
        MemorySegment hits = hits(arena, true);
        MemorySegment target = arena.allocate(hits.byteSize(), 64);
        MemorySegment scratch = arena.allocate(TimeSortKernel.scratchBytes(HITS, HIT), 64);
        TimeSortKernel chosen = TimeSortKernel.of(HIT, 0).breakingTiesBy(new Column(ScalarType.INT16, 14));
        TimeSortKernel scalar = chosen.provider(Kernels.scalar());
        return TwinCase.verified(
                "sort by time and channel, 4096 hits",
                HITS,
                hits.byteSize(),
                0.7,
                () -> chosen.sort(hits, 0, HITS, target, 0, scratch),
                () -> scalar.sort(hits, 0, HITS, target, 0, scratch),
                target,
                arena::close);
    }

    private static IntervalLayout layout() {
        return IntervalLayout.lasting(HIT, 0, new Column(ScalarType.INT32, 8), new Column(ScalarType.INT16, 12));
    }

    private static KernelCase coincidences() {
        return swept("coincidences, 4096 hits", 0.015, arena -> hits -> {
            CoincidenceKernel kernel = CoincidenceKernel.of(
                    layout(), new Column(ScalarType.INT16, 14), CHANNELS, CoincidenceKernel.Rule.CHAINED, 500, 2);
            MemorySegment groups = arena.allocate((long) CoincidenceKernel.GROUP_BYTES * HITS, 64);
            MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
            return () -> kernel.group(hits, 0, HITS, groups, 0, HITS, scratch);
        });
    }

    private static KernelCase touching() {
        return swept("touching windows, 4096 hits", 0.015, arena -> hits -> {
            TouchingWindowsKernel kernel = TouchingWindowsKernel.of(layout(), layout(), 0);
            MemorySegment results = arena.allocate(8L * HITS, 64);
            return () -> kernel.compute(hits, 0, HITS, hits, 0, HITS, results, 0);
        });
    }

    private static KernelCase peaks() {
        return swept("peaks of hits, 494 channels, 4096 hits", 0.003, arena -> hits -> {
            PeakLayout layout = PeakLayout.ofChannels(CHANNELS);
            double[] gains = new double[CHANNELS];
            Arrays.fill(gains, 0.01);
            FindPeaksKernel kernel = FindPeaksKernel.of(layout, gains, PeakFinding.DEFAULT, Compatibility.NONE);
            MemorySegment peaks = arena.allocate((long) layout.stride() * HITS / 4, 64);
            MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
            return () -> kernel.find(hits, 0, HITS, peaks, 0, HITS / 4, scratch);
        });
    }

    /// A kernel of hits beside a sweep that adds the first word of each.
    private static KernelCase swept(
            String name, double floor, Function<Arena, Function<MemorySegment, Runnable>> kernel) {
        Arena arena = Arena.ofShared();
        MemorySegment hits = hits(arena, false);
        long[] sum = new long[1];
        Runnable sweep = () -> {
            long total = 0;
            for (long i = 0; i < HITS; i++) {
                total += hits.get(ValueLayout.JAVA_LONG, i * HIT) + hits.get(ValueLayout.JAVA_INT, i * HIT + 8);
            }
            sum[0] = total;
        };
        return new TwinCase(
                name,
                HITS,
                hits.byteSize(),
                floor,
                kernel.apply(arena).apply(hits),
                new KernelCase.Twin("sweep", sweep),
                arena::close);
    }
}
