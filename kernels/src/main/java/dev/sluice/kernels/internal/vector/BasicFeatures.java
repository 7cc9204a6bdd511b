package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.BasicFeaturesPlan;

/// Basic features on vectors.
final class BasicFeatures {

    private BasicFeatures() {}

    /// The loop for samples of the plan's type.
    static BasicFeaturesPlan.Loop of(BasicFeaturesPlan plan) {
        return plan.waveforms().isFloat() ? new FloatBasicFeatures(plan) : new IntegerBasicFeatures(plan);
    }
}
