package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.memory.Trusted;

/// The samples of one hit that lie in one peak, in float32; unchecked, immutable, safe from any thread.
///
/// Times are counted in samples, rounded down, as strax does.
final class HitWaveform {

    private static final int NONE = -1;

    private final SumWaveformPlan plan;

    HitWaveform(SumWaveformPlan plan) {
        this.plan = plan;
    }

    /// Whether all samples of a hit in this record are in the record itself, so that [#add] finds them.
    ///
    /// Not where a gain is no number: there samples that no record has, which are 0, count too.
    boolean isInside(long hit, long record, long previous, long next, double gain) {
        return (AddressSpace.int16(hit + StraxHit.LEFT_INTEGRATION) >= 0 || plan.link(previous, record) == NONE)
                && (AddressSpace.int16(hit + StraxHit.RIGHT_INTEGRATION) <= plan.samples()
                        || plan.link(next, record) == NONE)
                && Math.abs(gain) <= Double.MAX_VALUE;
    }

    /// Adds those of `count` samples from sample `in` of all time on that the record at this address has, in PE, to the
    /// waveform at `target`, and to that of the top unless `top` is 0; sets the byte at `saturated` if the record
    /// saturates within the hit. Returns the sum.
    double add(
            long hit,
            long hitStart,
            long in,
            int count,
            long record,
            double gain,
            long target,
            long top,
            long saturated) {
        long first = start(record);
        long from = Math.max(hitStart, first);
        long to = end(hit, hitStart, first, record);
        long data = record + StraxRecord.DATA - 2 * first;
        float baseline = AddressSpace.float32(record + StraxRecord.BASELINE);
        boolean positive = plan.polarities().isPositive(record);
        double fraction = fraction(baseline, positive);
        double factor = factor(AddressSpace.int16(record + StraxRecord.SHIFT));
        int highest = Short.MIN_VALUE;
        for (long i = from; i < to; i++) {
            highest = Math.max(highest, AddressSpace.int16(data + 2 * i));
        }
        if (from < to && highest * factor >= ceiling(baseline, positive)) {
            AddressSpace.int8(saturated, 1);
        }
        long begin = Math.max(from, in);
        long finish = Math.min(to, in + count);
        // A hit and its record may be so far apart that their distance wraps.
        int common = begin < finish ? (int) (finish - begin) : 0;
        long samples = data + 2 * begin;
        long at = 4 * (begin - in);
        return plan.strax()
                ? addFloat(samples, common, factor, fraction, gain, target + at, top == 0 ? 0 : top + at)
                : addDouble(samples, common, factor, fraction, gain, target + at, top == 0 ? 0 : top + at);
    }

    /// Adds `count` samples, times `factor` plus `fraction`, times `gain`; returns their sum, rounded to float32 after
    /// every addition.
    static float addFloat(long samples, int count, double factor, double fraction, double gain, long target, long top) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            float sample = inPe(AddressSpace.int16(samples + 2L * i), factor, fraction, gain);
            AddressSpace.float32(target + 4L * i, AddressSpace.float32(target + 4L * i) + sample);
            if (top != 0) {
                AddressSpace.float32(top + 4L * i, AddressSpace.float32(top + 4L * i) + sample);
            }
            sum += sample;
        }
        return sum;
    }

    /// The same; returns the sum in float64.
    static double addDouble(
            long samples, int count, double factor, double fraction, double gain, long target, long top) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            float sample = inPe(AddressSpace.int16(samples + 2L * i), factor, fraction, gain);
            AddressSpace.float32(target + 4L * i, AddressSpace.float32(target + 4L * i) + sample);
            if (top != 0) {
                AddressSpace.float32(top + 4L * i, AddressSpace.float32(top + 4L * i) + sample);
            }
            sum += sample;
        }
        return sum;
    }

    private static float inPe(int sample, double factor, double fraction, double gain) {
        return (float) ((float) (sample * factor + fraction) * gain);
    }

    /// Collects `count` samples from sample `from` of all time on, in ADC counts, from the record of the hit and its
    /// neighbours in scratch memory; sets the byte at `saturated` if one of them saturates within the hit.
    void build(
            long hit,
            long hitStart,
            long from,
            int count,
            long records,
            long recordCount,
            long record,
            long previous,
            long next,
            long wave,
            long saturated) {
        int stride = StraxRecord.bytes(plan.samples());
        AddressSpace.clear(wave, 4L * count);
        boolean tops = copy(hit, hitStart, from, count, records + record * stride, wave);
        long before = plan.link(previous, record);
        if (AddressSpace.int16(hit + StraxHit.LEFT_INTEGRATION) < 0 && before != NONE) {
            Trusted.below(recordCount, before);
            tops |= copy(hit, hitStart, from, count, records + before * stride, wave);
        }
        long after = plan.link(next, record);
        if (AddressSpace.int16(hit + StraxHit.RIGHT_INTEGRATION) > plan.samples() && after != NONE) {
            Trusted.below(recordCount, after);
            tops |= copy(hit, hitStart, from, count, records + after * stride, wave);
        }
        if (tops) {
            AddressSpace.int8(saturated, 1);
        }
    }

    /// Adds samples that were built, in PE, to the waveform at `target`, and to that of the top unless `top` is 0;
    /// returns their sum.
    double addBuilt(long wave, int count, double gain, long target, long top) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            float sample = (float) (AddressSpace.float32(wave + 4L * i) * gain);
            AddressSpace.float32(target + 4L * i, AddressSpace.float32(target + 4L * i) + sample);
            if (top != 0) {
                AddressSpace.float32(top + 4L * i, AddressSpace.float32(top + 4L * i) + sample);
            }
            sum = plan.strax() ? (float) (sum + sample) : sum + sample;
        }
        return sum;
    }

    private boolean copy(long hit, long hitStart, long in, int count, long record, long wave) {
        long first = start(record);
        long from = Math.max(hitStart, first);
        long to = end(hit, hitStart, first, record);
        float baseline = AddressSpace.float32(record + StraxRecord.BASELINE);
        boolean positive = plan.polarities().isPositive(record);
        double fraction = fraction(baseline, positive);
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

    /// The first sample of a record, of all time.
    static long start(long record) {
        return Math.floorDiv(
                AddressSpace.int64(record + StraxRecord.TIME), (long) AddressSpace.int16(record + StraxRecord.DT));
    }

    /// After the last sample of the hit in the record that starts at sample `first`.
    private long end(long hit, long hitStart, long first, long record) {
        int length = Trusted.below(plan.samples() + 1L, AddressSpace.int32(record + StraxRecord.LENGTH));
        return Math.min(
                Saturated.add(hitStart, AddressSpace.int32(hit + StraxHit.LENGTH)), Saturated.add(first, length));
    }

    /// What is added to the samples, as their baseline was taken off in whole counts.
    double fraction(float baseline, boolean positive) {
        double above = baseline - Math.floor(baseline);
        return plan.strax() || !positive ? above : -above;
    }

    private double factor(int shift) {
        return shift == 0 ? 1 : plan.strax() && shift < 0 ? 0 : Math.scalb(1.0, shift);
    }

    /// What a sample less the baseline is at the end of the digitiser's range to which pulses go.
    double ceiling(float baseline, boolean positive) {
        if (plan.strax()) {
            return (short) (int) baseline;
        }
        double whole = Math.floor(baseline);
        return positive ? plan.greatest() - whole : whole;
    }
}
