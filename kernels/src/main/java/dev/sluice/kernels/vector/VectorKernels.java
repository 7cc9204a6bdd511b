package dev.sluice.kernels.vector;

import dev.sluice.kernels.unchecked.BaselinePlan;
import dev.sluice.kernels.unchecked.BasicFeaturesPlan;
import dev.sluice.kernels.unchecked.CutBaselinePlan;
import dev.sluice.kernels.unchecked.CutOutsideHitsPlan;
import dev.sluice.kernels.unchecked.FindHitsPlan;
import dev.sluice.kernels.unchecked.FirPlan;
import dev.sluice.kernels.unchecked.FragmentFirPlan;
import dev.sluice.kernels.unchecked.FragmentPlan;
import dev.sluice.kernels.unchecked.LoopPlan;
import dev.sluice.kernels.unchecked.LoopTable;
import dev.sluice.kernels.unchecked.PeakChargePlan;
import dev.sluice.kernels.unchecked.PulseShapePlan;
import dev.sluice.kernels.unchecked.RecordsPlan;
import dev.sluice.kernels.unchecked.SectionsPlan;
import dev.sluice.kernels.unchecked.ThresholdHitsPlan;
import dev.sluice.kernels.unchecked.TimeSortPlan;
import dev.sluice.kernels.unchecked.VectorLoops;
import jdk.incubator.vector.VectorShape;

/// The kernels on vectors; `dev.sluice.kernels.Kernels` loads it by name where the vector module is present.
///
/// Immutable and safe from any thread.
public final class VectorKernels implements VectorLoops {

    /// One line per kernel, in the order of the alphabet; a kernel that is not here runs on its scalar twin.
    private static final LoopTable LOOPS = new LoopTable()
            .add(BaselinePlan.class, Baseline::of)
            .add(BasicFeaturesPlan.class, BasicFeatures::of)
            .add(CutBaselinePlan.class, CutBaseline::of)
            .add(CutOutsideHitsPlan.class, CutOutsideHits::of)
            .add(FindHitsPlan.class, FindHits::of)
            .add(FirPlan.class, Fir::new)
            .add(FragmentFirPlan.class, FragmentFir::new)
            .add(FragmentPlan.class, Fragments::of)
            .add(PeakChargePlan.class, PeakCharge::of)
            .add(PulseShapePlan.class, IntegerPulseShape::of)
            .add(RecordsPlan.class, Records::of)
            .add(SectionsPlan.class, Sections::new)
            .add(ThresholdHitsPlan.class, ThresholdHits::of)
            .add(TimeSortPlan.class, TimeSort::of);

    /// The loops at the width that the process was started with; for `Kernels` only.
    public VectorKernels() {}

    /// The machine's widest vectors, in bits.
    public static int widestBits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    /// True if plans of this class are computed on vectors.
    static boolean covers(Class<?> plan) {
        return LOOPS.has(plan);
    }

    @Override
    public int width() {
        return Vectors.BITS;
    }

    @Override
    public <L> L loop(LoopPlan<L> plan) {
        return LOOPS.loop(plan);
    }
}
