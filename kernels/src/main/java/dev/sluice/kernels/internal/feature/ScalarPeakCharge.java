package dev.sluice.kernels.internal.feature;

/// Peak and charge, one sample at a time; the loops are immutable and safe from any thread.
public final class ScalarPeakCharge {

    private ScalarPeakCharge() {}

    /// The loop for samples of the plan's type.
    public static PeakChargePlan.Loop of(PeakChargePlan plan) {
        return plan.waveforms().isFloat() ? new ScalarFloatPeakCharge(plan) : new ScalarIntegerPeakCharge(plan);
    }
}
