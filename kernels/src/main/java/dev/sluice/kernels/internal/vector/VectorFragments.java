package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.FragmentPlan;
import dev.sluice.kernels.internal.record.ScalarFragments;
import jdk.incubator.vector.ShortVector;

/// Operations on fragments on vectors; what only moves bytes is left to the scalar loop.
final class VectorFragments implements FragmentPlan.Loop {

    private static final int LANES = SHORTS.length();

    private final FragmentPlan plan;
    private final FragmentPlan.Loop scalar;

    private VectorFragments(FragmentPlan plan) {
        this.plan = plan;
        this.scalar = ScalarFragments.of(plan);
    }

    /// The loops of this plan.
    static FragmentPlan.Loop of(FragmentPlan plan) {
        return new VectorFragments(plan);
    }

    @Override
    public void fromRaw(long raw, long count, long records) {
        int samples = plan.samples();
        if (samples < LANES) {
            scalar.fromRaw(raw, count, records);
            return;
        }
        for (long i = 0; i < count; i++) {
            long source = raw + i * plan.rawStride();
            long record = records + i * plan.stride();
            FragmentPlan.copyHeader(source, record);
            FragmentPlan.clearResults(source, record);
            copy((source + FragmentFields.RAW_DATA) & ADDRESSES, (record + FragmentFields.DATA) & ADDRESSES, samples);
        }
    }

    /// The last vector overlaps the one before it.
    private static void copy(long source, long target, int count) {
        for (int i = 0; i < count - LANES; i += LANES) {
            ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * i, LITTLE_ENDIAN)
                    .intoMemorySegment(EVERYTHING, target + 2L * i, LITTLE_ENDIAN);
        }
        ShortVector.fromMemorySegment(SHORTS, EVERYTHING, source + 2L * (count - LANES), LITTLE_ENDIAN)
                .intoMemorySegment(EVERYTHING, target + 2L * (count - LANES), LITTLE_ENDIAN);
    }

    @Override
    public void zeroOutOfBounds(long records, long count) {
        scalar.zeroOutOfBounds(records, count);
    }

    /// Whole vectors in place, the rest one by one.
    @Override
    public void subtractBaseline(long records, long count) {
        int stride = plan.stride();
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            int length = FragmentFields.length(record, plan.samples());
            int whole = plan.whole(AddressSpace.float32(record + FragmentFields.BASELINE));
            int done = whole == (short) whole
                    ? BaselineSubtraction.inPlace(
                            record + FragmentFields.DATA,
                            length,
                            (short) whole,
                            plan.isNegative(record),
                            plan.likeStrax())
                    : 0;
            ScalarFragments.subtract(plan, record, done, length, whole);
        }
    }

    @Override
    public void integrate(long records, long count, long limit) {
        int stride = plan.stride();
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            int length = FragmentFields.length(record, plan.samples());
            int summed = plan.likeStrax() ? plan.samples() : length;
            long sum = Samples16.sum(record + FragmentFields.DATA, summed, limit, false);
            AddressSpace.int32(record + FragmentFields.AREA, plan.area(record, sum, length));
        }
    }
}
