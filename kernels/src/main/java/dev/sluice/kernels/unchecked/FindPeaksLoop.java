package dev.sluice.kernels.unchecked;

/// The unchecked pass of `FindPeaksKernel`; implementations are immutable and safe from any thread.
public interface FindPeaksLoop {

    /// Finds the peaks of `count` hits; writes the first `capacity` of them at most.
    ///
    /// Returns how many there are, whether they had room or not; or -1 minus the index of the first hit that cannot
    /// be: then nothing was written. Allocates nothing.
    long run(long hits, long count, long peaks, long capacity, long scratch);
}
