package dev.sluice.kernels.time;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.internal.check.Columns;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.time.ScalarTimeSort;
import dev.sluice.kernels.internal.time.TimeSortPlan;
import java.lang.foreign.MemorySegment;

/// Sorts whole records by time, and at the same time by channel; stable.
///
/// Immutable and safe from any thread; it owns no memory. Least-significant-digit radix sort of 64-bit words, each the
/// key `(time - least time) * channels + (channel - least channel)` above the index of its record, over the bits that
/// vary; `channels` is the greatest channel minus the least, plus 1. Where key and index do not fit 64 bits, channel
/// and time are sorted by in turn, so that any int64 times and channels are in order. Words are first dealt into
/// buckets by the top bits of their keys, and sorted bucket by bucket in the cache; records in wide disorder are dealt
/// too. Records in order already are copied. The cost is linear in the number of records.
///
/// The order is that of strax' `sort_by_time` (strax.processing.general), without its faults: float64 keys, inexact
/// beyond 2^53, where there is no channel, and ties broken by all other fields where times span too much.
public final class TimeSortKernel {

    /// The greatest number of records that one call sorts.
    public static final int MOST_RECORDS = Integer.MAX_VALUE;

    private final int stride;
    private final int timeOffset;
    private final Column channel;
    private final KernelProvider provider;
    private final TimeSortPlan.Loop loop;
    private final Call.Body body = this::run;

    private TimeSortKernel(int stride, int timeOffset, Column channel, KernelProvider provider) {
        this.stride = stride;
        this.timeOffset = timeOffset;
        this.channel = Columns.requireInteger("channel", channel);
        this.provider = provider;
        Columns.requireInside("time", new Column(ScalarType.INT64, timeOffset), stride);
        Columns.requireInside("channel", channel, stride);
        this.loop =
                Loops.of(provider, TimeSortPlan.of(stride, timeOffset, Columns.integer(channel)), ScalarTimeSort::of);
    }

    /// A sort by the int64 field at `timeOffset` of records of `stride` bytes; records at the same time keep their
    /// order.
    public static TimeSortKernel of(int stride, int timeOffset) {
        return new TimeSortKernel(stride, timeOffset, Column.NONE, Kernels.provider());
    }

    /// This sort, with records at the same time in order of this integer field; `Column.NONE` for none.
    public TimeSortKernel breakingTiesBy(Column field) {
        return new TimeSortKernel(stride, timeOffset, field, provider);
    }

    /// This sort, computed with this provider instead of `Kernels.provider()`.
    public TimeSortKernel provider(KernelProvider value) {
        return new TimeSortKernel(stride, timeOffset, channel, value);
    }

    /// Bytes of scratch memory that sorting so many records of `stride` bytes takes: 16 per record beside a copy of it,
    /// and some 56 kB.
    public static long scratchBytes(long count, int stride) {
        requireCount(count);
        return TimeSortPlan.scratchBytes(count, stride);
    }

    /// Writes the `count` records from byte `offset` of `records` into `target`, from `targetOffset` on, in order.
    ///
    /// `scratch` has `scratchBytes(count, stride)` bytes; its content is lost. All three are native segments that do
    /// not overlap; a shared arena cannot be closed during the call. Fails like `PeakChargeKernel.compute`,
    /// before anything is written. Allocates nothing.
    public void sort(
            MemorySegment records,
            long offset,
            long count,
            MemorySegment target,
            long targetOffset,
            MemorySegment scratch) {
        requireCount(count);
        long from = Segments.addressOfRecords("records", records, offset, count, stride, stride);
        long to = Segments.addressOfResults("target", target, targetOffset, count, stride, stride);
        long need = TimeSortPlan.scratchBytes(count, stride);
        long room = Segments.addressOfResults("scratch", scratch, 0, need, 1, 1);
        Fields.requireApart("records", from, count * stride, "target", to, count * stride);
        Fields.requireApart("records", from, count * stride, "scratch", room, need);
        Fields.requireApart("target", to, count * stride, "scratch", room, need);
        Call.begin()
                .holding(records)
                .holding(target)
                .holding(scratch)
                .with(from)
                .with(count)
                .with(to)
                .with(room)
                .run(body);
    }

    private long run(Call call) {
        loop.run(call.number(0), (int) call.number(1), call.number(2), call.number(3));
        return 0;
    }

    private static void requireCount(long count) {
        if (count < 0 || count > MOST_RECORDS) {
            throw new IllegalArgumentException("cannot sort so many records at once: count=" + count
                    + ", limits are 0 and " + MOST_RECORDS + "; sort them in parts and merge the parts");
        }
    }
}
