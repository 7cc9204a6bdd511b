package dev.sluice.kernels.unchecked;

/// The unchecked pass of `TimeBounds` over the times of records; implementations are immutable and safe from any
/// thread.
public interface TimeBoundsLoop {

    /// Scans `count` records from address `records` on and writes the values that `TimeBounds` names into `bounds`.
    /// Allocates nothing.
    void run(long records, long count, long[] bounds);
}
