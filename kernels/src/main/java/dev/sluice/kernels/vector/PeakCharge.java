package dev.sluice.kernels.vector;

import dev.sluice.kernels.unchecked.PeakChargeLoop;
import dev.sluice.kernels.unchecked.PeakChargePlan;

/// Peak and charge on vectors.
final class PeakCharge {

    /// Asks for copies of the loop, one for each plan that is much used: a quarter less time in the cache, and a thread
    /// for a few seconds per plan. Off unless set, since the process may not be ours.
    static final String COPIES = "sluice.kernels.specialize";

    private static final boolean MAKES_COPIES = Boolean.getBoolean(COPIES);

    private PeakCharge() {}

    /// The loop for samples of the plan's type.
    static PeakChargeLoop of(PeakChargePlan plan) {
        boolean isFloat = plan.waveforms().isFloat();
        PeakChargeLoop general = isFloat ? new FloatPeakCharge(plan) : new IntegerPeakCharge(plan);
        return MAKES_COPIES
                ? new AdaptivePeakCharge(plan, general, isFloat ? SamplesFloat.class : Samples16.class)
                : general;
    }
}
