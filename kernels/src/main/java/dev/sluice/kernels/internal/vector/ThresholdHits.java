package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.hit.ThresholdHitsPlan;

/// Threshold hits on vectors.
final class ThresholdHits {

    private ThresholdHits() {}

    /// The loop for samples of the plan's type.
    static ThresholdHitsPlan.Loop of(ThresholdHitsPlan plan) {
        return plan.waveforms().isFloat() ? new FloatThresholdHits(plan) : new IntegerThresholdHits(plan);
    }
}
