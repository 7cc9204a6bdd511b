package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.hit.FindHitsPlan;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.HitFields;

/// Hits of fragments: vectors find the crossings, scalar code looks at the hits.
final class VectorFindHits implements FindHitsPlan.Loop {

    private final FindHitsPlan plan;

    private VectorFindHits(FindHitsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    static FindHitsPlan.Loop of(FindHitsPlan plan) {
        return new VectorFindHits(plan);
    }

    @Override
    public long run(long records, long count, long limit, long hits, long capacity) {
        int stride = plan.stride();
        int samples = plan.samples();
        long found = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            int length = FragmentFields.length(record, samples);
            double threshold = plan.threshold(record);
            int bound = FindHitsPlan.bound(threshold);
            if (bound == FindHitsPlan.BEYOND_SAMPLES) {
                continue;
            }
            long data = record + FragmentFields.DATA;
            int left = -1;
            for (int from = 0; from < length; from += Crossings.BLOCK) {
                int block = Math.min(Crossings.BLOCK, length - from);
                long over = Crossings.of16(data + 2L * from, block, (short) 0, (short) bound, limit);
                long edges = over ^ (over << 1 | (left < 0 ? 0 : 1));
                while (edges != 0) {
                    int at = from + Long.numberOfTrailingZeros(edges);
                    edges &= edges - 1;
                    if (left < 0) {
                        left = at;
                    } else {
                        if (found < capacity) {
                            plan.store(record, i, hits + found * HitFields.BYTES, found, left, at, threshold);
                        }
                        found++;
                        left = -1;
                    }
                }
            }
            if (left >= 0) {
                if (found < capacity) {
                    plan.store(record, i, hits + found * HitFields.BYTES, found, left, length, threshold);
                }
                found++;
            }
        }
        return found;
    }
}
