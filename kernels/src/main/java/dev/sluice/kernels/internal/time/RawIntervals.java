package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.RawInteger;

/// Where the starts and ends of records lie, in numbers that a kernel has checked; immutable, safe from any thread.
///
/// @param stride  bytes from one record to the next
/// @param time    the int64 start of a record, in bytes from its first
/// @param endtime the int64 end of a record, or -1: then it ends at `time + length * dt`
/// @param length  duration in samples, or `RawInteger.ABSENT`: then it ends when it starts
/// @param dt      time of a sample, or `RawInteger.ABSENT`
public record RawIntervals(int stride, int time, int endtime, RawInteger length, RawInteger dt) {

    /// Start of the record at this address.
    public long time(long record) {
        return AddressSpace.int64(record + time);
    }

    /// End of the record at this address, in int64 arithmetic that wraps.
    public long end(long record) {
        return endtime >= 0
                ? AddressSpace.int64(record + endtime)
                : AddressSpace.int64(record + time) + length.read(record) * dt.read(record);
    }
}
