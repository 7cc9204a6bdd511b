package dev.sluice.kernels.internal.hit;

import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Threshold hits, one sample at a time; immutable, safe from any thread.
public final class ScalarThresholdHits implements ThresholdHitsPlan.Loop {

    private final ThresholdHitsPlan plan;

    private ScalarThresholdHits(ThresholdHitsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static ThresholdHitsPlan.Loop of(ThresholdHitsPlan plan) {
        return new ScalarThresholdHits(plan);
    }

    @Override
    public long run(long records, long count, long limit, long hits, long capacity) {
        int stride = plan.waveforms().stride();
        boolean real = plan.waveforms().isFloat();
        long found = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            found += real
                    ? findFloat(record, hits + found * ThresholdHitFields.BYTES, capacity - found)
                    : findInteger(record, hits + found * ThresholdHitFields.BYTES, capacity - found);
        }
        return found;
    }

    private long findInteger(long record, long hits, long capacity) {
        int valid = plan.waveforms().validLength(record);
        boolean positive = plan.polarities().isPositive(record);
        int count = plan.baselineCount(valid);
        boolean unsigned = plan.waveforms().isUnsigned();
        long sum = ScalarSamples.sum16(plan.baselineWindow().address(record), count, unsigned);
        double baseline = plan.baseline(record, sum, count);
        double level = positive ? baseline : -baseline;
        int bound = ThresholdHitsPlan.integerBound(plan.bound(record, level));
        long found = 0;
        int start = -1;
        int before = 0;
        for (int i = 0; i <= valid; i++) {
            boolean over = i < valid && plan.integerSample(record, i, positive) >= bound;
            if (over && start < 0) {
                start = i;
            } else if (!over && start >= 0) {
                if (found < capacity) {
                    long hit = hits + found * ThresholdHitFields.BYTES;
                    before = plan.storeInteger(record, hit, start, i, valid, positive, level, bound, before);
                }
                found++;
                start = -1;
            }
        }
        return found;
    }

    private long findFloat(long record, long hits, long capacity) {
        int valid = plan.waveforms().validLength(record);
        boolean positive = plan.polarities().isPositive(record);
        int count = plan.baselineCount(valid);
        double sum = ScalarSamples.sumFloat(plan.baselineWindow().address(record), count);
        double baseline = plan.baseline(record, sum, count);
        double level = positive ? baseline : -baseline;
        float bound = ThresholdHitsPlan.floatBound(plan.bound(record, level));
        long found = 0;
        int start = -1;
        int before = 0;
        for (int i = 0; i <= valid; i++) {
            boolean over = i < valid && plan.floatSample(record, i, positive) >= bound;
            if (over && start < 0) {
                start = i;
            } else if (!over && start >= 0) {
                if (found < capacity) {
                    long hit = hits + found * ThresholdHitFields.BYTES;
                    before = plan.storeFloat(record, hit, start, i, valid, positive, level, bound, before);
                }
                found++;
                start = -1;
            }
        }
        return found;
    }
}
