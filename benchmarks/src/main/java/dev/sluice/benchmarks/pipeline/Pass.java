package dev.sluice.benchmarks.pipeline;

/// What one pass of a run through a pipeline took. Immutable.
///
/// @param bytesPerSecond bytes of input per second, from the first slot claimed to the last chunk delivered
/// @param waitMedian     nanoseconds from the claim of a record's slot to its delivery, median over chunks
/// @param waitMost       the same, 99th percentile
public record Pass(double bytesPerSecond, double waitMedian, double waitMost) {
    /// GB/s of input.
    public double gigabytes() {
        return bytesPerSecond / 1e9;
    }

    /// The faster of two passes; this one if the other is null.
    public Pass faster(Pass other) {
        return other == null || bytesPerSecond >= other.bytesPerSecond ? this : other;
    }
}
