package dev.sluice.internal.plan;

/// What lies in memory that is handed out to be filled.
public enum Contents {
    /// Whatever was there: the engine overwrites every byte.
    ANYTHING,
    /// Whatever was there, but for zeros in the gaps between fields: a plugin promises to write every field, which is
    /// verified in checked mode.
    PROMISED,
    /// Zeros.
    ZEROS
}
