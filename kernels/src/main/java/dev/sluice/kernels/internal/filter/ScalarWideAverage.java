package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Scratch;

/// Moving averages of any window at three operations per sample; immutable, safe from any thread.
///
/// The samples are cut into blocks as long as the window. Every window is the end of one block and the beginning of the
/// next: sums of ends are formed backwards, sums of beginnings forwards (M. van Herk, Pattern Recognition Letters 13
/// (1992) 517, with sums for extremes).
public final class ScalarWideAverage implements FilterLoop {

    private final WideAveragePlan plan;

    private ScalarWideAverage(WideAveragePlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static FilterLoop of(WideAveragePlan plan) {
        return new ScalarWideAverage(plan);
    }

    @Override
    public void run(long records, long count, long results) {
        FirPlan direct = plan.direct();
        RawFiltering filtering = direct.filtering();
        int stride = filtering.waveforms().stride();
        int resultStride = filtering.resultStride();
        long scratch = Scratch.address(plan.scratchBytes());
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long result = results + i * resultStride;
            int valid = filtering.validLength(record);
            if (valid > 0) {
                ScalarWave.load(filtering.waveforms(), filtering.wave(record), valid, direct.samples(scratch));
                direct.surround(scratch, valid);
                for (int from = 0; from < valid; from += plan.window()) {
                    average(scratch, plan.sums(scratch), result, from, valid);
                }
            }
            direct.finish(scratch, result, valid);
        }
    }

    /// The windows that begin in the block of samples that begins at `from`.
    private void average(long samples, long sums, long result, int from, int valid) {
        int window = plan.window();
        double ending = 0.0;
        for (long i = window - 1; i >= 0; i--) {
            ending += AddressSpace.float64(samples + Double.BYTES * (from + i));
            AddressSpace.float64(sums + Double.BYTES * i, ending);
        }
        plan.direct().filtering().store(result, from, ending * plan.direct().scale());
        double beginning = 0.0;
        int windows = Math.min(window, valid - from);
        for (long i = 1; i < windows; i++) {
            beginning += AddressSpace.float64(samples + Double.BYTES * (from + window + i - 1));
            double sum = AddressSpace.float64(sums + Double.BYTES * i) + beginning;
            plan.direct()
                    .filtering()
                    .store(result, from + i, sum * plan.direct().scale());
        }
    }
}
