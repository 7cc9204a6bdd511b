package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `ThresholdHitsKernel`; implementations are immutable, stateless and safe from any
/// thread.
public interface ThresholdHitsLoop {

    /// Finds the hits of `count` records from address `records` on, writes the first `capacity` of them from address
    /// `hits` on, and returns how many there are.
    ///
    /// `limit` is the address just after the records' segment: memory before it may be read. Allocates nothing.
    long run(long records, long count, long limit, long hits, long capacity);
}
