package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// The sort of `TimeSortKernel`; immutable, safe from any thread.
///
/// Words are sorted, not records: the top of a word is a key, its low bits the index of a record. As a rule one key
/// holds time and channel together; where it does not fit beside the index, the keys are sorted piece by piece, from
/// the least significant one on. The records themselves move at the end, and once before if they lie all over memory.
public final class ScalarTimeSort implements TimeSortPlan.Loop {

    private final TimeSortPlan plan;

    private ScalarTimeSort(TimeSortPlan plan) {
        this.plan = plan;
    }

    /// The sort of this plan.
    public static TimeSortPlan.Loop of(TimeSortPlan plan) {
        return new ScalarTimeSort(plan);
    }

    @Override
    public void run(long records, int count, long target, long scratch) {
        long source = RadixOrder.order(plan, records, count, scratch, WholeRecord::move);
        if (source == RadixOrder.IN_ORDER) {
            AddressSpace.copy(records, target, (long) count * plan.stride());
        } else {
            gather(source, count, target, RadixOrder.words(count, scratch), RadixOrder.indexMask(count));
        }
    }

    private void gather(long records, int count, long target, long words, long mask) {
        int stride = plan.stride();
        long to = target;
        for (int i = 0; i < count; i++) {
            WholeRecord.move(records + (AddressSpace.int64(words + 8L * i) & mask) * stride, to, stride);
            to += stride;
        }
    }
}
