package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Extremes of contiguous samples and of the differences of neighbours, one at a time; unchecked, stateless, safe from
/// any thread.
public final class ScalarExtremes {

    private static final int UNSIGNED = 0xFFFF;

    private ScalarExtremes() {}

    /// Least and greatest of 16-bit samples; `Extremes16.NONE` if there are none.
    public static int extremes16(long address, int count, boolean unsigned) {
        if (count == 0) {
            return Extremes16.NONE;
        }
        int least = Short.MAX_VALUE;
        int greatest = Short.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            short sample = AddressSpace.int16(address + 2L * i);
            short centred = unsigned ? (short) (sample ^ Short.MIN_VALUE) : sample;
            least = Math.min(least, centred);
            greatest = Math.max(greatest, centred);
        }
        return Extremes16.of(least, greatest);
    }

    /// Greatest distance of neighbours among 16-bit samples; 0 if there are fewer than two.
    public static int difference16(long address, int count, boolean unsigned) {
        int greatest = 0;
        for (int i = 1; i < count; i++) {
            int distance = Math.abs(sample(address, i, unsigned) - sample(address, i - 1, unsigned));
            greatest = Math.max(greatest, distance);
        }
        return greatest;
    }

    private static int sample(long address, int index, boolean unsigned) {
        short sample = AddressSpace.int16(address + 2L * index);
        return unsigned ? sample & UNSIGNED : sample;
    }

    /// Least and greatest of float samples; `ExtremesFloat.NONE` if there are none.
    public static long extremesFloat(long address, int count) {
        if (count == 0) {
            return ExtremesFloat.NONE;
        }
        int least = Integer.MAX_VALUE;
        int greatest = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int ordered = ExtremesFloat.ordered(AddressSpace.int32(address + 4L * i));
            least = Math.min(least, ordered);
            greatest = Math.max(greatest, ordered);
        }
        return ExtremesFloat.of(least, greatest);
    }

    /// Greatest distance of neighbours among float samples; 0 if there are fewer than two, NaN if one is NaN.
    public static float differenceFloat(long address, int count) {
        float greatest = 0.0f;
        for (int i = 1; i < count; i++) {
            float distance =
                    Math.abs(AddressSpace.float32(address + 4L * i) - AddressSpace.float32(address + 4L * (i - 1)));
            greatest = Math.max(greatest, distance);
        }
        return greatest;
    }
}
