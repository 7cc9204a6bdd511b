package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.RawInteger;
import dev.sluice.kernels.unchecked.TimeBoundsLoop;
import dev.sluice.kernels.unchecked.TimeBoundsPlan;

/// The scan of `TimeBounds`; immutable, safe from any thread.
///
/// One pass collects, without a branch on the data, the farthest end and whether anything is wrong: ties and long
/// records come at random, and a mispredicted branch costs more than all else that is done to a record. Where something
/// is wrong a second pass looks for it.
public final class ScalarTimeBounds implements TimeBoundsLoop {

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
    public static TimeBoundsLoop of(TimeBoundsPlan plan) {
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
        long disorder;
        if (plan.endtime() >= 0) {
            disorder = scanEndtimes(records, count, bounds);
        } else if (plan.length().isPresent()) {
            disorder = scanDurations(records, count, bounds);
        } else {
            disorder = scanInstants(records, count);
        }
        if (disorder == 0) {
            bounds[MIN] = time(records, 0);
            bounds[MAX] = time(records, count - 1);
        } else {
            findDisorder(records, count, bounds);
        }
        if (plan.endtime() < 0 && !plan.length().isPresent()) {
            bounds[MAX_END] = bounds[MAX];
        }
    }

    private long scanInstants(long records, long count) {
        int stride = plan.stride();
        int start = plan.time();
        RawInteger channels = plan.channel();
        boolean ties = channels.isPresent();
        long disorder = 0;
        long timeBefore = Long.MIN_VALUE;
        long channelBefore = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long time = AddressSpace.int64(record + start);
            long channel = ties ? channels.read(record) : 0;
            disorder |= disorder(timeBefore, channelBefore, time, channel);
            timeBefore = time;
            channelBefore = channel;
        }
        return disorder;
    }

    private long scanEndtimes(long records, long count, long[] bounds) {
        int stride = plan.stride();
        int stop = plan.endtime();
        int start = plan.time();
        RawInteger channels = plan.channel();
        boolean ties = channels.isPresent();
        long disorder = 0;
        long inverted = 0;
        long farthest = Long.MIN_VALUE;
        long timeBefore = Long.MIN_VALUE;
        long channelBefore = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long time = AddressSpace.int64(record + start);
            long channel = ties ? channels.read(record) : 0;
            disorder |= disorder(timeBefore, channelBefore, time, channel);
            timeBefore = time;
            channelBefore = channel;
            long end = AddressSpace.int64(record + stop);
            farthest = Math.max(farthest, end);
            inverted |= fall(time, end);
        }
        noteEnds(records, count, farthest, inverted, bounds);
        return disorder;
    }

    private long scanDurations(long records, long count, long[] bounds) {
        int stride = plan.stride();
        int start = plan.time();
        RawInteger channels = plan.channel();
        boolean ties = channels.isPresent();
        RawInteger lengths = plan.length();
        RawInteger intervals = plan.dt();
        long disorder = 0;
        long inverted = 0;
        long farthest = Long.MIN_VALUE;
        long timeBefore = Long.MIN_VALUE;
        long channelBefore = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long time = AddressSpace.int64(record + start);
            long channel = ties ? channels.read(record) : 0;
            disorder |= disorder(timeBefore, channelBefore, time, channel);
            timeBefore = time;
            channelBefore = channel;
            long end = time + lengths.read(record) * intervals.read(record);
            farthest = Math.max(farthest, end);
            inverted |= fall(time, end);
        }
        noteEnds(records, count, farthest, inverted, bounds);
        return disorder;
    }

    /// Not 0 if the second record belongs before the first.
    private static long disorder(long timeBefore, long channelBefore, long time, long channel) {
        long difference = time ^ timeBefore;
        // All ones if the times differ: a number or its negative has the top bit, unless it is 0.
        long apart = (difference | -difference) >> (Long.SIZE - 1);
        return fall(timeBefore, time) | (fall(channelBefore, channel) & ~apart);
    }

    /// Not 0 if the second number is less than the first.
    private static long fall(long before, long after) {
        return Math.min(before, after) ^ before;
    }

    private void noteEnds(long records, long count, long farthest, long inverted, long[] bounds) {
        bounds[MAX_END] = farthest;
        for (long i = 0; inverted != 0 && i < count && bounds[FIRST_INVERTED] < 0; i++) {
            if (end(records, i) < time(records, i)) {
                bounds[FIRST_INVERTED] = i;
            }
        }
    }

    private void findDisorder(long records, long count, long[] bounds) {
        for (long i = 0; i < count; i++) {
            long time = time(records, i);
            bounds[MIN] = Math.min(bounds[MIN], time);
            bounds[MAX] = Math.max(bounds[MAX], time);
            if (i > 0 && bounds[FIRST_DISORDER] < 0) {
                long found = disorder(time(records, i - 1), channel(records, i - 1), time, channel(records, i));
                bounds[FIRST_DISORDER] = found == 0 ? -1 : i;
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
