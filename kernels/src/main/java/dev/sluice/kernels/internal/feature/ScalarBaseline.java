package dev.sluice.kernels.internal.feature;

/// Baseline and rms, one sample at a time; the loops are immutable and safe from any thread.
public final class ScalarBaseline {

    private ScalarBaseline() {}

    /// The loop for samples of the plan's type.
    public static BaselinePlan.Loop of(BaselinePlan plan) {
        return plan.waveforms().isFloat() ? new ScalarFloatBaseline(plan) : new ScalarIntegerBaseline(plan);
    }
}
