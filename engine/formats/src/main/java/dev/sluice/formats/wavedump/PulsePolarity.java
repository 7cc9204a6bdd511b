package dev.sluice.formats.wavedump;

/// The direction of the pulses that a channel was set up for.
public enum PulsePolarity {
    /// Pulses rise above the baseline.
    POSITIVE,
    /// Pulses fall below the baseline.
    NEGATIVE
}
