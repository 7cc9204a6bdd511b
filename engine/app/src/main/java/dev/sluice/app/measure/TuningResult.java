package dev.sluice.app.measure;

/// The outcome of measuring chunk sizes. Immutable.
///
/// @param chunkBytes  bytes of input of a chunk of the best size
/// @param bytesPerSecond throughput of that size, bytes of input
/// @param waitNanos   how long a record waited at that size, 99th percentile
public record TuningResult(long chunkBytes, double bytesPerSecond, double waitNanos) {}
