package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

/// The sum of `NumberedHitSum`, which takes hits one by one and leaves their samples to others; immutable, safe from
/// any thread.
public final class NumberedSum implements NumberedSumPlan.Loop {

    private final SumWaveformPlan plan;
    private final SampleSums samples;
    private final HitWaveform shifted;
    private final StoredWaveform stored;
    private final boolean finite;

    /// The sum of this plan, over samples in this way.
    public NumberedSum(NumberedSumPlan plan, SampleSums samples) {
        this.plan = plan.sum();
        this.samples = samples;
        this.shifted = new HitWaveform(plan.sum());
        this.stored = new StoredWaveform(plan.sum());
        this.finite = plan.sum().toPe().areFinite();
    }

    /// The sum of this plan, sample by sample.
    public static NumberedSumPlan.Loop scalar(NumberedSumPlan plan) {
        return new NumberedSum(plan, new ScalarSampleSums(plan.sum().strax()));
    }

    @Override
    public boolean run(
            long peaks,
            long peakCount,
            long hits,
            long hitCount,
            long records,
            long recordCount,
            long number,
            long scratch) {
        if (peakCount == 0) {
            return true;
        }
        int dt = AddressSpace.int32(peaks + RawPeaks.DT);
        if (!finite
                || SumWaveformFaults.ofPeaks(plan, peaks, peakCount) != SumWaveformPlan.Loop.FINE
                || !NumberedHitFaults.areNone(plan, dt, hits, hitCount, records, recordCount, number)) {
            return false;
        }
        long first = 0;
        for (long i = 0; i < peakCount; i++) {
            long peak = peaks + i * plan.peaks().stride();
            long start = AddressSpace.int64(peak + RawPeaks.TIME);
            while (first < hitCount && StraxHit.end(hits + first * StraxHit.BYTES) <= start) {
                first++;
            }
            if (plan.strax() && first == hitCount) {
                return true;
            }
            int length = Trusted.below(plan.longest() + 1L, AddressSpace.int32(peak + RawPeaks.LENGTH));
            stored.clear(peak, length, scratch);
            AddressSpace.clear(
                    peak + RawPeaks.AREA_PER_CHANNEL, 4L * plan.peaks().channels());
            AddressSpace.clear(scratch + plan.sums(), 8L * plan.peaks().channels());
            sum(peak, length, hits, first, hitCount, records, recordCount, number, scratch);
            stored.store(peak, length, scratch);
        }
        return true;
    }

    /// Adds the hits of a peak, of which the first is not before `first`.
    private void sum(
            long peak,
            int length,
            long hits,
            long first,
            long hitCount,
            long records,
            long recordCount,
            long number,
            long scratch) {
        RawPeaks layout = plan.peaks();
        int stride = StraxRecord.bytes(plan.samples());
        long limit = records + recordCount * stride;
        long dt = AddressSpace.int32(peak + RawPeaks.DT);
        long start = AddressSpace.int64(peak + RawPeaks.TIME);
        long wave = stored.wave(peak, length, scratch);
        long top = stored.top(peak, length, scratch);
        long phase = Math.floorMod(start, dt);
        long far = dt * length;
        double area = 0;
        int saturated = 0;
        for (long i = first; i < hitCount; i++) {
            long hit = hits + i * StraxHit.BYTES;
            long time = AddressSpace.int64(hit + StraxHit.TIME);
            // The same as a distance of `length` samples, rounded down, without a division.
            if (Saturated.subtract(start, time) < dt - far) {
                break;
            }
            if (StraxHit.end(hit) > start) {
                int channel = Trusted.below(layout.channels(), AddressSpace.int16(hit + StraxHit.CHANNEL));
                long index = Trusted.below(recordCount, AddressSpace.int32(hit + StraxHit.RECORD) - number);
                long flag = peak + layout.saturatedChannel() + channel;
                int before = AddressSpace.int8(flag);
                double own = add(
                        hit,
                        samplesOf(time - start + phase, dt),
                        length,
                        records + index * stride,
                        plan.toPe().of(channel),
                        wave,
                        channel < plan.topChannels() ? top : 0,
                        flag,
                        limit);
                long sum = scratch + plan.sums() + 8L * channel;
                double ofChannel = rounded(AddressSpace.float64(sum) + own);
                AddressSpace.float64(sum, ofChannel);
                AddressSpace.float32(
                        peak + RawPeaks.AREA_PER_CHANNEL + 4L * channel, Floats.canonical((float) ofChannel));
                area = rounded(area + own);
                saturated += AddressSpace.int8(flag) - before;
            }
        }
        AddressSpace.float32(peak + RawPeaks.AREA, Floats.canonical((float) area));
        AddressSpace.int16(peak + layout.saturatedCount(), saturated);
    }

    /// Adds a hit that starts `at` samples after its peak, of `length` samples, does; sets the byte at `flag` if its
    /// record saturates within it. Returns the sum over the samples inside the peak.
    private double add(
            long hit, long at, int length, long record, double gain, long wave, long top, long flag, long limit) {
        if (AddressSpace.int16(record + StraxRecord.SHIFT) != 0) {
            return addShifted(hit, at, length, record, gain, wave, top, flag);
        }
        int left = Trusted.below(plan.samples() + 1L, AddressSpace.int16(hit + StraxHit.LEFT));
        int valid = Trusted.below(plan.samples() + 1L, AddressSpace.int32(record + StraxRecord.LENGTH));
        int count = Math.min(AddressSpace.int32(hit + StraxHit.LENGTH), valid - left);
        long data = record + StraxRecord.DATA + 2L * left;
        float baseline = AddressSpace.float32(record + StraxRecord.BASELINE);
        boolean positive = plan.polarities().isPositive(record);
        double ceiling = shifted.ceiling(baseline, positive);
        if (ceiling <= Short.MAX_VALUE && samples.reach(data, count, (int) ceiling, limit)) {
            AddressSpace.int8(flag, 1);
        }
        long from = Math.max(0, -at);
        long to = Math.min(count, length - at);
        if (from >= to) {
            return 0;
        }
        long shift = 4 * (at + from);
        return samples.add(
                data + 2 * from,
                (int) (to - from),
                shifted.fraction(baseline, positive),
                gain,
                wave + shift,
                top == 0 ? 0 : top + shift,
                limit);
    }

    /// The same of a record whose samples are multiples of a power of two.
    private double addShifted(long hit, long at, int length, long record, double gain, long wave, long top, long flag) {
        long from = Math.max(0, at);
        long to = Math.min(length, at + AddressSpace.int32(hit + StraxHit.LENGTH));
        long start = HitWaveform.start(record) + AddressSpace.int16(hit + StraxHit.LEFT);
        return shifted.add(
                hit,
                start,
                start + from - at,
                to <= from ? 0 : (int) (to - from),
                record,
                gain,
                wave + 4 * from,
                top == 0 ? 0 : top + 4 * from,
                flag);
    }

    /// How many samples pass in a time, rounded down; most are short enough for the division of int32.
    private static long samplesOf(long time, long dt) {
        return time >>> 31 == 0 ? (int) time / (int) dt : Math.floorDiv(time, dt);
    }

    private double rounded(double sum) {
        return plan.strax() ? (float) sum : sum;
    }
}
