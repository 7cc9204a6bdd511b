package dev.sluice.kernels.internal.feature;

/// Basic features, one sample at a time; the loops are immutable and safe from any thread.
public final class ScalarBasicFeatures {

    private ScalarBasicFeatures() {}

    /// The loop for samples of the plan's type.
    public static BasicFeaturesPlan.Loop of(BasicFeaturesPlan plan) {
        return plan.waveforms().isFloat() ? new ScalarFloatBasicFeatures(plan) : new ScalarIntegerBasicFeatures(plan);
    }
}
