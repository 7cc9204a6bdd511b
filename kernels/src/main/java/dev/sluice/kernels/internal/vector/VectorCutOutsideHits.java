package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.record.CutOutsideHitsPlan;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.ScalarCutOutsideHits;
import jdk.incubator.vector.ShortVector;

/// Cutting what is outside hits: vectors zero the samples, scalar code copies the few that stay.
final class VectorCutOutsideHits implements CutOutsideHitsPlan.Loop {

    private static final int LANES = SHORTS.length();

    private final CutOutsideHitsPlan plan;

    private VectorCutOutsideHits(CutOutsideHitsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan; null for fragments below a vector.
    static CutOutsideHitsPlan.Loop of(CutOutsideHitsPlan plan) {
        return plan.samples() < LANES ? null : new VectorCutOutsideHits(plan);
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
        int stride = plan.stride();
        for (long i = 0; i < count; i++) {
            long copy = target + i * stride;
            ScalarCutOutsideHits.copyFields(records + i * stride, copy, CutOutsideHitsPlan.HITS_ONLY);
            zero(copy + FragmentFields.DATA, plan.samples());
        }
        return plan.keep(records, count, hits, hitCount, target, linked, previous, next);
    }

    /// The last vector overlaps the one before it.
    private static void zero(long address, int count) {
        long base = address & ADDRESSES;
        ShortVector zeros = ShortVector.zero(SHORTS);
        for (int i = 0; i < count - LANES; i += LANES) {
            zeros.intoMemorySegment(EVERYTHING, base + 2L * i, LITTLE_ENDIAN);
        }
        zeros.intoMemorySegment(EVERYTHING, base + 2L * (count - LANES), LITTLE_ENDIAN);
    }
}
