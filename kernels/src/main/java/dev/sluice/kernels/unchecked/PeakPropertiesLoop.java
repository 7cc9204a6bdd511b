package dev.sluice.kernels.unchecked;

/// The unchecked pass of `PeakPropertiesKernel`; implementations are immutable and safe from any thread.
public interface PeakPropertiesLoop {

    /// Computes the properties of `count` peaks, in place. Returns -1; or, with nothing written, the index of the first
    /// peak whose length is beyond its samples. Allocates nothing.
    long run(long peaks, long count, long scratch);
}
