package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.BaselinePlan;

/// Baseline and rms on vectors.
final class Baseline {

    private Baseline() {}

    /// The loop for samples of the plan's type.
    static BaselinePlan.Loop of(BaselinePlan plan) {
        return plan.waveforms().isFloat() ? new FloatBaseline(plan) : new IntegerBaseline(plan);
    }
}
