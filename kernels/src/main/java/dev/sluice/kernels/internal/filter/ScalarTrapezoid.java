package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Scratch;

/// Trapezoidal filters, one sample at a time; immutable, safe from any thread.
public final class ScalarTrapezoid implements FilterLoop {

    private final TrapezoidPlan plan;

    private ScalarTrapezoid(TrapezoidPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    public static FilterLoop of(TrapezoidPlan plan) {
        return new ScalarTrapezoid(plan);
    }

    @Override
    public void run(long records, long count, long results) {
        PulsePlan pulses = plan.pulses();
        RawFiltering filtering = pulses.filtering();
        int stride = filtering.waveforms().stride();
        int resultStride = filtering.resultStride();
        long scratch = Scratch.address(plan.scratchBytes());
        long samples = scratch + Double.BYTES * (long) plan.reach();
        for (long at = scratch; at < samples; at += Double.BYTES) {
            AddressSpace.float64(at, 0.0);
        }
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long result = results + i * resultStride;
            int valid = filtering.validLength(record);
            ScalarWave.load(filtering.waveforms(), filtering.wave(record), valid, samples);
            pulses.subtractBaseline(record, samples, valid);
            shape(samples, valid, result);
            filtering.clearPadding(result, valid);
        }
    }

    private void shape(long samples, int valid, long result) {
        RawFiltering filtering = plan.pulses().filtering();
        double decay = plan.pulses().decay();
        double loss = plan.pulses().loss();
        double scale = 1.0 / plan.rise();
        long rise = Double.BYTES * (long) plan.rise();
        long fall = rise + Double.BYTES * (long) plan.flat();
        double corrected = 0.0;
        double trapezoid = 0.0;
        for (long i = 0; i < valid; i++) {
            long at = samples + Double.BYTES * i;
            double difference = (AddressSpace.float64(at) - AddressSpace.float64(at - rise))
                    - (AddressSpace.float64(at - fall) - AddressSpace.float64(at - rise - fall));
            corrected += difference;
            trapezoid += Math.fma(corrected, loss, difference * decay);
            filtering.store(result, i, trapezoid * scale);
        }
    }
}
