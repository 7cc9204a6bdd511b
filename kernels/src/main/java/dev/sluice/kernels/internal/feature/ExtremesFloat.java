package dev.sluice.kernels.internal.feature;

/// Least and greatest of float samples in one long; stateless, safe from any thread.
///
/// The halves are the bits of floats mapped to signed integers of the same order, in which NaNs lie beyond the
/// infinities.
public final class ExtremesFloat {

    /// Both are the same +0.0: what no sample gives.
    public static final long NONE = 0;

    private static final int LARGEST = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    private static final int SMALLEST = ordered(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));

    private ExtremesFloat() {}

    /// Maps the bits of a float to a signed integer of the same order, and back.
    public static int ordered(int bits) {
        return bits ^ (bits >> 31 >>> 1);
    }

    /// Both in one, from their ordered bits.
    public static long of(int least, int greatest) {
        return (long) greatest << Integer.SIZE | least & 0xFFFF_FFFFL;
    }

    /// The least; NaN if a sample was NaN.
    public static float least(long extremes) {
        return isNaN(extremes) ? Float.NaN : Float.intBitsToFloat(ordered((int) extremes));
    }

    /// The greatest; NaN if a sample was NaN.
    public static float greatest(long extremes) {
        return isNaN(extremes) ? Float.NaN : Float.intBitsToFloat(ordered((int) (extremes >> Integer.SIZE)));
    }

    private static boolean isNaN(long extremes) {
        return (int) (extremes >> Integer.SIZE) > LARGEST || (int) extremes < SMALLEST;
    }
}
