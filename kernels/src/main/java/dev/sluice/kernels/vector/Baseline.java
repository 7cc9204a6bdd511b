package dev.sluice.kernels.vector;

import dev.sluice.kernels.scalar.ScalarBaseline;
import dev.sluice.kernels.unchecked.BaselineLoop;
import dev.sluice.kernels.unchecked.BaselinePlan;

/// Baseline and rms on vectors, for 16-bit samples; a window of floats is too short to gain from them.
final class Baseline {

    private Baseline() {}

    /// The loop for samples of the plan's type.
    static BaselineLoop of(BaselinePlan plan) {
        return plan.waveforms().isFloat() ? ScalarBaseline.of(plan) : new IntegerBaseline(plan);
    }
}
