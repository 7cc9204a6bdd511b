package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Cutting what is outside hits, without vectors; immutable, safe from any thread.
public final class ScalarCutOutsideHits implements CutOutsideHitsPlan.Loop {

    private final CutOutsideHitsPlan plan;

    private ScalarCutOutsideHits(CutOutsideHitsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static CutOutsideHitsPlan.Loop of(CutOutsideHitsPlan plan) {
        return new ScalarCutOutsideHits(plan);
    }

    @Override
    public long run(
            long records,
            long count,
            long hits,
            long hitCount,
            long target,
            boolean linked,
            int[] previous,
            int[] next) {
        for (long i = 0; i < count; i++) {
            long copy = target + i * plan.stride();
            copyFields(records + i * plan.stride(), copy, CutOutsideHitsPlan.HITS_ONLY);
            for (int k = 0; k < plan.samples(); k++) {
                AddressSpace.int16(copy + FragmentFields.DATA + 2L * k, (short) 0);
            }
        }
        return plan.keep(records, count, hits, hitCount, target, linked, previous, next);
    }

    /// Copies all fields but the samples, and notes what is left of those.
    public static void copyFields(long record, long copy, byte reductionLevel) {
        for (int at = 0; at < 32; at += Long.BYTES) {
            AddressSpace.int64(copy + at, AddressSpace.int64(record + at));
        }
        AddressSpace.int64(copy + FragmentFields.DATA - 8, AddressSpace.int64(record + FragmentFields.DATA - 8));
        AddressSpace.int8(copy + FragmentFields.REDUCTION_LEVEL, reductionLevel);
    }
}
