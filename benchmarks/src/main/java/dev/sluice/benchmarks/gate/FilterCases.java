package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.benchmarks.twin.WaveformTwins;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.filter.ButterworthFilter;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterKernel;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.kernels.filter.MovingAverageFilter;
import dev.sluice.kernels.filter.PoleZeroFilter;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.kernels.filter.TrapezoidalFilter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// The filters, int16 × 800 in L2: that of 11 taps beside its C twin where there is a compiler, those of vectors beside
/// their scalar form, those that go sample by sample beside that of 11 taps. Stateless.
final class FilterCases {
    private static final double[] TAPS = {1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1};
    private static final int WIDE = 100;
    private static final double DECAY = 500;

    /// Of a sum in float32 by one in float64: 11 roundings.
    private static final double ROUNDING = 1e-5;

    private FilterCases() {}

    /// All of them.
    static List<GateCase> all() {
        return List.of(
                new GateCase(FirFilter.class, FilterCases::fir),
                vectors("savitzky-golay of 11", 4.0, SavitzkyGolayFilter.of(11, 2)),
                vectors("butterworth of order 4", 2.5, ButterworthFilter.bandPass(4, 0.01, 0.2, 1)),
                vectors("moving average of 11", 4.0, MovingAverageFilter.of(11)),
                recursion("moving average of " + WIDE, 0.2, MovingAverageFilter.of(WIDE)),
                recursion("trapezoid", 0.2, TrapezoidalFilter.rising(20, DECAY).flatTop(10)),
                recursion("pole-zero", 0.3, PoleZeroFilter.of(DECAY)));
    }

    /// A filter beside its scalar form.
    private static GateCase vectors(String name, double floor, Filter filter) {
        return new GateCase(
                filter.getClass(),
                () -> WaveformCases.scalar(
                        name,
                        floor,
                        Float.BYTES * WaveformBlock.SAMPLES,
                        (block, provider, results) -> filtering(block, filter, provider, results)));
    }

    /// A filter that goes sample by sample at all widths, beside that of 11 taps over the same records.
    private static GateCase recursion(String name, double floor, Filter filter) {
        return new GateCase(filter.getClass(), () -> {
            TwinCase scalar = WaveformCases.scalar(
                    name,
                    floor,
                    Float.BYTES * WaveformBlock.SAMPLES,
                    (block, provider, results) -> filtering(block, filter, provider, results));
            WaveformBlock block = (WaveformBlock) scalar.memory();
            MemorySegment others = block.allocate((long) Float.BYTES * WaveformBlock.SAMPLES * block.count());
            return scalar.beside(new KernelCase.Twin(
                    "fir of 11 taps", filtering(block, FirFilter.of(TAPS), Kernels.provider(), others)));
        });
    }

    private static Runnable filtering(
            WaveformBlock block, Filter filter, KernelProvider provider, MemorySegment results) {
        FilterKernel kernel =
                FilterKernel.of(block.layout(), filter).provider(provider).build();
        return () -> kernel.compute(block.records(), 0, block.count(), results, 0);
    }

    /// Beside C, which sums in float32: half of the kernel's work.
    private static KernelCase fir() {
        TwinCase scalar = WaveformCases.scalar(
                "fir of 11 taps",
                4.0,
                Float.BYTES * WaveformBlock.SAMPLES,
                (block, provider, results) -> filtering(block, FirFilter.of(TAPS), provider, results));
        Optional<WaveformTwins> twins = WaveformCases.twins();
        return twins.isEmpty() ? scalar : besideC(scalar, twins.get());
    }

    private static KernelCase besideC(TwinCase scalar, WaveformTwins twins) {
        WaveformBlock block = (WaveformBlock) scalar.memory();
        long bytes = (long) Float.BYTES * WaveformBlock.SAMPLES * block.count();
        MemorySegment results = block.allocate(bytes);
        MemorySegment others = block.allocate(bytes);
        MemorySegment taps = block.allocate((long) Float.BYTES * TAPS.length);
        for (int k = 0; k < TAPS.length; k++) {
            taps.setAtIndex(ValueLayout.JAVA_FLOAT, k, (float) TAPS[k]);
        }
        Runnable c = () -> twins.filter(block.records(), block.count(), WaveformCases.place(block), taps, others);
        filtering(block, FirFilter.of(TAPS), Kernels.provider(), results).run();
        c.run();
        requireNear(results, others);
        return scalar.beside(0.35, new KernelCase.Twin("c", c), twins);
    }

    private static void requireNear(MemorySegment results, MemorySegment others) {
        for (long i = 0; i < results.byteSize() / Float.BYTES; i++) {
            float own = results.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            float other = others.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            if (!(Math.abs(own - other) <= ROUNDING * Math.abs(other))) {
                throw new IllegalStateException(
                        "fir of 11 taps: the kernel and its C twin differ at result " + i + ": " + own + ", " + other);
            }
        }
    }
}
