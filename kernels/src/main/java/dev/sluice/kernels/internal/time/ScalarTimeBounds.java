package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.RawInteger;
import java.lang.foreign.MemorySegment;

/// The scan of `TimeBounds`; immutable, safe from any thread.
///
/// One pass collects the farthest end and whether anything is wrong; where something is, a second pass looks for it.
/// Few instructions per record let a core wait for many headers at once, so channels are looked at only where times
/// tie.
public final class ScalarTimeBounds implements TimeBoundsPlan.Loop {

    private static final int MIN = 0;
    private static final int MAX = 1;
    private static final int FIRST_DISORDER = 2;
    private static final int MAX_END = 3;
    private static final int FIRST_INVERTED = 4;

    private final TimeBoundsPlan plan;

    private ScalarTimeBounds(TimeBoundsPlan plan) {
        this.plan = plan;
    }

    /// The scan of this plan.
    public static TimeBoundsPlan.Loop of(TimeBoundsPlan plan) {
        return new ScalarTimeBounds(plan);
    }

    @Override
    public void run(MemorySegment memory, long records, long count, long[] bounds) {
        bounds[MIN] = Long.MAX_VALUE;
        bounds[MAX] = Long.MIN_VALUE;
        bounds[FIRST_DISORDER] = -1;
        bounds[MAX_END] = Long.MIN_VALUE;
        bounds[FIRST_INVERTED] = -1;
        if (count == 0) {
            return;
        }
        boolean disorder;
        if (plan.endtime() >= 0) {
            disorder = scanEndtimes(memory, records, count, bounds);
        } else if (plan.length().isPresent()) {
            disorder = scanDurations(memory, records, count, bounds);
        } else {
            disorder = scanInstants(memory, records, count);
        }
        if (!disorder) {
            bounds[MIN] = time(memory, records, 0);
            bounds[MAX] = time(memory, records, count - 1);
        } else {
            findDisorder(memory, records, count, bounds);
        }
        if (plan.endtime() < 0 && !plan.length().isPresent()) {
            bounds[MAX_END] = bounds[MAX];
        }
    }

    private boolean scanInstants(MemorySegment memory, long records, long count) {
        int stride = plan.stride();
        long times = records + plan.time();
        boolean disorder = false;
        long before = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long time = memory.get(AddressSpace.INT64, times + i * stride);
            if (time <= before) {
                disorder |= time < before || channelFalls(memory, records, i);
            }
            before = time;
        }
        return disorder;
    }

    private boolean scanEndtimes(MemorySegment memory, long records, long count, long[] bounds) {
        int stride = plan.stride();
        long times = records + plan.time();
        int toEnd = plan.endtime() - plan.time();
        boolean disorder = false;
        boolean inverted = false;
        long farthest = Long.MIN_VALUE;
        long before = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long time = memory.get(AddressSpace.INT64, times + i * stride);
            long end = memory.get(AddressSpace.INT64, times + i * stride + toEnd);
            if (time <= before) {
                disorder |= time < before || channelFalls(memory, records, i);
            }
            before = time;
            farthest = Math.max(farthest, end);
            inverted |= end < time;
        }
        noteEnds(memory, records, count, farthest, inverted, bounds);
        return disorder;
    }

    private boolean scanDurations(MemorySegment memory, long records, long count, long[] bounds) {
        int stride = plan.stride();
        long times = records + plan.time();
        RawInteger lengths = plan.length();
        RawInteger intervals = plan.dt();
        boolean disorder = false;
        boolean inverted = false;
        long farthest = Long.MIN_VALUE;
        long before = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long time = memory.get(AddressSpace.INT64, times + i * stride);
            long samples = lengths.read(memory, record);
            long period = intervals.read(memory, record);
            long span = samples * period;
            long end = time + span;
            inverted |= wraps(time, samples, period, span, end);
            if (time <= before) {
                disorder |= time < before || channelFalls(memory, records, i);
            }
            before = time;
            farthest = Math.max(farthest, end);
            inverted |= end < time;
        }
        noteEnds(memory, records, count, farthest, inverted, bounds);
        return disorder;
    }

    /// True if the channel of a record is less than that of the record in front of it; not for the first record.
    private boolean channelFalls(MemorySegment memory, long records, long index) {
        return index > 0 && channel(memory, records, index) < channel(memory, records, index - 1);
    }

    private void noteEnds(
            MemorySegment memory, long records, long count, long farthest, boolean inverted, long[] bounds) {
        bounds[MAX_END] = farthest;
        for (long i = 0; inverted && i < count && bounds[FIRST_INVERTED] < 0; i++) {
            if (isInverted(memory, records, i)) {
                bounds[FIRST_INVERTED] = i;
            }
        }
    }

    private boolean isInverted(MemorySegment memory, long records, long index) {
        if (plan.endtime() < 0) {
            long record = records + index * plan.stride();
            long samples = plan.length().read(memory, record);
            long period = plan.dt().read(memory, record);
            long span = samples * period;
            if (wraps(time(memory, records, index), samples, period, span, time(memory, records, index) + span)) {
                return true;
            }
        }
        return end(memory, records, index) < time(memory, records, index);
    }

    /// Whether the end, or the span before it, is beyond int64.
    private static boolean wraps(long time, long samples, long period, long span, long end) {
        return (Math.multiplyHigh(samples, period) ^ span >> 63 | ((time ^ end) & (span ^ end)) >> 63) != 0;
    }

    private void findDisorder(MemorySegment memory, long records, long count, long[] bounds) {
        for (long i = 0; i < count; i++) {
            long time = time(memory, records, i);
            bounds[MIN] = Math.min(bounds[MIN], time);
            bounds[MAX] = Math.max(bounds[MAX], time);
            if (i > 0 && bounds[FIRST_DISORDER] < 0) {
                long before = time(memory, records, i - 1);
                bounds[FIRST_DISORDER] = time < before || time == before && channelFalls(memory, records, i) ? i : -1;
            }
        }
    }

    private long time(MemorySegment memory, long records, long index) {
        return memory.get(AddressSpace.INT64, records + index * plan.stride() + plan.time());
    }

    private long channel(MemorySegment memory, long records, long index) {
        return plan.channel().read(memory, records + index * plan.stride());
    }

    private long end(MemorySegment memory, long records, long index) {
        long record = records + index * plan.stride();
        return plan.endtime() >= 0
                ? memory.get(AddressSpace.INT64, record + plan.endtime())
                : memory.get(AddressSpace.INT64, record + plan.time())
                        + plan.length().read(memory, record) * plan.dt().read(memory, record);
    }
}
