package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

/// The search of `FindPeaksKernel`; immutable, safe from any thread.
///
/// Two walks over the hits of a peak: one finds where it ends, the other sums.
public final class ScalarFindPeaks implements FindPeaksPlan.Loop {

    private static final int NO_CHANNEL = -1;

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
            long to = endOfPeak(hits, count, from);
            if (isPeak(hits, from, to, scratch)) {
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
                && (extent + plan.left() + plan.right() + dt - 1) / dt <= Integer.MAX_VALUE;
    }

    private long endOfPeak(long hits, long count, long from) {
        long first = hits + from * StraxHit.BYTES;
        long start = AddressSpace.int64(first + StraxHit.TIME) - plan.left();
        long end = StraxHit.end(first);
        long to = from + 1;
        for (; to < count; to++) {
            long hit = hits + to * StraxHit.BYTES;
            long next = StraxHit.end(hit);
            long reach = plan.strax() ? next + plan.left() : Math.max(end, next);
            boolean far = Saturated.subtract(AddressSpace.int64(hit + StraxHit.TIME), end) >= plan.gap();
            if (far || Saturated.subtract(reach + plan.right(), start) > plan.maxDuration()) {
                break;
            }
            end = Math.max(end, next);
        }
        return to;
    }

    /// Sums the areas by channel in scratch memory, and returns whether area and channels suffice.
    ///
    /// A mark beside each sum is the group that it is of, and whether the channel has been counted: so channels without
    /// a hit cost nothing.
    private boolean isPeak(long hits, long from, long to, long sums) {
        long group = group(from);
        double area = 0;
        int contributing = 0;
        for (long i = from; i < to; i++) {
            long hit = hits + i * StraxHit.BYTES;
            int channel = channel(hit);
            double gain = plan.toPe().of(channel);
            double own = AddressSpace.float32(hit + StraxHit.AREA) * gain;
            long sum = sums + 8L * channel;
            long mark = mark(sums, channel);
            long marked = AddressSpace.int64(mark);
            boolean known = (marked & -2L) == group;
            AddressSpace.float64(sum, rounded((known ? AddressSpace.float64(sum) : 0) + own));
            area = rounded(area + own);
            boolean counts = !plan.strax() && gain != 0 && !(known && marked != group);
            contributing += counts ? 1 : 0;
            AddressSpace.int64(mark, counts ? group | 1 : known ? marked : group);
        }
        return !(area < plan.minArea())
                && (plan.strax() ? notZero(hits, from, to, sums) : contributing) >= plan.minChannels();
    }

    /// In how many channels the areas do not add up to 0.
    private int notZero(long hits, long from, long to, long sums) {
        int count = 0;
        for (long i = from; i < to; i++) {
            int channel = channel(hits + i * StraxHit.BYTES);
            long mark = mark(sums, channel);
            if (AddressSpace.int64(mark) == group(from) && AddressSpace.float64(sums + 8L * channel) != 0) {
                AddressSpace.int64(mark, group(from) | 1);
                count++;
            }
        }
        return count;
    }

    /// The mark of the group that starts with this hit; its lowest bit is for channels that have been counted.
    private static long group(long from) {
        return from + 1 << 1;
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

    private void store(long hits, long from, long to, long sums, long peak) {
        RawPeaks layout = plan.peaks();
        AddressSpace.clear(peak, layout.stride());
        long first = hits + from * StraxHit.BYTES;
        long start = AddressSpace.int64(first + StraxHit.TIME) - plan.left();
        long end = StraxHit.end(first);
        long gap = 0;
        double area = 0;
        for (long i = from; i < to; i++) {
            long hit = hits + i * StraxHit.BYTES;
            gap = Math.max(gap, Saturated.subtract(AddressSpace.int64(hit + StraxHit.TIME), end));
            end = Math.max(end, StraxHit.end(hit));
            int channel = channel(hit);
            area = rounded(area
                    + AddressSpace.float32(hit + StraxHit.AREA) * plan.toPe().of(channel));
            float own = (float) AddressSpace.float64(sums + 8L * channel);
            AddressSpace.float32(peak + RawPeaks.AREA_PER_CHANNEL + 4L * channel, own);
        }
        int dt = AddressSpace.int16(first + StraxHit.DT);
        long span = end - start + plan.right();
        AddressSpace.int64(peak + RawPeaks.TIME, start);
        AddressSpace.int32(peak + RawPeaks.LENGTH, (int) (plan.strax() ? span / dt : (span + dt - 1) / dt));
        AddressSpace.int32(peak + RawPeaks.DT, dt);
        AddressSpace.int16(peak + RawPeaks.CHANNEL, NO_CHANNEL);
        AddressSpace.float32(peak + RawPeaks.AREA, (float) area);
        AddressSpace.int32(peak + layout.hitCount(), (int) (to - from));
        AddressSpace.int32(peak + layout.maxGap(), (int) gap);
    }
}
