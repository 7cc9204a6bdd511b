package dev.sluice.kernels.internal.feature;

/// Pulse shapes, one sample at a time; the loops are immutable and safe from any thread.
public final class ScalarPulseShape {

    private ScalarPulseShape() {}

    /// The loop for samples of the plan's type.
    public static PulseShapePlan.Loop of(PulseShapePlan plan) {
        return plan.waveforms().isFloat() ? new ScalarFloatPulseShape(plan) : new ScalarIntegerPulseShape(plan);
    }
}
