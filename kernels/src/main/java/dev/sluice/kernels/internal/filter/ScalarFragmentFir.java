package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.Scratch;

/// Filters over pulses in fragments, one sample at a time; immutable, safe from any thread.
public final class ScalarFragmentFir implements FragmentFirPlan.Loop {

    private final FragmentFirPlan plan;

    private ScalarFragmentFir(FragmentFirPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static FragmentFirPlan.Loop of(FragmentFirPlan plan) {
        return new ScalarFragmentFir(plan);
    }

    @Override
    public void run(long records, int count, int[] previous, int[] next, long results) {
        FirPlan fir = plan.fir();
        long scratch = Scratch.address(fir.scratchBytes());
        for (int i = 0; i < count; i++) {
            long record = plan.record(records, i);
            long result = results + (long) i * fir.filtering().resultStride();
            int length = plan.length(record);
            if (length > 0) {
                long before = previous[i] < 0 ? 0 : plan.record(records, previous[i]);
                long after = next[i] < 0 ? 0 : plan.record(records, next[i]);
                int there = plan.load(ScalarWave::load, record, length, before, after, scratch);
                ScalarFir.convolve(
                        scratch,
                        length,
                        fir.taps(),
                        fir.scale(),
                        fir.filtering().result(result));
                plan.finish(result, length, plan.goesOn(before), there);
            } else {
                plan.finish(result, 0, false, 0);
            }
        }
    }
}
