package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

/// The sum of `SumWaveformKernel`; immutable, safe from any thread.
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
            sum(peak, hits, first, hitCount, records, recordCount, previous, next, scratch);
        }
        return FINE;
    }

    private void sum(
            long peak,
            long hits,
            long first,
            long hitCount,
            long records,
            long recordCount,
            long previous,
            long next,
            long scratch) {
        RawPeaks layout = plan.peaks();
        int length = Trusted.below(plan.longest() + 1L, AddressSpace.int32(peak + RawPeaks.LENGTH));
        long dt = AddressSpace.int32(peak + RawPeaks.DT);
        long start = AddressSpace.int64(peak + RawPeaks.TIME);
        long sums = scratch + plan.sums();
        AddressSpace.clear(scratch, 4L * length);
        AddressSpace.clear(scratch + plan.topWaveform(), 4L * length);
        AddressSpace.clear(sums, 8L * layout.channels());
        AddressSpace.clear(peak + layout.saturatedChannel(), layout.channels());
        long peakStart = Math.floorDiv(start, dt);
        long far = dt * length;
        double area = 0;
        for (long i = first; i < hitCount; i++) {
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
                long saturated = peak + layout.saturatedChannel() + channel;
                long record = Trusted.below(recordCount, AddressSpace.int32(hit + StraxHit.RECORD));
                boolean tops = hitWaveform.build(
                        hit, hitStart, from, count, records, recordCount, record, previous, next, scratch);
                AddressSpace.int8(saturated, AddressSpace.int8(saturated) | (tops ? 1 : 0));
                double own = count == 0 ? 0 : hitWaveform.add(from - peakStart, count, channel, scratch);
                long sum = sums + 8L * channel;
                AddressSpace.float64(sum, rounded(AddressSpace.float64(sum) + own));
                area = rounded(area + own);
            }
        }
        AddressSpace.float32(peak + RawPeaks.AREA, (float) area);
        stored.store(peak, length, scratch);
    }

    private double rounded(double sum) {
        return plan.strax() ? (float) sum : sum;
    }
}
