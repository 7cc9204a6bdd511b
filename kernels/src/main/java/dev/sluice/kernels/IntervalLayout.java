package dev.sluice.kernels;

import dev.sluice.kernels.internal.memory.Fields;

/// Where the starts and ends of records lie: immutable, safe from any thread, owns no memory.
///
/// A record covers the half-open interval `[time, end)` of int64 time. Its end is the field `endtime`, or
/// `time + length * dt` in int64 arithmetic, or, where neither is declared, its time.
///
/// @param stride  bytes from one record to the next
/// @param time    int64 field: when a record starts
/// @param endtime int64 field: when it ends; `Column.NONE` if length and dt give it, or nothing does
/// @param length  integer field: how many samples it lasts; `Column.NONE` with `endtime`
/// @param dt      integer field: the time of a sample; `Column.NONE` with `endtime`
public record IntervalLayout(int stride, Column time, Column endtime, Column length, Column dt) {

    /// Checks that every field is an integer inside a record, and that there is one way to know the end.
    public IntervalLayout {
        if (time == null || time.type() != ScalarType.INT64) {
            throw new IllegalArgumentException("time is not an int64: time=" + time + "; give a column of type i8");
        }
        if (endtime.isPresent() && endtime.type() != ScalarType.INT64) {
            throw new IllegalArgumentException(
                    "endtime is not an int64: endtime=" + endtime + "; give a column of type i8");
        }
        if (length.isPresent() != dt.isPresent() || (length.isPresent() && endtime.isPresent())) {
            throw new IllegalArgumentException("end of the records unclear: endtime=" + endtime + " length=" + length
                    + " dt=" + dt + "; give endtime, or length and dt, or neither");
        }
        Fields.requireInside("time", time.end(), stride);
        Fields.requireInside("endtime", endtime.end(), stride);
        Fields.requireInside("length", length.requireInteger("length").end(), stride);
        Fields.requireInside("dt", dt.requireInteger("dt").end(), stride);
    }

    /// Records that end when they start.
    public static IntervalLayout instants(int stride, int timeOffset) {
        Column time = new Column(ScalarType.INT64, timeOffset);
        return new IntervalLayout(stride, time, Column.NONE, Column.NONE, Column.NONE);
    }

    /// Records with an int64 field for their end.
    public static IntervalLayout ending(int stride, int timeOffset, int endtimeOffset) {
        Column time = new Column(ScalarType.INT64, timeOffset);
        Column endtime = new Column(ScalarType.INT64, endtimeOffset);
        return new IntervalLayout(stride, time, endtime, Column.NONE, Column.NONE);
    }

    /// Records that last `length` samples of `dt`.
    public static IntervalLayout lasting(int stride, int timeOffset, Column length, Column dt) {
        return new IntervalLayout(stride, new Column(ScalarType.INT64, timeOffset), Column.NONE, length, dt);
    }

    /// Bytes of a record up to the end of its last field: the room that the last record in a segment needs.
    public int extent() {
        return (int) Math.max(Math.max(time.end(), endtime.end()), Math.max(length.end(), dt.end()));
    }
}
