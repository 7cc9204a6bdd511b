package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.input.FragmentBlock;
import dev.sluice.benchmarks.input.FragmentChain;
import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.twin.HitTwins;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.filter.FilterKernel;
import dev.sluice.kernels.filter.FilteredWave;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.kernels.filter.FragmentFirKernel;
import dev.sluice.kernels.hit.FindHitsKernel;
import dev.sluice.kernels.hit.HitOrder;
import dev.sluice.kernels.record.CutBaselineKernel;
import dev.sluice.kernels.record.CutOutsideHitsKernel;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.kernels.record.RecordsKernel;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// The kernels of strax's raw records of 110 samples in L2, each alone and as a chain: beside their scalar form, links
/// and order beside C. Stateless.
final class FragmentCases {
    private static final FragmentLayout LAYOUT = FragmentBlock.LAYOUT;
    private static final int DATA = LAYOUT.recordBytes() - Short.BYTES * LAYOUT.samples();
    private static final double[] TAPS = {1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1};

    private FragmentCases() {}

    private interface ChainStep {
        void run(FragmentChain chain, FragmentBlock block, long count);
    }

    /// All of them.
    static List<GateCase> all() {
        return List.of(
                step(
                        RecordsKernel.class,
                        "raw records to records",
                        2.0,
                        (chain, block, count) -> chain.makeRecords(block.records(), 0, count)),
                step(FindHitsKernel.class, "hits of records", 2.4, (chain, block, count) -> chain.findHits(count)),
                step(
                        CutOutsideHitsKernel.class,
                        "records cut outside hits",
                        0.75,
                        (chain, block, count) -> chain.cutOutsideHits(count)),
                step(
                        FindHitsKernel.class,
                        "raw records to sorted hits",
                        1.7,
                        (chain, block, count) -> chain.run(block.records(), 0, count)),
                new GateCase(CutBaselineKernel.class, FragmentCases::cutBaseline),
                new GateCase(FragmentFirKernel.class, FragmentCases::filter),
                new GateCase(RecordLinks.class, FragmentCases::links),
                new GateCase(HitOrder.class, FragmentCases::order));
    }

    private static GateCase step(Class<?> kernel, String name, double floor, ChainStep step) {
        return new GateCase(kernel, () -> {
            Fragments fragments = new Fragments();
            FragmentChain scalar = new FragmentChain(fragments.block(), Kernels.scalar(), Compatibility.NONE);
            scalar.run(fragments.block().records(), 0, fragments.count());
            fragments.chain().requireSame(scalar);
            return TwinCase.of(
                    name,
                    fragments.input(fragments.block()),
                    floor,
                    () -> step.run(fragments.chain(), fragments.block(), fragments.count()),
                    new KernelCase.Twin("scalar", () -> step.run(scalar, fragments.block(), fragments.count())));
        });
    }

    /// A block, and the chain of the chosen kernels after it has run over the block's first chunk.
    private record Fragments(FragmentBlock block, FragmentChain chain, int count) {
        Fragments() {
            this(new FragmentBlock(Placement.L2));
        }

        private Fragments(FragmentBlock block) {
            this(
                    block,
                    new FragmentChain(block, Kernels.provider(), Compatibility.NONE),
                    Math.min(FragmentChain.CHUNK, block.count()));
            chain.run(block.records(), 0, count);
        }

        MemorySegment allocate(long each) {
            return block.allocate(each * count);
        }

        TwinCase.Input input(AutoCloseable memory) {
            return new TwinCase.Input(", 110 samples, L2", count, (long) count * LAYOUT.rawBytes(), memory);
        }

        /// Closed with C twins, where there are any.
        TwinCase.Input input(Optional<HitTwins> twins) {
            return input(twins.isEmpty() ? block : WaveformCases.closing(twins.get(), block));
        }
    }

    private static KernelCase cutBaseline() {
        Fragments fragments = new Fragments();
        MemorySegment target = fragments.allocate(LAYOUT.recordBytes());
        return TwinCase.verified(
                "records without baseline",
                fragments.input(fragments.block()),
                2.4,
                target,
                cutting(fragments, Kernels.provider(), target),
                new KernelCase.Twin("scalar", cutting(fragments, Kernels.scalar(), target)));
    }

    private static Runnable cutting(Fragments fragments, KernelProvider provider, MemorySegment target) {
        CutBaselineKernel kernel =
                CutBaselineKernel.of(LAYOUT).provider(provider).build();
        return () -> kernel.cut(fragments.chain().records(), 0, fragments.count(), target, 0);
    }

    /// Beside the same filter over each record by itself, which gives the same for pulses of one fragment.
    private static KernelCase filter() {
        Fragments fragments = new Fragments();
        int count = fragments.count();
        int bytes = Float.BYTES * LAYOUT.samples();
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, LAYOUT.recordBytes(), DATA, LAYOUT.samples());
        MemorySegment records = fragments.chain().records();
        MemorySegment results = fragments.allocate(bytes);
        MemorySegment alone = fragments.allocate(bytes);
        RecordLinks links = new RecordLinks(LAYOUT);
        links.link(records, 0, count);
        int[] previous = new int[count];
        int[] next = new int[count];
        for (int i = 0; i < count; i++) {
            previous[i] = links.previous(i);
            next[i] = links.next(i);
        }
        FirFilter fir = FirFilter.of(TAPS);
        FragmentFirKernel linked =
                FragmentFirKernel.of(layout, fir, FilteredWave.packed(LAYOUT.samples()), Compatibility.NONE);
        FilterKernel plain = FilterKernel.of(layout, fir).build();
        Runnable kernel = () -> linked.compute(records, 0, count, previous, next, results, 0);
        Runnable twin = () -> plain.compute(records, 0, count, alone, 0);
        kernel.run();
        twin.run();
        for (int i = 0; i < count; i++) {
            long from = (long) i * bytes;
            boolean isAlone = previous[i] < 0 && next[i] < 0;
            if (isAlone && results.asSlice(from, bytes).mismatch(alone.asSlice(from, bytes)) >= 0) {
                throw new IllegalStateException("fir over fragments: record " + i + " is filtered otherwise alone");
            }
        }
        return TwinCase.of(
                "fir of 11 taps over fragments",
                fragments.input(fragments.block()),
                0.5,
                kernel,
                new KernelCase.Twin("fir of records", twin));
    }

    private static KernelCase links() {
        Fragments fragments = new Fragments();
        long half = (long) Integer.BYTES * fragments.count();
        MemorySegment results = fragments.allocate(2L * Integer.BYTES);
        MemorySegment previous = results.asSlice(0, half);
        MemorySegment next = results.asSlice(half);
        RecordLinks links = new RecordLinks(LAYOUT);
        MemorySegment records = fragments.chain().records();
        Optional<HitTwins> twins = HitCases.twins();
        return TwinCase.verified(
                "links of fragments",
                fragments.input(twins),
                0.3,
                results,
                () -> links.write(records, 0, fragments.count(), previous, next, int.class),
                HitCases.beside(twins, c -> c.links(records, fragments.count(), LAYOUT, previous, next)));
    }

    private static KernelCase order() {
        Fragments fragments = new Fragments();
        long found = fragments.chain().found();
        MemorySegment hits = fragments.chain().hits();
        MemorySegment target = fragments.block().allocate(found * FragmentLayout.HIT_BYTES);
        MemorySegment numbers = fragments.block().allocate(found * Integer.BYTES);
        HitOrder order = new HitOrder();
        Optional<HitTwins> twins = HitCases.twins();
        return TwinCase.verified(
                "hits in order",
                fragments.input(twins),
                0.18,
                target,
                () -> order.sort(hits, 0, found, target, 0),
                HitCases.beside(twins, c -> c.order(hits, found, target, numbers)));
    }
}
