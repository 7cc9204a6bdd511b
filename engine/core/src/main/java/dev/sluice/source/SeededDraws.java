package dev.sluice.source;

/// Random draws that depend on a seed, an index and a purpose only, so that any part of a simulation can be drawn
/// alone. Immutable.
///
/// Random bits are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
/// 2014).
///
/// @param seed the same seed gives the same draws
record SeededDraws(long seed) {
    private static final int PURPOSES = 8;

    /// Uniform in (0, 1]; `purpose` is from 0 to 7.
    double uniform(long index, int purpose) {
        return ((bits(index, purpose) >>> 11) + 1) * 0x1p-53;
    }

    /// Exponential with that mean.
    double exponential(double mean, long index, int purpose) {
        return -mean * StrictMath.log(uniform(index, purpose));
    }

    /// Gaussian with mean 0 and deviation 1, by Box and Muller's transform; takes `purpose` and the one after it.
    double gaussian(long index, int purpose) {
        return StrictMath.sqrt(-2 * StrictMath.log(uniform(index, purpose)))
                * StrictMath.cos(2 * Math.PI * uniform(index, purpose + 1));
    }

    /// A whole number from 0 to `limit` - 1.
    int below(int limit, long index, int purpose) {
        return (int) Long.remainderUnsigned(bits(index, purpose), limit);
    }

    /// 64 random bits.
    long bits(long index, int purpose) {
        long z = seed + (index * PURPOSES + purpose) * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
