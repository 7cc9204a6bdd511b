package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.input.GroupedHits;
import dev.sluice.benchmarks.twin.HitTwins;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.event.CoincidenceKernel;
import dev.sluice.kernels.hit.HitWindowLayout;
import dev.sluice.kernels.hit.MergeHitsKernel;
import dev.sluice.kernels.time.FullyContainedKernel;
import dev.sluice.kernels.time.TimeBounds;
import dev.sluice.kernels.time.TimeSortKernel;
import dev.sluice.kernels.time.TouchingWindowsKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// The kernels that go hit by hit, over 4000 hits in L2: beside their C twin where there is a compiler; sorting beside
/// its scalar form, merging beside sorting. Stateless.
final class HitCases {
    private static final int GROUPS = 800;
    private static final long WINDOW = 500;
    private static final int LEAST_CHANNELS = 2;

    private HitCases() {}

    /// All of them.
    static List<GateCase> all() {
        return List.of(
                new GateCase(TimeBounds.class, HitCases::bounds),
                new GateCase(FullyContainedKernel.class, HitCases::contained),
                new GateCase(TouchingWindowsKernel.class, HitCases::touching),
                new GateCase(CoincidenceKernel.class, HitCases::coincidences),
                new GateCase(TimeSortKernel.class, HitCases::timeSort),
                new GateCase(MergeHitsKernel.class, HitCases::merging));
    }

    /// The C twins, where there is a compiler.
    static Optional<HitTwins> twins() {
        try {
            return Optional.of(new HitTwins());
        } catch (IllegalStateException absent) {
            return Optional.empty();
        }
    }

    /// One pass of a twin in C; none where there is no compiler.
    static KernelCase.Twin[] beside(Optional<HitTwins> twins, Consumer<HitTwins> pass) {
        return twins.map(c -> new KernelCase.Twin[] {new KernelCase.Twin("c", () -> pass.accept(c))})
                .orElseGet(() -> new KernelCase.Twin[0]);
    }

    private static TwinCase.Input input(GroupedHits hits, Optional<HitTwins> twins) {
        return new TwinCase.Input(
                ", " + hits.count() + " hits",
                hits.count(),
                hits.hits().byteSize(),
                twins.isEmpty() ? hits : WaveformCases.closing(twins.get(), hits));
    }

    private static KernelCase bounds() {
        GroupedHits hits = new GroupedHits(GROUPS);
        Optional<HitTwins> twins = twins();
        TimeBounds kernel = TimeBounds.of(GroupedHits.STRIDE, 0).lasting(GroupedHits.LENGTH, GroupedHits.DT);
        MemorySegment results = hits.allocate((long) HitTwins.BOUNDS * Long.BYTES);
        long[] found = new long[TimeBounds.VALUES];
        Runnable pass = () -> {
            kernel.scan(hits.hits(), 0, hits.count(), found);
            MemorySegment.copy(found, 0, results, ValueLayout.JAVA_LONG, 0, found.length);
        };
        return TwinCase.verified(
                "bounds of times",
                input(hits, twins),
                0.12,
                results,
                pass,
                beside(twins, c -> c.bounds(hits.hits(), hits.count(), results)));
    }

    private static KernelCase contained() {
        GroupedHits hits = new GroupedHits(GROUPS);
        Optional<HitTwins> twins = twins();
        FullyContainedKernel kernel =
                FullyContainedKernel.of(GroupedHits.LAYOUT, GroupedHits.AROUND, Compatibility.NONE);
        MemorySegment results = hits.allocate((long) Integer.BYTES * hits.count());
        Runnable pass =
                () -> kernel.compute(hits.hits(), 0, hits.count(), hits.containers(), 0, hits.groups(), results, 0);
        pass.run();
        hits.requireContainers(results);
        return TwinCase.verified(
                "containers of hits",
                input(hits, twins),
                0.2,
                results,
                pass,
                beside(twins, c -> c.contained(hits.hits(), hits.count(), hits.containers(), hits.groups(), results)));
    }

    private static KernelCase touching() {
        GroupedHits hits = new GroupedHits(GROUPS);
        Optional<HitTwins> twins = twins();
        TouchingWindowsKernel kernel = TouchingWindowsKernel.of(GroupedHits.LAYOUT, GroupedHits.AROUND, 0);
        MemorySegment results = hits.allocate(2L * Integer.BYTES * hits.groups());
        Runnable pass =
                () -> kernel.compute(hits.hits(), 0, hits.count(), hits.containers(), 0, hits.groups(), results, 0);
        pass.run();
        hits.requireTouching(results);
        return TwinCase.verified(
                "touching windows",
                input(hits, twins),
                0.12,
                results,
                pass,
                beside(twins, c -> c.touching(hits.hits(), hits.count(), hits.containers(), hits.groups(), results)));
    }

    private static KernelCase coincidences() {
        GroupedHits hits = new GroupedHits(GROUPS);
        Optional<HitTwins> twins = twins();
        CoincidenceKernel kernel = CoincidenceKernel.of(
                GroupedHits.LAYOUT,
                GroupedHits.CHANNEL,
                GroupedHits.CHANNELS,
                CoincidenceKernel.Rule.CHAINED,
                WINDOW,
                LEAST_CHANNELS);
        MemorySegment results = hits.allocate((long) CoincidenceKernel.GROUP_BYTES * hits.count());
        MemorySegment scratch = hits.allocate(kernel.scratchBytes());
        MemorySegment seen = hits.allocate((long) Long.BYTES * GroupedHits.CHANNELS);
        Runnable pass = () -> kernel.group(hits.hits(), 0, hits.count(), results, 0, hits.count(), scratch);
        return TwinCase.verified(
                "coincidences",
                input(hits, twins),
                0.07,
                results,
                pass,
                beside(twins, c -> c.coincidences(hits.hits(), hits.count(), WINDOW, LEAST_CHANNELS, results, seen)));
    }

    /// Hits in wide disorder.
    private static KernelCase timeSort() {
        GroupedHits input = new GroupedHits(GROUPS);
        MemorySegment hits = input.hits();
        Random random = new Random(1);
        for (int i = 0; i < input.count(); i++) {
            hits.set(ValueLayout.JAVA_LONG, (long) i * GroupedHits.STRIDE, random.nextInt(1 << 30));
        }
        MemorySegment target = input.allocate(hits.byteSize());
        MemorySegment scratch = input.allocate(TimeSortKernel.scratchBytes(input.count(), GroupedHits.STRIDE));
        TimeSortKernel chosen = TimeSortKernel.of(GroupedHits.STRIDE, 0).breakingTiesBy(GroupedHits.CHANNEL);
        TimeSortKernel scalar = chosen.provider(Kernels.scalar());
        return TwinCase.verified(
                "sort by time and channel",
                input(input, Optional.empty()),
                0.9,
                target,
                () -> chosen.sort(hits, 0, input.count(), target, 0, scratch),
                new KernelCase.Twin("scalar", () -> scalar.sort(hits, 0, input.count(), target, 0, scratch)));
    }

    /// Merging takes hits channel by channel, in order of time: it is held to sorting them so.
    private static KernelCase merging() {
        GroupedHits hits = new GroupedHits(GROUPS);
        HitWindowLayout layout = HitWindowLayout.WAVEFORM_ANALYSIS;
        MergeHitsKernel kernel =
                MergeHitsKernel.of(layout).gap(WINDOW).width(GroupedHits.PERIOD).build();
        MemorySegment merged = hits.allocate((long) kernel.mergedBytes() * hits.count());
        MemorySegment components = hits.allocate((long) MergeHitsKernel.COMPONENT_BYTES * hits.count());
        MemorySegment scratch = hits.allocate(MergeHitsKernel.scratchBytes(hits.count()));
        TimeSortKernel sort =
                TimeSortKernel.of(layout.stride(), layout.timestamp().offset()).breakingTiesBy(layout.channel());
        MemorySegment sorted = hits.allocate(hits.windows().byteSize());
        MemorySegment room = hits.allocate(TimeSortKernel.scratchBytes(hits.count(), layout.stride()));
        long found = kernel.merge(hits.windows(), 0, hits.count(), merged, components, scratch);
        GroupedHits.require(found == hits.groups(), "number of merged hits is " + found);
        for (long i = 0; i < found; i++) {
            long count =
                    merged.get(ValueLayout.JAVA_INT_UNALIGNED, i * kernel.mergedBytes() + layout.stride() + Long.BYTES);
            GroupedHits.require(count == GroupedHits.GROUP, "merged hit " + i + " has " + count + " components");
        }
        return TwinCase.of(
                "merged hits",
                input(hits, Optional.empty()),
                0.06,
                () -> kernel.merge(hits.windows(), 0, hits.count(), merged, components, scratch),
                new KernelCase.Twin("sort of them", () -> sort.sort(hits.windows(), 0, hits.count(), sorted, 0, room)));
    }
}
