package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.RawInteger;

/// The checked numbers of a scan of times; immutable, safe from any thread.
///
/// @param stride  bytes from one record to the next, 8 or more
/// @param time    the int64 start of a record, in bytes from its first
/// @param endtime the int64 end of a record, or -1
/// @param length  duration in samples, or `RawInteger.ABSENT`
/// @param dt      time of a sample, or `RawInteger.ABSENT`
/// @param channel what breaks ties of time, or `RawInteger.ABSENT`: then no tie is out of order
public record TimeBoundsPlan(int stride, int time, int endtime, RawInteger length, RawInteger dt, RawInteger channel)
        implements LoopPlan<TimeBoundsPlan.Loop> {
    /// The unchecked pass of `TimeBounds` over the times of records; implementations are immutable and safe from any
    /// thread.
    public interface Loop {
        /// Scans `count` records from address `records` on and writes the values that `TimeBounds` names into `bounds`.
        /// Allocates nothing.
        void run(long records, long count, long[] bounds);
    }
}
