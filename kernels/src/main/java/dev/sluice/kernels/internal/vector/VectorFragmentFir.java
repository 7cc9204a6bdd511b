package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.filter.FirPlan;
import dev.sluice.kernels.internal.filter.FragmentFirPlan;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.memory.Scratch;

/// Filters over pulses in fragments on vectors: lanes are samples.
final class VectorFragmentFir implements FragmentFirPlan.Loop {

    private final FragmentFirPlan plan;

    VectorFragmentFir(FragmentFirPlan plan) {
        this.plan = plan;
    }

    @Override
    public void run(long records, int count, int[] previous, int[] next, long results) {
        FirPlan fir = plan.fir();
        RawFiltering filtering = fir.filtering();
        long scratch = Scratch.address(fir.scratchBytes());
        for (int i = 0; i < count; i++) {
            long record = plan.record(records, i);
            long result = results + (long) i * filtering.resultStride();
            int length = plan.length(record);
            if (length > 0) {
                long before = previous[i] < 0 ? 0 : plan.record(records, previous[i]);
                long after = next[i] < 0 ? 0 : plan.record(records, next[i]);
                int there = plan.load(VectorWave::load, record, length, before, after, scratch);
                VectorFir.convolve(scratch, length, fir.taps(), fir.scale(), filtering.result(result));
                if (filtering.waveforms().isFloat()) {
                    VectorResults.canonical(filtering.result(result), length);
                }
                plan.finish(result, length, plan.goesOn(before), there);
            } else {
                plan.finish(result, 0, false, 0);
            }
        }
    }
}
