package dev.sluice.kernels.internal.feature;

/// Fractions of height and charge that times are taken at; immutable, safe from any thread.
///
/// @param low              lower fraction of the height
/// @param high             upper fraction of the height
/// @param width            fraction of the height that the width is taken at
/// @param constantFraction fraction of the height that the leading edge is timed at
/// @param quantileLow      lower fraction of the charge
/// @param quantileHigh     upper fraction of the charge
public record RawLevels(
        double low, double high, double width, double constantFraction, double quantileLow, double quantileHigh) {

    /// With other fractions of the height for edges.
    public RawLevels withEdges(double lower, double upper) {
        return new RawLevels(lower, upper, width, constantFraction, quantileLow, quantileHigh);
    }

    /// With another fraction for the width.
    public RawLevels withWidth(double fraction) {
        return new RawLevels(low, high, fraction, constantFraction, quantileLow, quantileHigh);
    }

    /// With another constant fraction.
    public RawLevels withConstantFraction(double fraction) {
        return new RawLevels(low, high, width, fraction, quantileLow, quantileHigh);
    }

    /// With other fractions of the charge.
    public RawLevels withQuantiles(double lower, double upper) {
        return new RawLevels(low, high, width, constantFraction, lower, upper);
    }
}
