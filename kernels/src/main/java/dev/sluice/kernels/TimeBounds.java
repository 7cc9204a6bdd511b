package dev.sluice.kernels;

import dev.sluice.kernels.scalar.ScalarTimes;
import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.RawColumn;
import dev.sluice.kernels.unchecked.TimeOrderLoop;
import dev.sluice.kernels.unchecked.TimeOrderPlan;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// First and last time in a strided int64 column, whether it is sorted, and how far the records reach.
///
/// Immutable and safe from any thread; it owns no memory. One pass over the column looks only for a time that is less
/// than the one before: where there is none, the first and the last value are the bounds, and only a column out of
/// order costs a second pass. Where times are contiguous (stride 8) the pass runs on vectors; the Vector API has no
/// gather from segments, so over wider strides it is scalar, one load and one compare per record.
///
/// A record's end is its `endtime`, or `time + length * dt` in int64 arithmetic, or, where neither is declared, its
/// time. An end that wraps beyond int64 lies before its start and is reported as `FIRST_INVERTED`.
public final class TimeBounds {

    /// Position of the least time; `Long.MAX_VALUE` if there is no record.
    public static final int MIN = 0;
    /// Position of the greatest time; `Long.MIN_VALUE` if there is no record.
    public static final int MAX = 1;
    /// Position of the index of the first record whose time is less than its predecessor's; -1 if sorted.
    public static final int FIRST_DISORDER = 2;
    /// Position of the greatest end; `Long.MIN_VALUE` if there is no record.
    public static final int MAX_END = 3;
    /// Position of the index of the first record that ends before it starts; -1 if none does.
    public static final int FIRST_INVERTED = 4;
    /// How many values a scan writes.
    public static final int VALUES = 5;

    private final TimeOrderLoop order;
    private final int stride;
    private final Column time;
    private final Column end;
    private final Column length;
    private final Column dt;

    private TimeBounds(TimeOrderLoop order, int stride, Column time, Column end, Column length, Column dt) {
        this.order = order;
        this.stride = stride;
        this.time = time;
        this.end = requireInside("endtime", end, stride);
        this.length = requireInside("length", length.requireInteger("length"), stride);
        this.dt = requireInside("dt", dt.requireInteger("dt"), stride);
    }

    /// Bounds of the int64 field at `timeOffset` in records of `stride` bytes; records end where they start.
    public static TimeBounds of(int stride, int timeOffset) {
        return of(stride, timeOffset, Kernels.provider());
    }

    static TimeBounds of(int stride, int timeOffset, KernelProvider provider) {
        Column time = requireInside("time", new Column(ScalarType.INT64, timeOffset), stride);
        TimeOrderLoop order = provider.loop(new TimeOrderPlan(stride), ScalarTimes::firstDisorder);
        return new TimeBounds(order, stride, time, Column.NONE, Column.NONE, Column.NONE);
    }

    /// These bounds, with records that end at the int64 field at `endtimeOffset`.
    public TimeBounds endingAt(int endtimeOffset) {
        Column endtime = new Column(ScalarType.INT64, endtimeOffset);
        return new TimeBounds(order, stride, time, endtime, Column.NONE, Column.NONE);
    }

    /// These bounds, with records that end at `time + length * dt`; both are integer fields.
    public TimeBounds lasting(Column samples, Column sampleInterval) {
        if (!samples.isPresent() || !sampleInterval.isPresent()) {
            throw new IllegalArgumentException("end of the records unknown: length=" + samples + " dt=" + sampleInterval
                    + "; give both fields, or leave the end out");
        }
        return new TimeBounds(order, stride, time, Column.NONE, samples, sampleInterval);
    }

    /// Scans `count` records from byte `offset` of a native segment and writes `VALUES` numbers into `bounds`.
    ///
    /// Fails like `PeakChargeKernel.compute`, before anything is written. Allocates nothing.
    public void scan(MemorySegment records, long offset, long count, long[] bounds) {
        if (bounds == null || bounds.length < VALUES) {
            throw new IllegalArgumentException("no room for the bounds: length="
                    + (bounds == null ? "null" : bounds.length) + ", least is " + VALUES);
        }
        long address = Segments.addressOfRecords("records", records, offset, count, stride, extent());
        try {
            scanTimes(address, count, bounds);
            scanEnds(address, count, bounds);
        } finally {
            Reference.reachabilityFence(records);
        }
    }

    private int extent() {
        return (int) Math.max(Math.max(time.end(), end.end()), Math.max(length.end(), dt.end()));
    }

    private void scanTimes(long address, long count, long[] bounds) {
        long times = address + time.offset();
        long disorder = order.firstDisorder(times, count);
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        if (count > 0 && disorder < 0) {
            low = AddressSpace.int64(times);
            high = AddressSpace.int64(times + (count - 1) * stride);
        } else {
            for (long i = 0; i < count; i++) {
                long value = AddressSpace.int64(times + i * stride);
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        bounds[MIN] = low;
        bounds[MAX] = high;
        bounds[FIRST_DISORDER] = disorder;
    }

    private void scanEnds(long address, long count, long[] bounds) {
        bounds[MAX_END] = bounds[MAX];
        bounds[FIRST_INVERTED] = -1;
        if (end.isPresent()) {
            scanEndtimes(address, count, bounds);
        } else if (length.isPresent()) {
            scanDurations(address, count, bounds);
        }
    }

    private void scanEndtimes(long address, long count, long[] bounds) {
        long farthest = Long.MIN_VALUE;
        long inverted = -1;
        long starts = address + time.offset();
        long ends = address + end.offset();
        for (long i = count - 1; i >= 0; i--) {
            long stop = AddressSpace.int64(ends + i * stride);
            farthest = Math.max(farthest, stop);
            // Backwards, so that the first one is what remains, without an early exit in the loop.
            inverted = stop < AddressSpace.int64(starts + i * stride) ? i : inverted;
        }
        bounds[MAX_END] = farthest;
        bounds[FIRST_INVERTED] = inverted;
    }

    private void scanDurations(long address, long count, long[] bounds) {
        long farthest = Long.MIN_VALUE;
        long inverted = -1;
        RawColumn rawLength = length.raw();
        RawColumn rawDt = dt.raw();
        for (long i = count - 1; i >= 0; i--) {
            long record = address + i * stride;
            long start = AddressSpace.int64(record + time.offset());
            long stop = start + rawLength.readLong(record) * rawDt.readLong(record);
            farthest = Math.max(farthest, stop);
            inverted = stop < start ? i : inverted;
        }
        bounds[MAX_END] = farthest;
        bounds[FIRST_INVERTED] = inverted;
    }

    private static Column requireInside(String name, Column column, int stride) {
        if (column.end() > stride) {
            throw new IllegalArgumentException(name + " reaches out of its record: it ends at byte " + column.end()
                    + ", stride=" + stride + "; correct its offset or the stride");
        }
        return column;
    }
}
