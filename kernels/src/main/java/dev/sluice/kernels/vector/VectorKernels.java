package dev.sluice.kernels.vector;

import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.PeakChargeLoop;
import dev.sluice.kernels.PeakChargePlan;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.TimeOrderLoop;
import jdk.incubator.vector.VectorShape;

/// The kernels on vectors; `dev.sluice.kernels.Kernels` loads it by name where the vector module is present.
///
/// Immutable and safe from any thread.
public final class VectorKernels implements KernelProvider {

    /// The provider at the width that the process was started with; for `Kernels` only.
    public VectorKernels() {}

    /// The machine's widest vectors, in bits.
    public static int widestBits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int width() {
        return Vectors.BITS;
    }

    @Override
    public PeakChargeLoop peakCharge(PeakChargePlan plan) {
        return plan.layout().sampleType() == SampleType.FLOAT32
                ? new FloatPeakCharge(plan)
                : new IntegerPeakCharge(plan);
    }

    @Override
    public TimeOrderLoop timeOrder() {
        return Times::firstDisorder;
    }

    @Override
    public String toString() {
        return "vector kernels of " + width() + " bits";
    }
}
