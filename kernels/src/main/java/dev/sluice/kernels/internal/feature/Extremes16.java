package dev.sluice.kernels.internal.feature;

/// Least and greatest of 16-bit samples in one int; stateless, safe from any thread.
///
/// Unsigned samples are moved down by 32768, so that both halves are signed shorts.
public final class Extremes16 {

    /// Both are the same 0: what no sample gives.
    public static final int NONE = 0;

    private static final int LOWER = 0xFFFF;

    private Extremes16() {}

    /// Both in one.
    public static int of(int least, int greatest) {
        return greatest << Short.SIZE | least & LOWER;
    }

    /// The least, as it was given.
    public static int least(int extremes) {
        return (short) extremes;
    }

    /// The greatest, as it was given.
    public static int greatest(int extremes) {
        return extremes >> Short.SIZE;
    }
}
