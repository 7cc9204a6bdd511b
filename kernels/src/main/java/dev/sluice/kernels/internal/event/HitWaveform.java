package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

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

    /// Collects `count` samples from sample `from` of all time on, in ADC counts, from the record of the hit and its
    /// neighbours; true if a record saturates within the hit, which starts at sample `hitStart`.
    boolean build(
            long hit,
            long hitStart,
            long from,
            int count,
            long records,
            long recordCount,
            long record,
            long previous,
            long next,
            long scratch) {
        int stride = StraxRecord.bytes(plan.samples());
        long wave = scratch + plan.hitWaveform();
        AddressSpace.clear(wave, 4L * count);
        boolean saturated = copy(hit, hitStart, from, count, records + record * stride, wave);
        long before = AddressSpace.int32(previous + 4 * record);
        if (AddressSpace.int16(hit + StraxHit.LEFT_INTEGRATION) < 0 && before != NONE) {
            saturated |= copy(
                    hit, hitStart, from, count, records + Trusted.below(recordCount, before) * (long) stride, wave);
        }
        long after = AddressSpace.int32(next + 4 * record);
        if (AddressSpace.int16(hit + StraxHit.RIGHT_INTEGRATION) > plan.samples() && after != NONE) {
            saturated |=
                    copy(hit, hitStart, from, count, records + Trusted.below(recordCount, after) * (long) stride, wave);
        }
        return saturated;
    }

    /// Adds the samples in PE to the waveform of the peak from its sample `at` on, and to that of the top; returns
    /// their sum.
    double add(long at, int count, int channel, long scratch) {
        long wave = scratch + plan.hitWaveform();
        long target = scratch + 4 * at;
        long top = target + plan.topWaveform();
        boolean isTop = channel < plan.topChannels();
        double gain = plan.toPe().of(channel);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            float sample = (float) (AddressSpace.float32(wave + 4L * i) * gain);
            AddressSpace.float32(target + 4L * i, AddressSpace.float32(target + 4L * i) + sample);
            if (isTop) {
                AddressSpace.float32(top + 4L * i, AddressSpace.float32(top + 4L * i) + sample);
            }
            sum = plan.strax() ? (float) (sum + sample) : sum + sample;
        }
        return sum;
    }

    private boolean copy(long hit, long hitStart, long in, int count, long record, long wave) {
        long dt = AddressSpace.int16(record + StraxRecord.DT);
        long first = Math.floorDiv(AddressSpace.int64(record + StraxRecord.TIME), dt);
        long from = Math.max(hitStart, first);
        long end = Saturated.add(hitStart, AddressSpace.int32(hit + StraxHit.LENGTH));
        int length = Trusted.below(plan.samples() + 1L, AddressSpace.int32(record + StraxRecord.LENGTH));
        long to = Math.min(end, Saturated.add(first, length));
        float baseline = AddressSpace.float32(record + StraxRecord.BASELINE);
        double above = baseline - Math.floor(baseline);
        boolean positive = plan.polarities().isPositive(record);
        double fraction = plan.strax() || !positive ? above : -above;
        double factor = factor(AddressSpace.int16(record + StraxRecord.SHIFT));
        int highest = Short.MIN_VALUE;
        for (long i = from; i < to; i++) {
            int sample = AddressSpace.int16(record + StraxRecord.DATA + 2 * (i - first));
            highest = Math.max(highest, sample);
            if (i >= in && i - in < count) {
                AddressSpace.float32(wave + 4 * (i - in), (float) (sample * factor + fraction));
            }
        }
        return from < to && highest * factor >= ceiling(baseline, positive);
    }

    private double factor(int shift) {
        return plan.strax() && shift < 0 ? 0 : Math.scalb(1.0, shift);
    }

    /// What a sample less the baseline is at the end of the digitiser's range to which pulses go.
    private double ceiling(float baseline, boolean positive) {
        if (plan.strax()) {
            return (short) (int) baseline;
        }
        double whole = Math.floor(baseline);
        return positive ? plan.greatest() - whole : whole;
    }
}
