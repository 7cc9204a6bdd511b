package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.feature.PeakChargeResults;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/// Runs the provider of this run and the scalar one over the same waveforms and compares their results in bits.
public final class Twins {

    private static final PeakChargeResults RESULTS = new PeakChargeResults(15, 1, 7, 11);

    private Twins() {}

    public static PeakChargeKernel.Builder builder(WaveformLayout layout, String peaks, String charges) {
        return PeakChargeKernel.of(layout)
                .peakRange(SampleRange.parse(peaks))
                .chargeRange(SampleRange.parse(charges))
                .results(RESULTS);
    }

    public static void assertAgree(
            PeakChargeKernel.Builder builder, MemorySegment waveforms, long offset, int count, Supplier<String> what) {
        try (Arena arena = Arena.ofConfined()) {
            long bytes = 3 + (count - 1L) * RESULTS.stride() + RESULTS.extent();
            MemorySegment expected = arena.allocate(bytes).fill((byte) 0x5A);
            MemorySegment actual = arena.allocate(bytes).fill((byte) 0x5A);
            builder.provider(Kernels.scalar()).build().compute(waveforms, offset, count, expected, 3);
            builder.provider(Kernels.provider()).build().compute(waveforms, offset, count, actual, 3);
            long difference = expected.mismatch(actual);
            assertEquals(
                    -1,
                    difference,
                    () -> Kernels.provider() + " and the scalar twin differ at result byte " + difference + ": "
                            + what.get());
        }
    }
}
