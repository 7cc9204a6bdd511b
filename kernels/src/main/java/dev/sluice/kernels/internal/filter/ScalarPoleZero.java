package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Scratch;

/// Pole-zero correction, one sample at a time; immutable, safe from any thread.
public final class ScalarPoleZero implements FilterLoop {

    private final PoleZeroPlan plan;

    private ScalarPoleZero(PoleZeroPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static FilterLoop of(PoleZeroPlan plan) {
        return new ScalarPoleZero(plan);
    }

    @Override
    public void run(long records, long count, long results) {
        PulsePlan pulses = plan.pulses();
        RawFiltering filtering = pulses.filtering();
        int stride = filtering.waveforms().stride();
        int resultStride = filtering.resultStride();
        long samples = Scratch.address(plan.scratchBytes());
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long result = results + i * resultStride;
            int valid = filtering.validLength(record);
            ScalarWave.load(filtering.waveforms(), filtering.wave(record), valid, samples);
            pulses.subtractBaseline(record, samples, valid);
            correct(filtering, samples, valid, pulses.loss(), result);
            filtering.clearPadding(result, valid);
        }
    }

    private static void correct(RawFiltering filtering, long samples, int valid, double loss, long result) {
        double before = 0.0;
        for (long i = 0; i < valid; i++) {
            double sample = AddressSpace.float64(samples + Double.BYTES * i);
            filtering.store(result, i, Math.fma(before, loss, sample));
            before += sample;
        }
    }
}
