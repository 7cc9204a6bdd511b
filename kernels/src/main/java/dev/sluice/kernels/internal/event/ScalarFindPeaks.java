package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

/// The search of `FindPeaksKernel`; immutable, safe from any thread.
///
/// One walk over the hits finds where a peak ends and sums; only peaks that are kept are walked through again.
public final class ScalarFindPeaks implements FindPeaksPlan.Loop {

    private static final int NO_CHANNEL = -1;

    /// What the hits of a group add up to, in bytes from `FindPeaksPlan.group()` on.
    private static final int END = 0;

    private static final int GAP = 8;
    private static final int AREA = 16;
    private static final int CHANNELS = 24;

    private final FindPeaksPlan plan;

    private ScalarFindPeaks(FindPeaksPlan plan) {
        this.plan = plan;
    }

    /// The search of this plan.
    public static FindPeaksPlan.Loop of(FindPeaksPlan plan) {
        return new ScalarFindPeaks(plan);
    }

    @Override
    public long run(long hits, long count, long peaks, long capacity, long scratch) {
        long fault = firstFault(hits, count);
        if (fault >= 0) {
            return -1 - fault;
        }
        AddressSpace.clear(mark(scratch, 0), 8L * plan.peaks().channels());
        long found = 0;
        for (long from = 0; from < count; ) {
            long to = gather(hits, count, from, scratch);
            double area = AddressSpace.float64(scratch + plan.group() + AREA);
            if (!(area < plan.minArea())
                    && AddressSpace.int64(scratch + plan.group() + CHANNELS) >= plan.minChannels()) {
                if (found < capacity) {
                    store(hits, from, to, scratch, peaks + found * plan.peaks().stride());
                }
                found++;
            }
            from = to;
        }
        return found;
    }

    /// Index of the first hit that is out of order, of no channel, or of another or no sampling time; or -1.
    private long firstFault(long hits, long count) {
        int dt = count == 0 ? 1 : AddressSpace.int16(hits + StraxHit.DT);
        long before = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            long hit = hits + i * StraxHit.BYTES;
            long time = AddressSpace.int64(hit + StraxHit.TIME);
            int channel = AddressSpace.int16(hit + StraxHit.CHANNEL);
            boolean fine = time >= before
                    && dt > 0
                    && fits(hit, time, dt)
                    && AddressSpace.int16(hit + StraxHit.DT) == dt
                    && AddressSpace.int32(hit + StraxHit.LENGTH) >= 0
                    && channel >= 0
                    && channel < plan.peaks().channels();
            if (!fine) {
                return i;
            }
            before = time;
        }
        return -1;
    }

    /// Whether a peak of this hit alone starts, ends and counts its samples in what the fields of peaks hold.
    private boolean fits(long hit, long time, int dt) {
        long extent = (long) AddressSpace.int32(hit + StraxHit.LENGTH) * dt;
        return time >= Long.MIN_VALUE + plan.left()
                && time <= Long.MAX_VALUE - extent - plan.right()
                && extent + plan.left() + plan.right() <= (long) Integer.MAX_VALUE * dt;
    }

    /// Takes hits into a peak from `from` on, as many as belong to it; returns the one after the last.
    ///
    /// Writes to scratch memory what they add up to, and their areas by channel. A mark beside each sum is the group
    /// that it is of: so channels without a hit cost nothing.
    private long gather(long hits, long count, long from, long scratch) {
        long first = hits + from * StraxHit.BYTES;
        long start = AddressSpace.int64(first + StraxHit.TIME) - plan.left();
        long end = StraxHit.end(first);
        long gap = 0;
        double area = 0;
        int channels = 0;
        long to = from;
        for (; to < count; to++) {
            long hit = hits + to * StraxHit.BYTES;
            if (to > from) {
                long next = StraxHit.end(hit);
                long distance = Saturated.subtract(AddressSpace.int64(hit + StraxHit.TIME), end);
                long reach = plan.strax() ? next + plan.left() : Math.max(end, next);
                if (distance >= plan.gap() || Saturated.subtract(reach + plan.right(), start) > plan.maxDuration()) {
                    break;
                }
                gap = Math.max(gap, distance);
                end = Math.max(end, next);
            }
            int channel = channel(hit);
            double gain = plan.toPe().of(channel);
            double own = AddressSpace.float32(hit + StraxHit.AREA) * gain;
            long sum = scratch + 8L * channel;
            boolean known = AddressSpace.int64(mark(scratch, channel)) == from + 1;
            double before = known ? AddressSpace.float64(sum) : 0;
            double after = rounded(before + own);
            AddressSpace.float64(sum, after);
            AddressSpace.int64(mark(scratch, channel), from + 1);
            area = rounded(area + own);
            channels += plan.strax() ? (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1) : known || gain == 0 ? 0 : 1;
        }
        long group = scratch + plan.group();
        AddressSpace.int64(group + END, end);
        AddressSpace.int64(group + GAP, gap);
        AddressSpace.float64(group + AREA, area);
        AddressSpace.int64(group + CHANNELS, channels);
        return to;
    }

    private long mark(long sums, int channel) {
        return sums + 8L * plan.peaks().channels() + 8L * channel;
    }

    private int channel(long hit) {
        return Trusted.below(plan.peaks().channels(), AddressSpace.int16(hit + StraxHit.CHANNEL));
    }

    private double rounded(double sum) {
        return plan.strax() ? (float) sum : sum;
    }

    private void store(long hits, long from, long to, long scratch, long peak) {
        RawPeaks layout = plan.peaks();
        AddressSpace.clear(peak, layout.stride());
        long first = hits + from * StraxHit.BYTES;
        long group = scratch + plan.group();
        long start = AddressSpace.int64(first + StraxHit.TIME) - plan.left();
        int dt = AddressSpace.int16(first + StraxHit.DT);
        long span = AddressSpace.int64(group + END) - start + plan.right();
        AddressSpace.int64(peak + RawPeaks.TIME, start);
        AddressSpace.int32(peak + RawPeaks.LENGTH, (int) (plan.strax() ? span / dt : (span + dt - 1) / dt));
        AddressSpace.int32(peak + RawPeaks.DT, dt);
        AddressSpace.int16(peak + RawPeaks.CHANNEL, NO_CHANNEL);
        AddressSpace.float32(peak + RawPeaks.AREA, Floats.canonical((float) AddressSpace.float64(group + AREA)));
        for (long i = from; i < to; i++) {
            int channel = channel(hits + i * StraxHit.BYTES);
            float own = Floats.canonical((float) AddressSpace.float64(scratch + 8L * channel));
            AddressSpace.float32(peak + RawPeaks.AREA_PER_CHANNEL + 4L * channel, own);
        }
        AddressSpace.int32(peak + layout.hitCount(), (int) (to - from));
        AddressSpace.int32(peak + layout.maxGap(), (int) AddressSpace.int64(group + GAP));
    }
}
