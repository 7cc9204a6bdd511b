package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;

/// Samples less their baseline, one at a time; unchecked, stateless, safe from any thread.
public final class ScalarSubtraction {

    private static final int UNSIGNED = 0xFFFF;

    private ScalarSubtraction() {}

    /// Writes the first `valid` samples of 16 bits less the pedestal, or the reverse: saturated, or as strax wrapped.
    public static void subtract16(BaselinePlan plan, long record, long result, int pedestal, int valid) {
        boolean unsigned = plan.waveforms().isUnsigned();
        boolean flip = plan.flip();
        boolean wrap = plan.strax();
        long from = plan.wave().address(record);
        long to = result + plan.samplesResult();
        for (int i = 0; i < valid; i++) {
            short loaded = AddressSpace.int16(from + 2L * i);
            int sample = unsigned ? loaded & UNSIGNED : loaded;
            long difference = flip ? (long) pedestal - sample : (long) sample - pedestal;
            long stored = wrap ? difference : Math.clamp(difference, Short.MIN_VALUE, Short.MAX_VALUE);
            AddressSpace.int16(to + 2L * i, (short) stored);
        }
    }

    /// Writes the first `valid` float samples less the baseline, or the reverse.
    public static void subtractFloat(BaselinePlan plan, long record, long result, float baseline, int valid) {
        boolean flip = plan.flip();
        long from = plan.wave().address(record);
        long to = result + plan.samplesResult();
        for (int i = 0; i < valid; i++) {
            float sample = AddressSpace.float32(from + 4L * i);
            float difference = flip ? baseline - sample : sample - baseline;
            AddressSpace.float32(to + 4L * i, Floats.canonical(difference));
        }
    }
}
