package dev.sluice.kernels.vector;

import dev.sluice.kernels.scalar.ScalarPulseShape;
import dev.sluice.kernels.unchecked.PulseShapePlan;

/// Pulse shapes on vectors, for 16-bit samples; running sums of floats have an order that vectors cannot keep.
final class PulseShape {

    private PulseShape() {}

    /// The loop for samples of the plan's type.
    static PulseShapePlan.Loop of(PulseShapePlan plan) {
        return plan.waveforms().isFloat() ? ScalarPulseShape.of(plan) : new IntegerPulseShape(plan);
    }
}
