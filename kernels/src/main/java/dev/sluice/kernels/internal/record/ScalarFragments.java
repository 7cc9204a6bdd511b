package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Operations on fragments, one sample at a time; immutable, safe from any thread.
public final class ScalarFragments implements FragmentPlan.Loop {

    private static final int BLOCK = 1 << 20;

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

    /// Four lengths are compared at once: of most records nothing is zeroed.
    @Override
    public void zeroOutOfBounds(long records, long count) {
        int stride = plan.stride();
        for (long done = 0; done < count; done += BLOCK) {
            zero(records + done * stride, stride, (int) Math.min(BLOCK, count - done));
        }
    }

    /// The JIT unrolls what it counts in ints.
    private void zero(long records, int stride, int count) {
        int samples = plan.samples();
        int fours = count & -4;
        for (int i = 0; i < fours; i += 4) {
            long record = records + (long) i * stride;
            int one = Math.min(length(record), length(record + stride));
            int other = Math.min(length(record + 2L * stride), length(record + 3L * stride));
            if (Math.min(one, other) < samples) {
                zeroFew(record, stride, 4);
            }
        }
        zeroFew(records + (long) fours * stride, stride, count - fours);
    }

    private static int length(long record) {
        return AddressSpace.int32(record + FragmentFields.LENGTH);
    }

    private void zeroFew(long records, int stride, int count) {
        for (int i = 0; i < count; i++) {
            long record = records + (long) i * stride;
            int length = FragmentFields.length(record, plan.samples());
            AddressSpace.clear(
                    record + FragmentFields.DATA + 2L * length, (long) Short.BYTES * (plan.samples() - length));
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
