package dev.sluice.kernels.internal.memory;

/// Float results that are the same bits from every loop; stateless, safe from any thread.
public final class Floats {

    private Floats() {}

    /// The value itself, or the one canonical NaN: hardware makes NaNs of either sign, and results are compared in
    /// bits.
    public static float canonical(float value) {
        return Float.isNaN(value) ? Float.NaN : value;
    }
}
