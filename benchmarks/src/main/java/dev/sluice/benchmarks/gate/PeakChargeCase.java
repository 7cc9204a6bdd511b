package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.benchmarks.twin.PeakChargeTwin;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.feature.PeakChargeKernel;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/// Peak (40:90) and charge (60:400) of 800-sample records in L2.
final class PeakChargeCase implements KernelCase {
    private static final SampleRange PEAK = new SampleRange(40, 90);
    private static final SampleRange CHARGE = new SampleRange(60, 400);

    private final SampleType type;
    private final double floor;
    private final WaveformBlock block;
    private final MemorySegment results;
    private final PeakChargeKernel kernel;
    private final List<PeakChargeTwin> twins;

    PeakChargeCase(SampleType type, double floor) {
        this.type = type;
        this.floor = floor;
        block = new WaveformBlock(type, Placement.L2);
        results = block.allocate(8L * block.count());
        kernel = PeakChargeKernel.of(block.layout())
                .peakRange(PEAK)
                .chargeRange(CHARGE)
                .build();
        twins = PeakChargeTwin.openAll(
                type,
                new PeakChargeTwin.TwinLayout(
                        block.layout().stride(),
                        WaveformBlock.WAVE,
                        WaveformBlock.BASELINE,
                        PEAK.from(),
                        PEAK.to(),
                        CHARGE.from(),
                        CHARGE.to()));
        verify();
    }

    private void verify() {
        MemorySegment expected = block.allocate(results.byteSize());
        PeakChargeKernel.of(block.layout())
                .peakRange(PEAK)
                .chargeRange(CHARGE)
                .provider(Kernels.scalar())
                .build()
                .compute(block.records(), 0, block.count(), expected, 0);
        kernel();
        requireEqual(expected, "the kernel");
        for (PeakChargeTwin twin : twins) {
            results.fill((byte) 0);
            twin.compute(block.records(), block.count(), results);
            requireEqual(expected, "the C twin " + twin.form());
        }
    }

    private void requireEqual(MemorySegment expected, String who) {
        long difference = expected.mismatch(results);
        if (difference >= 0) {
            throw new IllegalStateException(
                    name() + ": " + who + " and the scalar kernel differ at record " + difference / 8);
        }
    }

    @Override
    public String name() {
        return "peak+charge " + type.name().toLowerCase(Locale.ROOT) + ", 800 samples, L2";
    }

    @Override
    public long records() {
        return block.count();
    }

    @Override
    public long bytes() {
        return (long) block.count() * block.layout().stride();
    }

    @Override
    public double floor() {
        return floor;
    }

    @Override
    public void kernel() {
        kernel.compute(block.records(), 0, block.count(), results, 0);
    }

    @Override
    public List<Twin> twins() {
        return twins.stream()
                .map(twin -> new Twin(
                        twin.form().name().toLowerCase(Locale.ROOT),
                        () -> twin.compute(block.records(), block.count(), results)))
                .toList();
    }

    @Override
    public void close() {
        twins.forEach(PeakChargeTwin::close);
        block.close();
    }
}
