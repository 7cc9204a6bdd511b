package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.benchmarks.twin.ReadSweep;
import dev.sluice.benchmarks.twin.WaveformTwins;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.BasicFeaturesKernel;
import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.kernels.feature.PulseShapeResults;
import dev.sluice.kernels.hit.ThresholdHitsKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// The kernels of waveforms, int16 × 800 in L2, peak and charge from DRAM too: beside their C twin where there is one
/// and a compiler, else beside their scalar form. Stateless.
final class WaveformCases {
    /// Of the fastest C twin in L2; 16-bit samples had 1.00 to 1.08 when this was set, float32 0.75.
    static final double PEAK_CHARGE_FLOOR = 0.7;

    private static final double FLOAT_FLOOR = 0.55;
    private static final int BASIC_BYTES = 64;
    private static final int WINDOW = 40;
    private static final double THRESHOLD = 75;

    private WaveformCases() {}

    /// All of them.
    static List<GateCase> all() {
        return List.of(
                new GateCase(PeakChargeKernel.class, () -> new PeakChargeCase(SampleType.INT16, PEAK_CHARGE_FLOOR)),
                new GateCase(PeakChargeKernel.class, () -> new PeakChargeCase(SampleType.UINT16, PEAK_CHARGE_FLOOR)),
                new GateCase(PeakChargeKernel.class, () -> new PeakChargeCase(SampleType.FLOAT32, FLOAT_FLOOR)),
                new GateCase(PeakChargeKernel.class, WaveformCases::peakChargeOfDram),
                new GateCase(BaselineKernel.class, WaveformCases::baseline),
                new GateCase(ThresholdHitsKernel.class, WaveformCases::thresholdHits),
                new GateCase(
                        BasicFeaturesKernel.class,
                        () -> scalar("basic features", 5.0, BASIC_BYTES, WaveformCases::basicFeatures)),
                new GateCase(
                        PulseShapeKernel.class,
                        () -> scalar(
                                "pulse shape", 2.8, PulseShapeResults.packed().stride(), WaveformCases::pulseShape)));
    }

    /// A pass of a kernel of `provider`.
    interface Made {
        Runnable of(WaveformBlock block, KernelProvider provider, MemorySegment results);
    }

    /// A kernel beside its scalar form.
    static TwinCase scalar(String name, double floor, int resultBytes, Made kernel) {
        WaveformBlock block = new WaveformBlock(SampleType.INT16, Placement.L2);
        return scalar(name, floor, block, block.allocate((long) resultBytes * block.count()), kernel, "L2");
    }

    private static TwinCase scalar(
            String name, double floor, WaveformBlock block, MemorySegment results, Made kernel, String place) {
        return TwinCase.verified(
                name,
                new TwinCase.Input(
                        " int16, 800 samples, " + place,
                        block.count(),
                        block.records().byteSize(),
                        block),
                floor,
                results,
                kernel.of(block, Kernels.provider(), results),
                new KernelCase.Twin("scalar", kernel.of(block, Kernels.scalar(), results)));
    }

    /// The C twins, where there is a compiler.
    static Optional<WaveformTwins> twins() {
        try {
            return Optional.of(new WaveformTwins(SampleType.INT16));
        } catch (IllegalStateException absent) {
            return Optional.empty();
        }
    }

    /// Where the C twins find what they need.
    static WaveformTwins.Place place(WaveformBlock block) {
        return new WaveformTwins.Place(
                block.layout().stride(), WaveformBlock.WAVE, WaveformBlock.BASELINE, WaveformBlock.SAMPLES);
    }

    /// Peak (40:90) and charge (60:400), beside C that reads whole records in their order, as fast as DRAM gives them.
    private static KernelCase peakChargeOfDram() {
        WaveformBlock block = new WaveformBlock(SampleType.INT16, Placement.DRAM);
        MemorySegment results = block.allocate(2L * Float.BYTES * block.count());
        Made kernel = (records, provider, target) -> {
            PeakChargeKernel made = PeakChargeKernel.of(records.layout())
                    .peakRange(new SampleRange(40, 90))
                    .chargeRange(new SampleRange(60, 400))
                    .provider(provider)
                    .build();
            return () -> made.compute(records.records(), 0, records.count(), target, 0);
        };
        TwinCase scalar = scalar("peak+charge", 1.5, block, results, kernel, "DRAM");
        try {
            ReadSweep sweep = new ReadSweep();
            Runnable c = () -> sweep.readAll(block.records());
            return scalar.beside(0.65, new KernelCase.Twin("sweep", c), sweep);
        } catch (IllegalStateException absent) {
            return scalar;
        }
    }

    /// Over the first 40 samples.
    private static KernelCase baseline() {
        WaveformBlock block = new WaveformBlock(SampleType.INT16, Placement.L2);
        MemorySegment results = block.allocate(2L * Float.BYTES * block.count());
        Made kernel = (records, provider, target) -> {
            BaselineKernel made =
                    BaselineKernel.of(records.layout()).provider(provider).build();
            return () -> made.compute(records.records(), 0, records.count(), target, 0);
        };
        TwinCase scalar = scalar("baseline", 0.9, block, results, kernel, "L2");
        Optional<WaveformTwins> twins = twins();
        if (twins.isEmpty()) {
            return scalar;
        }
        WaveformTwins.Place place = place(block);
        Runnable c = () ->
                twins.get().baseline(block.records(), block.count(), place.stride(), place.wave(), WINDOW, results);
        scalar.kernel();
        byte[] expected = results.toArray(ValueLayout.JAVA_BYTE);
        c.run();
        if (results.mismatch(MemorySegment.ofArray(expected)) >= 0) {
            throw new IllegalStateException("baseline: the kernel and its C twin differ");
        }
        return scalar.beside(0.5, new KernelCase.Twin("c", c), twins.get());
    }

    /// Noise of 20 counts crosses 75 counts rarely, as pulses do.
    private static KernelCase thresholdHits() {
        WaveformBlock block = new WaveformBlock(SampleType.INT16, Placement.L2);
        MemorySegment results = block.allocate((long) ThresholdHitsKernel.BYTES * block.count());
        ThresholdHitsKernel counting = hits(block, Kernels.provider());
        Made kernel = (records, provider, target) -> {
            ThresholdHitsKernel made = hits(records, provider);
            return () -> made.find(records.records(), 0, records.count(), target, 0, records.count());
        };
        TwinCase scalar = scalar("threshold hits", 3.0, block, results, kernel, "L2");
        Optional<WaveformTwins> twins = twins();
        if (twins.isEmpty()) {
            return scalar;
        }
        WaveformTwins.Place place = place(block);
        MemorySegment found = block.allocate((long) WaveformTwins.HIT_BYTES * block.count());
        long own = counting.find(block.records(), 0, block.count(), results, 0, block.count());
        long other = twins.get().hits(block.records(), block.count(), place, THRESHOLD, found);
        if (own != other) {
            throw new IllegalStateException("threshold hits: the kernel finds " + own + ", its C twin " + other);
        }
        Runnable c = () -> twins.get().hits(block.records(), block.count(), place, THRESHOLD, found);
        return scalar.beside(0.18, new KernelCase.Twin("c", c), twins.get());
    }

    private static ThresholdHitsKernel hits(WaveformBlock block, KernelProvider provider) {
        return ThresholdHitsKernel.of(block.layout(), 0, new Column(ScalarType.INT32, 16))
                .thresholds(ChannelThresholds.all(THRESHOLD))
                .provider(provider)
                .build();
    }

    /// Closes one, then the other.
    static AutoCloseable closing(AutoCloseable first, AutoCloseable second) {
        return () -> {
            first.close();
            second.close();
        };
    }

    private static Runnable basicFeatures(WaveformBlock block, KernelProvider provider, MemorySegment results) {
        BasicFeaturesKernel kernel =
                BasicFeaturesKernel.of(block.layout()).provider(provider).build();
        return () -> kernel.compute(block.records(), 0, block.count(), results, 0);
    }

    private static Runnable pulseShape(WaveformBlock block, KernelProvider provider, MemorySegment results) {
        PulseShapeKernel kernel =
                PulseShapeKernel.of(block.layout()).provider(provider).build();
        return () -> kernel.compute(block.records(), 0, block.count(), results, 0);
    }
}
