package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.record.CutBaselinePlan;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.ScalarCutOutsideHits;
import jdk.incubator.vector.ShortVector;

/// Cutting the baseline off pulses: vectors copy all samples, then zero those at both ends.
final class VectorCutBaseline implements CutBaselinePlan.Loop {

    private static final int LANES = SHORTS.length();

    private final CutBaselinePlan plan;

    private VectorCutBaseline(CutBaselinePlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan; null for fragments below a vector.
    static CutBaselinePlan.Loop of(CutBaselinePlan plan) {
        return plan.samples() < LANES ? null : new VectorCutBaseline(plan);
    }

    @Override
    public void run(long records, long count, long target) {
        int stride = plan.stride();
        int samples = plan.samples();
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long copy = target + i * stride;
            ScalarCutOutsideHits.copyFields(record, copy, CutBaselinePlan.BASELINE_CUT);
            move(record + FragmentFields.DATA, copy + FragmentFields.DATA, samples);
            int from = plan.from(record);
            int to = plan.to(record, from);
            zero(copy + FragmentFields.DATA, from);
            zero(copy + FragmentFields.DATA + 2L * to, samples - to);
        }
    }

    /// The last vector overlaps the one before it.
    private static void move(long from, long to, int count) {
        long source = from & ADDRESSES;
        long target = to & ADDRESSES;
        for (int i = 0; i < count - LANES; i += LANES) {
            ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * i, LITTLE_ENDIAN)
                    .intoMemorySegment(EVERYTHING, target + 2L * i, LITTLE_ENDIAN);
        }
        long last = 2L * (count - LANES);
        ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + last, LITTLE_ENDIAN)
                .intoMemorySegment(EVERYTHING, target + last, LITTLE_ENDIAN);
    }

    private static void zero(long address, int count) {
        long base = address & ADDRESSES;
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            ShortVector.zero(SHORTS).intoMemorySegment(EVERYTHING, base + 2L * i, LITTLE_ENDIAN);
        }
        for (; i < count; i++) {
            AddressSpace.int16(address + 2L * i, 0);
        }
    }
}
