package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `CutOutsideHitsKernel`; implementations are immutable and safe from any thread.
public interface CutOutsideHitsLoop {

    /// Copies `count` records to address `target` with only the samples near the `hitCount` hits, and returns
    /// `hitCount`, or the index of a hit that is in none of the records. Allocates nothing.
    long run(long records, long count, long hits, long hitCount, long target, int[] previous, int[] next);
}
