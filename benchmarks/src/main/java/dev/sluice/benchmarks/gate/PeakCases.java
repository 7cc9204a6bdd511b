package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.input.PeakHits;
import dev.sluice.benchmarks.twin.HitTwins;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.NumberedHitSum;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakPropertiesKernel;
import dev.sluice.kernels.event.SumWaveformKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// The kernels from hits to peaks, 50 hits of 494 channels each, in L2: finding beside its C twin where there is a
/// compiler; sum waveforms beside a sweep that reads all records of the hits, properties beside one that reads all
/// peaks. Stateless.
final class PeakCases {
    private static final int PEAKS = 40;

    private PeakCases() {}

    /// All of them.
    static List<GateCase> all() {
        return List.of(
                new GateCase(FindPeaksKernel.class, PeakCases::find),
                new GateCase(SumWaveformKernel.class, PeakCases::sum),
                new GateCase(NumberedHitSum.class, PeakCases::sumNumbered),
                new GateCase(PeakPropertiesKernel.class, PeakCases::properties));
    }

    private static TwinCase.Input ofHits(PeakHits hits, AutoCloseable memory) {
        return new TwinCase.Input(
                ", " + hits.count() + " hits", hits.count(), hits.hits().byteSize(), memory);
    }

    private static KernelCase find() {
        PeakHits hits = new PeakHits(PEAKS);
        Optional<HitTwins> twins = HitCases.twins();
        PeakFinding how = PeakFinding.DEFAULT;
        MemorySegment settings = new HitTwins.Finding(
                        how.gapThreshold(),
                        how.leftExtension(),
                        how.rightExtension(),
                        how.maxDuration(),
                        how.minArea(),
                        how.minChannels(),
                        PeakHits.CHANNELS,
                        PeakHits.LAYOUT.samples())
                .write(hits.allocate(HitTwins.Finding.BYTES));
        MemorySegment gains = hits.allocate((long) Double.BYTES * PeakHits.CHANNELS);
        for (int i = 0; i < PeakHits.CHANNELS; i++) {
            gains.setAtIndex(ValueLayout.JAVA_DOUBLE, i, PeakHits.GAIN);
        }
        MemorySegment sums = hits.allocate(gains.byteSize());
        MemorySegment seen = hits.allocate(gains.byteSize());
        return TwinCase.verified(
                "peaks",
                ofHits(hits, twins.isEmpty() ? hits : WaveformCases.closing(twins.get(), hits)),
                0.19,
                hits.found(),
                hits::find,
                HitCases.beside(
                        twins, c -> c.peaks(hits.hits(), hits.count(), settings, gains, hits.found(), sums, seen)));
    }

    private static KernelCase sum() {
        PeakHits hits = new PeakHits(PEAKS);
        return TwinCase.of(
                "sum waveforms",
                ofHits(hits, hits),
                0.11,
                hits::sum,
                new KernelCase.Twin("sweep", sweep(hits.records())));
    }

    /// Beside the sum that looks records up, which gives the same bytes.
    private static KernelCase sumNumbered() {
        PeakHits hits = new PeakHits(PEAKS);
        return TwinCase.verified(
                "sum waveforms by number",
                ofHits(hits, hits),
                1.0,
                hits.peaks(),
                hits::sumNumbered,
                new KernelCase.Twin("sum waveforms", hits::sum));
    }

    private static KernelCase properties() {
        PeakHits hits = new PeakHits(PEAKS);
        return TwinCase.of(
                "properties of peaks",
                new TwinCase.Input(
                        ", 200 samples", hits.peakCount(), hits.peaks().byteSize(), hits),
                0.28,
                hits::compute,
                new KernelCase.Twin("sweep", sweep(hits.peaks())));
    }

    /// Adds all words of 64 bits.
    private static Runnable sweep(MemorySegment memory) {
        long[] sum = new long[1];
        return () -> {
            long total = 0;
            for (long at = 0; at + Long.BYTES <= memory.byteSize(); at += Long.BYTES) {
                total += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
            }
            sum[0] = total;
        };
    }
}
