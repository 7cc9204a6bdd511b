package dev.sluice.kernels.vector;

import dev.sluice.kernels.unchecked.PeakChargeLoop;
import dev.sluice.kernels.unchecked.PeakChargePlan;

/// Peak and charge on vectors.
final class PeakCharge {

    private PeakCharge() {}

    /// The loop for samples of the plan's type.
    static PeakChargeLoop of(PeakChargePlan plan) {
        return plan.waveforms().isFloat()
                ? new AdaptivePeakCharge(plan, new FloatPeakCharge(plan), SamplesFloat.class)
                : new AdaptivePeakCharge(plan, new IntegerPeakCharge(plan), Samples16.class);
    }
}
