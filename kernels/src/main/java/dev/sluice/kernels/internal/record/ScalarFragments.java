package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Operations on fragments, one sample at a time; immutable, safe from any thread.
public final class ScalarFragments implements FragmentPlan.Loop {

    private final FragmentPlan plan;

    private ScalarFragments(FragmentPlan plan) {
        this.plan = plan;
    }

    /// The loops of this plan.
    public static FragmentPlan.Loop of(FragmentPlan plan) {
        return new ScalarFragments(plan);
    }

    @Override
    public void fromRaw(long raw, long count, long records) {
        for (long i = 0; i < count; i++) {
            long source = raw + i * plan.rawStride();
            long record = records + i * plan.stride();
            FragmentPlan.copyHeader(source, record);
            FragmentPlan.clearResults(source, record);
            copySamples(source + FragmentFields.RAW_DATA, record + FragmentFields.DATA, plan.samples());
        }
    }

    @Override
    public void zeroOutOfBounds(long records, long count) {
        for (long i = 0; i < count; i++) {
            long record = records + i * plan.stride();
            int length = AddressSpace.int32(record + FragmentFields.LENGTH);
            if (length < plan.samples()) {
                int from = Math.max(0, length);
                AddressSpace.clear(record + FragmentFields.DATA + 2L * from, 2L * (plan.samples() - from));
            }
        }
    }

    @Override
    public void subtractBaseline(long records, long count) {
        for (long i = 0; i < count; i++) {
            long record = records + i * plan.stride();
            int whole = plan.whole(AddressSpace.float32(record + FragmentFields.BASELINE));
            subtract(plan, record, 0, FragmentFields.length(record, plan.samples()), whole);
        }
    }

    /// Subtracts from the samples `[from, to)` of a record.
    public static void subtract(FragmentPlan plan, long record, int from, int to, int whole) {
        boolean negative = plan.isNegative(record);
        for (int k = from; k < to; k++) {
            long at = record + FragmentFields.DATA + 2L * k;
            AddressSpace.int16(at, plan.subtracted(AddressSpace.int16(at), whole, negative));
        }
    }

    @Override
    public void integrate(long records, long count, long limit) {
        for (long i = 0; i < count; i++) {
            long record = records + i * plan.stride();
            int length = FragmentFields.length(record, plan.samples());
            int summed = plan.likeStrax() ? plan.samples() : length;
            long sum = ScalarSamples.sum16(record + FragmentFields.DATA, summed, false);
            AddressSpace.int32(record + FragmentFields.AREA, plan.area(record, sum, length));
        }
    }

    /// Copies samples, four at a time.
    public static void copySamples(long from, long to, int count) {
        int k = 0;
        for (; k <= count - 4; k += 4) {
            AddressSpace.int64(to + 2L * k, AddressSpace.int64(from + 2L * k));
        }
        for (; k < count; k++) {
            AddressSpace.int16(to + 2L * k, AddressSpace.int16(from + 2L * k));
        }
    }
}
