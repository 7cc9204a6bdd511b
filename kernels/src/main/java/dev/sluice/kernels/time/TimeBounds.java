package dev.sluice.kernels.time;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.internal.check.Columns;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.time.ScalarTimeBounds;
import dev.sluice.kernels.internal.time.TimeBoundsPlan;
import java.lang.foreign.MemorySegment;

/// First and last time in a strided int64 column, whether the records are in order, and how far they reach.
///
/// Immutable and safe from any thread; it owns no memory. One pass over the records, one record at a time: times lie
/// records apart, where vectors have nothing to load (the Vector API does not gather from segments), and a pass over
/// cache lines that are fetched anyway gains nothing from fewer instructions. Only records out of order cost a second
/// pass.
///
/// Records are in order if no time is less than the one before and, where a channel breaks ties, no channel is less
/// than that of the record before it at the same time. A record's end is its `endtime`, or `time + length * dt` in
/// int64 arithmetic, or, where neither is declared, its time. An end that wraps beyond int64 lies before its start and
/// is reported as `FIRST_INVERTED`.
public final class TimeBounds {

    /// Position of the least time; `Long.MAX_VALUE` if there is no record.
    public static final int MIN = 0;
    /// Position of the greatest time; `Long.MIN_VALUE` if there is no record.
    public static final int MAX = 1;
    /// Position of the index of the first record that belongs before its predecessor, by time or, at the same time, by
    /// channel; -1 if all are in order.
    public static final int FIRST_DISORDER = 2;
    /// Position of the greatest end; `Long.MIN_VALUE` if there is no record.
    public static final int MAX_END = 3;
    /// Position of the index of the first record that ends before it starts; -1 if none does.
    public static final int FIRST_INVERTED = 4;
    /// How many values a scan writes.
    public static final int VALUES = 5;

    private final TimeBoundsPlan.Loop loop;
    private final int stride;
    private final int extent;
    private final Column time;
    private final Column end;
    private final Column length;
    private final Column dt;
    private final Column channel;
    private final Call.Body body = this::run;

    private TimeBounds(int stride, Column time, Column end, Column length, Column dt, Column channel) {
        this.stride = stride;
        this.time = Columns.requireInside("time", time, stride);
        this.end = Columns.requireInside("endtime", end, stride);
        this.length = Columns.requireInside("length", Columns.requireInteger("length", length), stride);
        this.dt = Columns.requireInside("dt", Columns.requireInteger("dt", dt), stride);
        this.channel = Columns.requireInside("channel", Columns.requireInteger("channel", channel), stride);
        this.extent = (int) Math.max(
                Math.max(Columns.end(time), Columns.end(end)),
                Math.max(Columns.end(channel), Math.max(Columns.end(length), Columns.end(dt))));
        this.loop = Loops.of(Kernels.provider(), plan(), ScalarTimeBounds::of);
    }

    private TimeBoundsPlan plan() {
        return new TimeBoundsPlan(
                stride,
                time.offset(),
                end.offset(),
                Columns.integer(length),
                Columns.integer(dt),
                Columns.integer(channel));
    }

    /// Bounds of the int64 field at `timeOffset` in records of `stride` bytes; records end where they start.
    public static TimeBounds of(int stride, int timeOffset) {
        Column time = new Column(ScalarType.INT64, timeOffset);
        return new TimeBounds(stride, time, Column.NONE, Column.NONE, Column.NONE, Column.NONE);
    }

    /// These bounds, with records that end at the int64 field at `endtimeOffset`.
    public TimeBounds endingAt(int endtimeOffset) {
        Column endtime = new Column(ScalarType.INT64, endtimeOffset);
        return new TimeBounds(stride, time, endtime, Column.NONE, Column.NONE, channel);
    }

    /// These bounds, with records that end at `time + length * dt`; both are integer fields.
    public TimeBounds lasting(Column samples, Column sampleInterval) {
        if (!samples.isPresent() || !sampleInterval.isPresent()) {
            throw new IllegalArgumentException("end of the records unknown: length=" + samples + " dt=" + sampleInterval
                    + "; give both fields, or leave the end out");
        }
        return new TimeBounds(stride, time, Column.NONE, samples, sampleInterval, channel);
    }

    /// These bounds, with this integer field as the order of records at the same time; `Column.NONE` for any order.
    public TimeBounds breakingTiesBy(Column field) {
        return new TimeBounds(stride, time, end, length, dt, field);
    }

    /// Scans `count` records from byte `offset` of a native segment and writes `VALUES` numbers into `bounds`.
    ///
    /// Fails like `PeakChargeKernel.compute`, before anything is written. Allocates nothing.
    public void scan(MemorySegment records, long offset, long count, long[] bounds) {
        if (bounds == null || bounds.length < VALUES) {
            throw new IllegalArgumentException("no room for the bounds: length="
                    + (bounds == null ? "null" : bounds.length) + ", least is " + VALUES);
        }
        long from = Segments.addressOfRecords("records", records, offset, count, stride, extent);
        Call.begin().holding(records).with(from).with(count).with(bounds).run(body);
    }

    private long run(Call call) {
        loop.run(call.number(0), call.number(1), call.object(long[].class));
        return 0;
    }
}
