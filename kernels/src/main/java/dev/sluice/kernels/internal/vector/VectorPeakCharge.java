package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.PeakChargePlan;

/// Peak and charge on vectors.
final class VectorPeakCharge {

    /// Asks for copies of the loop, one for each plan that is much used: up to half the time in the cache, for a thread
    /// of a few seconds per plan. Off unless set, since the process may not be ours.
    static final String COPIES = "sluice.kernels.specialize";

    private static final boolean MAKES_COPIES = Boolean.getBoolean(COPIES);

    private VectorPeakCharge() {}

    /// The loop for samples of the plan's type.
    static PeakChargePlan.Loop of(PeakChargePlan plan) {
        return MAKES_COPIES ? adaptive(plan) : general(plan);
    }

    /// The loop that makes a copy for the plan when that is worth it.
    static AdaptivePeakCharge adaptive(PeakChargePlan plan) {
        Class<?> samples = plan.waveforms().isFloat() ? SamplesFloat.class : Samples16.class;
        return new AdaptivePeakCharge(plan, general(plan), samples);
    }

    private static PeakChargePlan.Loop general(PeakChargePlan plan) {
        if (plan.waveforms().isFloat()) {
            return new FloatPeakCharge(plan);
        }
        return plan.waveforms().isUnsigned() ? new UnsignedPeakCharge(plan) : new SignedPeakCharge(plan);
    }
}
