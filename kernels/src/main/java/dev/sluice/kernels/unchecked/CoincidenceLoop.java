package dev.sluice.kernels.unchecked;

/// The unchecked pass of `CoincidenceKernel`; implementations are immutable and safe from any thread.
public interface CoincidenceLoop {

    /// Groups `count` hits; writes the first `capacity` groups at most. `scratch` has eight bytes per channel.
    ///
    /// Returns how many groups there are, whether they had room or not; or -1 minus the index of the first hit that is
    /// out of order, ends before it starts or is of no channel: then nothing was written. Allocates nothing.
    long run(long hits, long count, long groups, long capacity, long scratch);
}
