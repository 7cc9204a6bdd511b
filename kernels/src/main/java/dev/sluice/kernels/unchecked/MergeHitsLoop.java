package dev.sluice.kernels.unchecked;

/// The unchecked pass of `MergeHitsKernel`; implementations are immutable and safe from any thread.
public interface MergeHitsLoop {

    /// Merges `count` hits; writes up to `count` merged hits and just as many components, in `scratch` memory of
    /// `MergeHitsPlan.scratchBytes(count)`. Returns how many merged hits there are. Allocates nothing.
    int run(long hits, int count, long merged, long components, long scratch);
}
