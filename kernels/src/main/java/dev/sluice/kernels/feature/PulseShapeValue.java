package dev.sluice.kernels.feature;

/// What `PulseShapeKernel` computes of a pulse; an immutable value, safe from any thread.
///
/// All are float32. Times and widths are in samples, and times count from the record's first sample; what a record does
/// not show is NaN.
public enum PulseShapeValue {
    /// Number of the highest sample of the peak range, the first if there are several.
    PEAK_POSITION,
    /// Height of that sample over the baseline, in ADC counts.
    PEAK_HEIGHT,
    /// Time from the low to the high fraction of the height, before the peak.
    RISE_TIME,
    /// Time from the high to the low fraction of the height, after the peak.
    FALL_TIME,
    /// Width at the width fraction: full width at half maximum if that is 0.5.
    WIDTH,
    /// Width at the low fraction.
    TOTAL_WIDTH,
    /// Time at which the leading edge crosses the constant fraction of the height.
    CONSTANT_FRACTION_TIME,
    /// Number of the sample at which the low quantile of the charge is reached.
    QUANTILE_LOW,
    /// Number of the sample at which the high quantile of the charge is reached.
    QUANTILE_HIGH,
    /// Samples between the two quantiles.
    QUANTILE_WIDTH,
    /// The charge that the quantiles are of: all samples over the baseline, in ADC counts × samples.
    POSITIVE_CHARGE,
    /// Share of the charge in the long gate that comes after the short gate: pulse shape discrimination.
    TAIL_TO_TOTAL
}
