package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.RawInteger;

/// The scan of `TimeBounds`; immutable, safe from any thread.
///
/// One pass collects the farthest end and whether anything is wrong; where something is, a second pass looks for it.
/// Few instructions per record, and no branch, let a core wait for many headers at once: a branch on ties of time,
/// which come as detectors trigger, is guessed wrong more often than a channel beside the time costs to read.
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
    public void run(long records, long count, long[] bounds) {
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
            disorder = scanEndtimes(records, count, bounds);
        } else if (plan.length().isPresent()) {
            disorder = scanDurations(records, count, bounds);
        } else {
            disorder = scanInstants(records, count);
        }
        if (!disorder) {
            bounds[MIN] = time(records, 0);
            bounds[MAX] = time(records, count - 1);
        } else {
            findDisorder(records, count, bounds);
        }
        if (plan.endtime() < 0 && !plan.length().isPresent()) {
            bounds[MAX_END] = bounds[MAX];
        }
    }

    private boolean scanInstants(long records, long count) {
        int stride = plan.stride();
        long times = records + plan.time();
        RawInteger channels = plan.channel();
        boolean disorder = false;
        long before = Long.MIN_VALUE;
        long lower = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long time = AddressSpace.int64(times + i * stride);
            long channel = channels.readWide(records + i * stride);
            disorder |= time < before | time == before & channel < lower;
            before = time;
            lower = channel;
        }
        return disorder;
    }

    private boolean scanEndtimes(long records, long count, long[] bounds) {
        int stride = plan.stride();
        long times = records + plan.time();
        int toEnd = plan.endtime() - plan.time();
        RawInteger channels = plan.channel();
        boolean disorder = false;
        boolean inverted = false;
        long farthest = Long.MIN_VALUE;
        long before = Long.MIN_VALUE;
        long lower = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long time = AddressSpace.int64(times + i * stride);
            long end = AddressSpace.int64(times + i * stride + toEnd);
            long channel = channels.readWide(records + i * stride);
            disorder |= time < before | time == before & channel < lower;
            before = time;
            lower = channel;
            farthest = Math.max(farthest, end);
            inverted |= end < time;
        }
        noteEnds(records, count, farthest, inverted, bounds);
        return disorder;
    }

    private boolean scanDurations(long records, long count, long[] bounds) {
        int stride = plan.stride();
        long times = records + plan.time();
        RawInteger lengths = plan.length();
        RawInteger intervals = plan.dt();
        RawInteger channels = plan.channel();
        boolean disorder = false;
        boolean inverted = false;
        long farthest = Long.MIN_VALUE;
        long before = Long.MIN_VALUE;
        long lower = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long time = AddressSpace.int64(times + i * stride);
            long samples = lengths.readWide(record);
            long period = intervals.readWide(record);
            long span = samples * period;
            long end = time + span;
            inverted |= wraps(time, samples, period, span, end);
            long channel = channels.readWide(record);
            disorder |= time < before | time == before & channel < lower;
            before = time;
            lower = channel;
            farthest = Math.max(farthest, end);
            inverted |= end < time;
        }
        noteEnds(records, count, farthest, inverted, bounds);
        return disorder;
    }

    /// True if the channel of a record is less than that of the record in front of it; not for the first record.
    private boolean channelFalls(long records, long index) {
        return index > 0 && channel(records, index) < channel(records, index - 1);
    }

    private void noteEnds(long records, long count, long farthest, boolean inverted, long[] bounds) {
        bounds[MAX_END] = farthest;
        for (long i = 0; inverted && i < count && bounds[FIRST_INVERTED] < 0; i++) {
            if (isInverted(records, i)) {
                bounds[FIRST_INVERTED] = i;
            }
        }
    }

    private boolean isInverted(long records, long index) {
        if (plan.endtime() < 0) {
            long record = records + index * plan.stride();
            long samples = plan.length().read(record);
            long period = plan.dt().read(record);
            long span = samples * period;
            if (wraps(time(records, index), samples, period, span, time(records, index) + span)) {
                return true;
            }
        }
        return end(records, index) < time(records, index);
    }

    /// Whether the end, or the span before it, is beyond int64.
    private static boolean wraps(long time, long samples, long period, long span, long end) {
        return (Math.multiplyHigh(samples, period) ^ span >> 63 | ((time ^ end) & (span ^ end)) >> 63) != 0;
    }

    private void findDisorder(long records, long count, long[] bounds) {
        for (long i = 0; i < count; i++) {
            long time = time(records, i);
            bounds[MIN] = Math.min(bounds[MIN], time);
            bounds[MAX] = Math.max(bounds[MAX], time);
            if (i > 0 && bounds[FIRST_DISORDER] < 0) {
                long before = time(records, i - 1);
                bounds[FIRST_DISORDER] = time < before || time == before && channelFalls(records, i) ? i : -1;
            }
        }
    }

    private long time(long records, long index) {
        return AddressSpace.int64(records + index * plan.stride() + plan.time());
    }

    private long channel(long records, long index) {
        return plan.channel().read(records + index * plan.stride());
    }

    private long end(long records, long index) {
        long record = records + index * plan.stride();
        return plan.endtime() >= 0
                ? AddressSpace.int64(record + plan.endtime())
                : AddressSpace.int64(record + plan.time())
                        + plan.length().read(record) * plan.dt().read(record);
    }
}
