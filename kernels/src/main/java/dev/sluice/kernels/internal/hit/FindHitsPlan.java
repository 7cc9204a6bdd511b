package dev.sluice.kernels.internal.hit;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.FieldPair;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.HitFields;
import dev.sluice.kernels.internal.wave.RawPolarities;

/// The checked numbers of a hit finder, and what its loops do per record and per hit around the search.
///
/// Immutable, safe from any thread.
///
/// @param samples       samples that a record has room for
/// @param amplitudes    least amplitude of every channel
/// @param overNoise     least height of every channel as a multiple of the baseline's rms
/// @param polarities    where pulses were positive, samples are counts above the baseline, else below
/// @param likeStrax     true for strax's results bit for bit
public record FindHitsPlan(
        int samples, RawThresholds amplitudes, RawThresholds overNoise, RawPolarities polarities, boolean likeStrax)
        implements LoopPlan<FindHitsPlan.Loop> {
    /// The unchecked inner loop of `FindHitsKernel`; implementations are immutable, stateless and safe from any thread.
    public interface Loop {
        /// Finds the hits of `count` records from address `records` on, writes the first `capacity` of them from
        /// address `hits` on, and returns how many there are. The first record is number `first`.
        ///
        /// `limit` is the address just after the records' segment: memory before it may be read. Allocates nothing.
        long run(long records, long count, long first, long limit, long hits, long capacity);
    }

    /// What `bound` is if no sample reaches it.
    public static final int BEYOND_SAMPLES = Short.MAX_VALUE + 1;

    /// Bytes from one record to the next.
    public int stride() {
        return FragmentFields.DATA + Short.BYTES * samples;
    }

    /// The larger of the two thresholds of a record; noise that is no number does not count.
    public double threshold(long record) {
        short channel = AddressSpace.int16(record + FragmentFields.CHANNEL);
        double amplitude = amplitudes.of(channel);
        double noise = AddressSpace.float32(record + FragmentFields.BASELINE_RMS) * overNoise.of(channel);
        return noise > amplitude ? noise : amplitude;
    }

    /// The least sample that is not below `threshold`, at least that of int16; `BEYOND_SAMPLES` if there is none.
    public static int bound(double threshold) {
        return threshold <= Short.MAX_VALUE ? (int) Math.max(Math.ceil(threshold), Short.MIN_VALUE) : BEYOND_SAMPLES;
    }

    /// Writes the hit of the samples `[left, right)` of record number `index`, after `before` others.
    public void store(long record, long index, long hit, long before, int left, int right, double threshold) {
        long sum = 0;
        int highest = likeStrax ? 0 : Integer.MIN_VALUE;
        int position = -1;
        long sample = record + FragmentFields.DATA + 2L * left;
        for (int i = left; i < right; i++, sample += Short.BYTES) {
            int value = AddressSpace.int16(sample);
            sum += value;
            if (value > highest) {
                highest = value;
                position = i;
            }
        }
        write(record, index, hit, before, left, right, threshold, sum, highest, position);
    }

    /// Writes the same hit once the sum of its samples, the highest and its place are known; strax knows none above 0.
    public void write(
            long record,
            long index,
            long hit,
            long before,
            int left,
            int right,
            double threshold,
            long sum,
            int highest,
            int position) {
        long time = AddressSpace.int64(record + FragmentFields.TIME);
        short dt = AddressSpace.int16(record + FragmentFields.DT);
        double fraction = FragmentFields.fraction(AddressSpace.float32(record + FragmentFields.BASELINE));
        double rest = likeStrax || !polarities.isPositive(record) ? fraction : -fraction;
        AddressSpace.int64(hit + HitFields.TIME, time + (long) left * dt);
        int module = FieldPair.ofShorts(dt, AddressSpace.int16(record + FragmentFields.CHANNEL));
        AddressSpace.int64(hit + HitFields.LENGTH, FieldPair.of(right - left, module));
        float area = Floats.canonical((float) (sum + (right - left) * rest));
        AddressSpace.int64(
                hit + HitFields.AREA, FieldPair.of(Float.floatToRawIntBits(area), FieldPair.ofShorts(left, right)));
        AddressSpace.int64(hit + HitFields.INTEGRATION, FieldPair.of(0, (int) index));
        float height = Floats.canonical((float) (highest + rest));
        AddressSpace.int64(hit + HitFields.THRESHOLD, FieldPair.of((float) threshold, height));
        AddressSpace.int64(
                hit + HitFields.MAX_TIME, position < 0 ? staleTime(hit, before) : time + (long) position * dt);
    }

    /// strax keeps the time of an earlier hit's maximum where no sample is above 0.
    private static long staleTime(long hit, long before) {
        return before == 0 ? 0 : AddressSpace.int64(hit - HitFields.BYTES + HitFields.MAX_TIME);
    }
}
