package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// The samples of hits one by one; immutable, safe from any thread.
public final class ScalarSampleSums implements SampleSums {

    private final boolean strax;

    ScalarSampleSums(boolean strax) {
        this.strax = strax;
    }

    @Override
    public boolean reach(long samples, int count, int bound, long limit) {
        return reach(samples, count, bound);
    }

    /// Whether one of `count` samples is at least `bound`.
    public static boolean reach(long samples, int count, int bound) {
        boolean any = false;
        for (int i = 0; i < count; i++) {
            any |= AddressSpace.int16(samples + 2L * i) >= bound;
        }
        return any;
    }

    @Override
    public double add(long samples, int count, double fraction, double gain, long target, long top, long limit) {
        return strax
                ? HitWaveform.addFloat(samples, count, 1, fraction, gain, target, top)
                : addDouble(samples, count, fraction, gain, target, top);
    }

    /// Adds samples as `add` does, and their sum in float64.
    public static double addDouble(long samples, int count, double fraction, double gain, long target, long top) {
        return HitWaveform.addDouble(samples, count, 1, fraction, gain, target, top);
    }
}
