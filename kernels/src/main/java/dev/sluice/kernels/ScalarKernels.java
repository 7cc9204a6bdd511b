package dev.sluice.kernels;

/// The kernels without vectors: the reference that the others are held to, and the fallback where they cannot run.
final class ScalarKernels implements KernelProvider {

    static final ScalarKernels INSTANCE = new ScalarKernels();

    private ScalarKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int width() {
        return Long.SIZE;
    }

    @Override
    public PeakChargeLoop peakCharge(PeakChargePlan plan) {
        return plan.layout().sampleType() == SampleType.FLOAT32
                ? new ScalarFloatPeakCharge(plan)
                : new ScalarIntegerPeakCharge(plan);
    }

    @Override
    public TimeOrderLoop timeOrder() {
        return ScalarTimes::firstDisorder;
    }

    @Override
    public String toString() {
        return "scalar kernels";
    }
}
