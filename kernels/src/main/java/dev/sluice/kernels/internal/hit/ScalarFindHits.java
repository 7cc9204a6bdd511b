package dev.sluice.kernels.internal.hit;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.HitFields;

/// Hits of fragments, one sample at a time; immutable, safe from any thread.
public final class ScalarFindHits implements FindHitsPlan.Loop {

    private final FindHitsPlan plan;

    private ScalarFindHits(FindHitsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static FindHitsPlan.Loop of(FindHitsPlan plan) {
        return new ScalarFindHits(plan);
    }

    @Override
    public long run(long records, long count, long first, long limit, long hits, long capacity) {
        int stride = plan.stride();
        long found = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            int length = FragmentFields.length(record, plan.samples());
            double threshold = plan.threshold(record);
            int start = -1;
            for (int k = 0; k <= length; k++) {
                boolean over = k < length && AddressSpace.int16(record + FragmentFields.DATA + 2L * k) >= threshold;
                if (over && start < 0) {
                    start = k;
                } else if (!over && start >= 0) {
                    if (found < capacity) {
                        plan.store(record, first + i, hits + found * HitFields.BYTES, found, start, k, threshold);
                    }
                    found++;
                    start = -1;
                }
            }
        }
        return found;
    }
}
