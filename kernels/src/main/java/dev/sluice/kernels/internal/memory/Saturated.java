package dev.sluice.kernels.internal.memory;

/// Sums of times that stop at the limits of int64 instead of wrapping; stateless, safe from any thread.
public final class Saturated {

    private Saturated() {}

    /// The sum, or the limit of int64 that it is beyond.
    public static long add(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /// The difference, or the limit of int64 that it is beyond.
    public static long subtract(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
    }
}
