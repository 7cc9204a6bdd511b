package dev.sluice.kernels.internal.feature;

/// The whole number beside a baseline that splits signals of integer samples into a whole part and one fraction;
/// stateless, safe from any thread.
///
/// With `P` the baseline rounded to the side where signals are (down for negative pulses) and `f` what is left, from 0
/// to 1, the signal of a sample is `y + f` with `y = P - x`, or `x - P`; it is above the baseline where `y >= 0`, or
/// adds nothing.
public final class Pedestal {

    /// No digitiser has such a baseline; its sums would not fit.
    private static final double LARGEST = 1 << 30;

    private Pedestal() {}

    /// True unless the baseline is NaN or beyond all reason.
    public static boolean isUsable(double baseline) {
        return Math.abs(baseline) < LARGEST;
    }

    /// The whole number.
    public static int of(double baseline, boolean positive) {
        return (int) (positive ? Math.ceil(baseline) : Math.floor(baseline));
    }

    /// The fraction.
    public static double fraction(double baseline, boolean positive) {
        return positive ? Math.ceil(baseline) - baseline : baseline - Math.floor(baseline);
    }
}
