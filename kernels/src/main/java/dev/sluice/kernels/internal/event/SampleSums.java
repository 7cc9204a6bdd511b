package dev.sluice.kernels.internal.event;

/// What is done with the samples of one hit, which follow each other in one record without a bit shift; unchecked,
/// immutable, safe from any thread.
public interface SampleSums {

    /// Whether one of `count` samples is at least `bound`, an int16. Reads beyond the samples only below `limit`.
    boolean reach(long samples, int count, int bound, long limit);

    /// Adds `count` samples plus `fraction`, in float32, times `gain`, in float32, to the waveform at `target`, and to
    /// that of the top unless `top` is 0. Returns their sum in order, in float64 or, as strax, float32.
    ///
    /// Reads beyond the samples only below `limit`; beyond the waveform it may write what is there, in a row of a peak.
    double add(long samples, int count, double fraction, double gain, long target, long top, long limit);
}
