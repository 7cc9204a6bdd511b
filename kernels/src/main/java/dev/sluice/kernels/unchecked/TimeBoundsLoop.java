package dev.sluice.kernels.unchecked;

import java.lang.foreign.MemorySegment;

/// The unchecked pass of `TimeBounds` over the times of records; implementations are immutable and safe from any
/// thread.
public interface TimeBoundsLoop {

    /// Scans `count` records from byte `records` of the segment on and writes the values that `TimeBounds` names into
    /// `bounds`.
    /// Allocates nothing.
    void run(MemorySegment memory, long records, long count, long[] bounds);
}
