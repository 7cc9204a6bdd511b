package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.RawWaveforms;

/// Samples turned into doubles, one at a time; unchecked, stateless, safe from any thread. Exact.
public final class ScalarWave {

    private static final int UNSIGNED = 0xFFFF;

    private ScalarWave() {}

    /// Writes `count` samples from address `wave` on as doubles from address `target` on.
    public static void load(RawWaveforms waveforms, long wave, int count, long target) {
        load(waveforms, wave, count, target, Double.BYTES);
    }

    /// As `load`, with `step` bytes from one double to the next.
    public static void load(RawWaveforms waveforms, long wave, int count, long target, int step) {
        if (waveforms.isFloat()) {
            loadFloats(wave, count, target, step);
        } else if (waveforms.isUnsigned()) {
            loadUnsigned(wave, count, target, step);
        } else {
            loadSigned(wave, count, target, step);
        }
    }

    private static void loadFloats(long wave, int count, long target, int step) {
        for (long i = 0; i < count; i++) {
            AddressSpace.float64(target + step * i, AddressSpace.float32(wave + Float.BYTES * i));
        }
    }

    private static void loadUnsigned(long wave, int count, long target, int step) {
        for (long i = 0; i < count; i++) {
            AddressSpace.float64(target + step * i, AddressSpace.int16(wave + Short.BYTES * i) & UNSIGNED);
        }
    }

    private static void loadSigned(long wave, int count, long target, int step) {
        for (long i = 0; i < count; i++) {
            AddressSpace.float64(target + step * i, AddressSpace.int16(wave + Short.BYTES * i));
        }
    }
}
