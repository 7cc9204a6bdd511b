package dev.sluice.kernels.vector;

import dev.sluice.kernels.unchecked.ThresholdHitsLoop;
import dev.sluice.kernels.unchecked.ThresholdHitsPlan;

/// Threshold hits on vectors.
final class ThresholdHits {

    private ThresholdHits() {}

    /// The loop for samples of the plan's type.
    static ThresholdHitsLoop of(ThresholdHitsPlan plan) {
        return plan.waveforms().isFloat() ? new FloatThresholdHits(plan) : new IntegerThresholdHits(plan);
    }
}
