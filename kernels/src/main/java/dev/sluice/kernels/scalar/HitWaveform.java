package dev.sluice.kernels.scalar;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.RawPeaks;
import dev.sluice.kernels.unchecked.StraxHit;
import dev.sluice.kernels.unchecked.StraxRecord;
import dev.sluice.kernels.unchecked.SumWaveformPlan;

/// The samples of one hit that lie in one peak, in float32, in scratch memory; unchecked, immutable, safe from any
/// thread.
///
/// Times are counted in samples, rounded down, as strax does.
final class HitWaveform {

    private static final int NONE = -1;

    private final SumWaveformPlan plan;

    HitWaveform(SumWaveformPlan plan) {
        this.plan = plan;
    }

    /// Collects the samples in ADC counts, from the record of the hit and its neighbours; true if a record saturates
    /// within the hit.
    boolean build(long hit, long peak, long records, long record, long previous, long next, long scratch) {
        int stride = StraxRecord.bytes(plan.samples());
        long wave = scratch + plan.hitWaveform();
        AddressSpace.clear(wave, 4L * Math.max(0, count(hit, peak)));
        boolean saturated = copy(hit, peak, records + record * stride, wave);
        long before = AddressSpace.int32(previous + 4 * record);
        if (AddressSpace.int16(hit + StraxHit.LEFT_INTEGRATION) < 0 && before != NONE) {
            saturated |= copy(hit, peak, records + before * stride, wave);
        }
        long after = AddressSpace.int32(next + 4 * record);
        if (AddressSpace.int16(hit + StraxHit.RIGHT_INTEGRATION) > plan.samples() && after != NONE) {
            saturated |= copy(hit, peak, records + after * stride, wave);
        }
        return saturated;
    }

    /// Adds the samples in PE to the waveform of the peak, and to that of the top; returns their sum.
    double add(long hit, long peak, int channel, long scratch) {
        long wave = scratch + plan.hitWaveform();
        int count = count(hit, peak);
        long to = 4 * (from(hit, peak) - start(peak));
        long top = scratch + plan.topWaveform() + to;
        boolean isTop = channel < plan.topChannels();
        double gain = plan.toPe().of(channel);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            float sample = (float) (AddressSpace.float32(wave + 4L * i) * gain);
            long at = scratch + to + 4L * i;
            AddressSpace.float32(at, AddressSpace.float32(at) + sample);
            if (isTop) {
                AddressSpace.float32(top + 4L * i, AddressSpace.float32(top + 4L * i) + sample);
            }
            sum = plan.strax() ? (float) (sum + sample) : sum + sample;
        }
        return sum;
    }

    private boolean copy(long hit, long peak, long record, long wave) {
        long dt = AddressSpace.int16(record + StraxRecord.DT);
        long first = Math.floorDiv(AddressSpace.int64(record + StraxRecord.TIME), dt);
        long start = Math.floorDiv(AddressSpace.int64(hit + StraxHit.TIME), dt);
        long end = start + AddressSpace.int32(hit + StraxHit.LENGTH);
        long from = Math.max(start, first);
        long to = Math.min(end, first + AddressSpace.int32(record + StraxRecord.LENGTH));
        long in = from(hit, peak);
        long out = in + count(hit, peak);
        float baseline = AddressSpace.float32(record + StraxRecord.BASELINE);
        double fraction = baseline - Math.floor(baseline);
        double factor = factor(AddressSpace.int16(record + StraxRecord.SHIFT));
        int highest = Short.MIN_VALUE;
        for (long i = from; i < to; i++) {
            int sample = AddressSpace.int16(record + StraxRecord.DATA + 2 * (i - first));
            highest = Math.max(highest, sample);
            if (i >= in && i < out) {
                AddressSpace.float32(wave + 4 * (i - in), (float) (sample * factor + fraction));
            }
        }
        return from < to && highest * factor >= ceiling(baseline);
    }

    private double factor(int shift) {
        return plan.strax() && shift < 0 ? 0 : Math.scalb(1.0, shift);
    }

    private double ceiling(float baseline) {
        return plan.strax() ? (short) (int) baseline : Math.floor(baseline);
    }

    /// First sample of the hit in the peak, counted from time 0.
    private static long from(long hit, long peak) {
        long dt = AddressSpace.int32(peak + RawPeaks.DT);
        return Math.max(start(peak), Math.floorDiv(AddressSpace.int64(hit + StraxHit.TIME), dt));
    }

    private static int count(long hit, long peak) {
        long dt = AddressSpace.int32(peak + RawPeaks.DT);
        long end =
                Math.floorDiv(AddressSpace.int64(hit + StraxHit.TIME), dt) + AddressSpace.int32(hit + StraxHit.LENGTH);
        return (int) (Math.min(end, start(peak) + AddressSpace.int32(peak + RawPeaks.LENGTH)) - from(hit, peak));
    }

    private static long start(long peak) {
        return Math.floorDiv(AddressSpace.int64(peak + RawPeaks.TIME), (long) AddressSpace.int32(peak + RawPeaks.DT));
    }
}
