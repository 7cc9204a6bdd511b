package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.hit.ThresholdHitFields;
import dev.sluice.kernels.internal.hit.ThresholdHitsPlan;

/// Threshold hits of 16-bit samples: vectors find the crossings, scalar code looks at the hits.
final class IntegerThresholdHits implements ThresholdHitsPlan.Loop {

    /// What lanes are flipped with so that they grow as oriented samples do, and what is then added to a bound.
    private static final short SIGNED_NEGATIVE = -1;

    private static final short UNSIGNED_POSITIVE = Short.MIN_VALUE;
    private static final short UNSIGNED_NEGATIVE = Short.MAX_VALUE;

    private final ThresholdHitsPlan plan;
    private final boolean unsigned;

    IntegerThresholdHits(ThresholdHitsPlan plan) {
        this.plan = plan;
        this.unsigned = plan.waveforms().isUnsigned();
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
            long sum = window == 0 ? 0 : Samples16.sum(plan.baselineWindow().address(record), window, limit, unsigned);
            double baseline = plan.baseline(record, sum, window);
            double level = positive ? baseline : -baseline;
            short flip = flip(positive);
            int least = ThresholdHitsPlan.integerBound(plan.bound(record, level));
            int bound = least + flip;
            if (bound > Short.MAX_VALUE) {
                continue;
            }
            short laneBound = (short) Math.max(bound, Short.MIN_VALUE);
            long wave = plan.wave().address(record);
            int start = -1;
            int before = 0;
            for (int from = 0; from < valid; from += Crossings.BLOCK) {
                int block = Math.min(Crossings.BLOCK, valid - from);
                long over = Crossings.of16(wave + 2L * from, block, flip, laneBound, limit);
                long edges = over ^ (over << 1 | (start < 0 ? 0 : 1));
                while (edges != 0) {
                    int at = from + Long.numberOfTrailingZeros(edges);
                    edges &= edges - 1;
                    if (start < 0) {
                        start = at;
                    } else {
                        if (found < capacity) {
                            long hit = hits + found * ThresholdHitFields.BYTES;
                            before = plan.storeInteger(record, hit, start, at, valid, positive, level, least, before);
                        }
                        found++;
                        start = -1;
                    }
                }
            }
            if (start >= 0) {
                if (found < capacity) {
                    long hit = hits + found * ThresholdHitFields.BYTES;
                    before = plan.storeInteger(record, hit, start, valid, valid, positive, level, least, before);
                }
                found++;
            }
        }
        return found;
    }

    /// Signed lanes need no change or their complement, -1 - x; unsigned ones also lose 32768. The same number, added
    /// to a bound, moves it along.
    private short flip(boolean positive) {
        if (unsigned) {
            return positive ? UNSIGNED_POSITIVE : UNSIGNED_NEGATIVE;
        }
        return positive ? 0 : SIGNED_NEGATIVE;
    }
}
