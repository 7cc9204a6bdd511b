package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

/// The sum of `SumWaveformKernel`; immutable, safe from any thread.
///
/// The sums by channel in scratch memory are 0 between peaks: those of the hits of a peak are cleared after it, so
/// channels without a hit cost nothing.
public final class ScalarSumWaveform implements SumWaveformPlan.Loop {

    private final SumWaveformPlan plan;
    private final HitWaveform hitWaveform;
    private final StoredWaveform stored;

    private ScalarSumWaveform(SumWaveformPlan plan) {
        this.plan = plan;
        this.hitWaveform = new HitWaveform(plan);
        this.stored = new StoredWaveform(plan);
    }

    /// The sum of this plan.
    public static SumWaveformPlan.Loop of(SumWaveformPlan plan) {
        return new ScalarSumWaveform(plan);
    }

    @Override
    public long run(
            long peaks,
            long peakCount,
            long hits,
            long hitCount,
            long records,
            long recordCount,
            long previous,
            long next,
            long scratch) {
        long fault =
                SumWaveformFaults.find(plan, peaks, peakCount, hits, hitCount, records, recordCount, previous, next);
        if (fault != FINE) {
            return fault;
        }
        AddressSpace.clear(scratch + plan.sums(), 8L * plan.peaks().channels());
        long first = 0;
        for (long i = 0; i < peakCount; i++) {
            long peak = peaks + i * plan.peaks().stride();
            long start = AddressSpace.int64(peak + RawPeaks.TIME);
            while (first < hitCount && StraxHit.end(hits + first * StraxHit.BYTES) <= start) {
                first++;
            }
            if (plan.strax() && first == hitCount) {
                return FINE;
            }
            int length = Trusted.below(plan.longest() + 1L, AddressSpace.int32(peak + RawPeaks.LENGTH));
            stored.clear(peak, length, scratch);
            long beyond = sum(peak, length, hits, first, hitCount, records, recordCount, previous, next, scratch);
            storeChannels(peak, start, hits, first, beyond, scratch + plan.sums());
            stored.store(peak, length, scratch);
        }
        return FINE;
    }

    /// Adds the hits of a peak, of which the first is not before `first`; returns the hit after the last.
    private long sum(
            long peak,
            int length,
            long hits,
            long first,
            long hitCount,
            long records,
            long recordCount,
            long previous,
            long next,
            long scratch) {
        RawPeaks layout = plan.peaks();
        int stride = StraxRecord.bytes(plan.samples());
        long dt = AddressSpace.int32(peak + RawPeaks.DT);
        long start = AddressSpace.int64(peak + RawPeaks.TIME);
        long wave = stored.wave(peak, length, scratch);
        long top = stored.top(peak, length, scratch);
        long built = scratch + plan.hitWaveform();
        long peakStart = Math.floorDiv(start, dt);
        long far = dt * length;
        double area = 0;
        int saturated = 0;
        long i = first;
        for (; i < hitCount; i++) {
            long hit = hits + i * StraxHit.BYTES;
            long time = AddressSpace.int64(hit + StraxHit.TIME);
            // The same as a distance of `length` samples, rounded down, without a division.
            if (Saturated.subtract(start, time) < dt - far) {
                break;
            }
            if (StraxHit.end(hit) > start) {
                long hitStart = Math.floorDiv(time, dt);
                long from = Math.max(peakStart, hitStart);
                long to = Math.min(peakStart + length, hitStart + AddressSpace.int32(hit + StraxHit.LENGTH));
                int count = to <= from ? 0 : (int) (to - from);
                int channel = Trusted.below(layout.channels(), AddressSpace.int16(hit + StraxHit.CHANNEL));
                long flag = peak + layout.saturatedChannel() + channel;
                int before = AddressSpace.int8(flag);
                long record = Trusted.below(recordCount, AddressSpace.int32(hit + StraxHit.RECORD));
                double gain = plan.toPe().of(channel);
                long target = wave + 4 * (from - peakStart);
                long targetTop = top == 0 || channel >= plan.topChannels() ? 0 : top + 4 * (from - peakStart);
                double own;
                if (hitWaveform.isInside(hit, record, previous, next, gain)) {
                    own = hitWaveform.add(
                            hit, hitStart, from, count, records + record * stride, gain, target, targetTop, flag);
                } else {
                    hitWaveform.build(
                            hit, hitStart, from, count, records, recordCount, record, previous, next, built, flag);
                    own = hitWaveform.addBuilt(built, count, gain, target, targetTop);
                }
                long sum = scratch + plan.sums() + 8L * channel;
                AddressSpace.float64(sum, rounded(AddressSpace.float64(sum) + own));
                area = rounded(area + own);
                saturated += AddressSpace.int8(flag) - before;
            }
        }
        AddressSpace.float32(peak + RawPeaks.AREA, Floats.canonical((float) area));
        AddressSpace.int16(peak + layout.saturatedCount(), saturated);
        return i;
    }

    /// Writes the sums of the channels that have hits; in scratch memory they are 0 afterwards.
    private void storeChannels(long peak, long start, long hits, long first, long beyond, long sums) {
        RawPeaks layout = plan.peaks();
        AddressSpace.clear(peak + RawPeaks.AREA_PER_CHANNEL, 4L * layout.channels());
        for (long i = first; i < beyond; i++) {
            long hit = hits + i * StraxHit.BYTES;
            if (StraxHit.end(hit) > start) {
                int channel = Trusted.below(layout.channels(), AddressSpace.int16(hit + StraxHit.CHANNEL));
                float area = Floats.canonical((float) AddressSpace.float64(sums + 8L * channel));
                AddressSpace.float32(peak + RawPeaks.AREA_PER_CHANNEL + 4L * channel, area);
            }
        }
        for (long i = first; i < beyond; i++) {
            long hit = hits + i * StraxHit.BYTES;
            if (StraxHit.end(hit) > start) {
                int channel = Trusted.below(layout.channels(), AddressSpace.int16(hit + StraxHit.CHANNEL));
                AddressSpace.float64(sums + 8L * channel, 0);
            }
        }
    }

    private double rounded(double sum) {
        return plan.strax() ? (float) sum : sum;
    }
}
