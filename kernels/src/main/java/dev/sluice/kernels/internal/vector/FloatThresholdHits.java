package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.hit.ThresholdHitFields;
import dev.sluice.kernels.internal.hit.ThresholdHitsPlan;

/// Threshold hits of float samples: vectors find the crossings, scalar code looks at the hits.
final class FloatThresholdHits implements ThresholdHitsPlan.Loop {

    private final ThresholdHitsPlan plan;

    FloatThresholdHits(ThresholdHitsPlan plan) {
        this.plan = plan;
    }

    @Override
    public long run(long records, long count, long limit, long hits, long capacity) {
        int stride = plan.waveforms().stride();
        long found = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            int valid = plan.waveforms().validLength(record);
            boolean positive = plan.polarities().isPositive(record);
            int window = plan.baselineCount(valid);
            double sum =
                    window == 0 ? 0.0 : SamplesFloat.sum(plan.baselineWindow().address(record), window, limit);
            double baseline = plan.baseline(record, sum, window);
            double level = positive ? baseline : -baseline;
            float sign = positive ? 1.0f : -1.0f;
            float bound = ThresholdHitsPlan.floatBound(plan.bound(record, level));
            long wave = plan.wave().address(record);
            int start = -1;
            int before = 0;
            for (int from = 0; from < valid; from += Crossings.BLOCK) {
                int block = Math.min(Crossings.BLOCK, valid - from);
                long over = Crossings.ofFloat(wave + 4L * from, block, sign, bound, limit);
                long edges = over ^ (over << 1 | (start < 0 ? 0 : 1));
                while (edges != 0) {
                    int at = from + Long.numberOfTrailingZeros(edges);
                    edges &= edges - 1;
                    if (start < 0) {
                        start = at;
                    } else {
                        if (found < capacity) {
                            long hit = hits + found * ThresholdHitFields.BYTES;
                            before = plan.storeFloat(record, hit, start, at, valid, positive, level, bound, before);
                        }
                        found++;
                        start = -1;
                    }
                }
            }
            if (start >= 0) {
                if (found < capacity) {
                    long hit = hits + found * ThresholdHitFields.BYTES;
                    before = plan.storeFloat(record, hit, start, valid, valid, positive, level, bound, before);
                }
                found++;
            }
        }
        return found;
    }
}
