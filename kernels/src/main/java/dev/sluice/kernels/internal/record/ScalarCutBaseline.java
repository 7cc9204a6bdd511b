package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// Cutting the baseline off pulses, one sample at a time; immutable, safe from any thread.
public final class ScalarCutBaseline implements CutBaselinePlan.Loop {

    private final CutBaselinePlan plan;

    private ScalarCutBaseline(CutBaselinePlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static CutBaselinePlan.Loop of(CutBaselinePlan plan) {
        return new ScalarCutBaseline(plan);
    }

    @Override
    public void run(long records, long count, long target) {
        for (long i = 0; i < count; i++) {
            long record = records + i * plan.stride();
            long copy = target + i * plan.stride();
            ScalarCutOutsideHits.copyFields(record, copy, CutBaselinePlan.BASELINE_CUT);
            int from = plan.from(record);
            int to = plan.to(record, from);
            for (int k = 0; k < plan.samples(); k++) {
                int sample = k >= from && k < to ? AddressSpace.int16(record + FragmentFields.DATA + 2L * k) : 0;
                AddressSpace.int16(copy + FragmentFields.DATA + 2L * k, sample);
            }
        }
    }
}
