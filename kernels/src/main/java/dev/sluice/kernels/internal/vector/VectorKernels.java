package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.event.NumberedSumPlan;
import dev.sluice.kernels.internal.feature.BaselinePlan;
import dev.sluice.kernels.internal.feature.BasicFeaturesPlan;
import dev.sluice.kernels.internal.feature.PeakChargePlan;
import dev.sluice.kernels.internal.feature.PulseShapePlan;
import dev.sluice.kernels.internal.filter.FirPlan;
import dev.sluice.kernels.internal.filter.FragmentFirPlan;
import dev.sluice.kernels.internal.filter.SectionsPlan;
import dev.sluice.kernels.internal.hit.FindHitsPlan;
import dev.sluice.kernels.internal.hit.ThresholdHitsPlan;
import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.loop.LoopTable;
import dev.sluice.kernels.internal.loop.VectorLoops;
import dev.sluice.kernels.internal.record.CutBaselinePlan;
import dev.sluice.kernels.internal.record.CutOutsideHitsPlan;
import dev.sluice.kernels.internal.record.FragmentPlan;
import dev.sluice.kernels.internal.record.RecordsPlan;
import dev.sluice.kernels.internal.time.TimeSortPlan;
import jdk.incubator.vector.VectorShape;

/// The kernels on vectors; `dev.sluice.kernels.Kernels` loads it by name where the vector module is present.
///
/// Immutable and safe from any thread.
public final class VectorKernels implements VectorLoops {

    /// One line per kernel, in the order of the alphabet; a kernel that is not here runs on its scalar loop.
    private static final LoopTable LOOPS = new LoopTable()
            .add(BaselinePlan.class, VectorKernels::baseline)
            .add(BasicFeaturesPlan.class, VectorKernels::basicFeatures)
            .add(CutBaselinePlan.class, VectorCutBaseline::of)
            .add(CutOutsideHitsPlan.class, VectorCutOutsideHits::of)
            .add(FindHitsPlan.class, VectorFindHits::of)
            .add(FirPlan.class, VectorFir::new)
            .add(FragmentFirPlan.class, VectorFragmentFir::new)
            .add(FragmentPlan.class, VectorFragments::of)
            .add(NumberedSumPlan.class, VectorSampleSums::of)
            .add(PeakChargePlan.class, VectorPeakCharge::of)
            .add(PulseShapePlan.class, IntegerPulseShape::of)
            .add(RecordsPlan.class, VectorRecords::of)
            .add(SectionsPlan.class, VectorSections::new)
            .add(ThresholdHitsPlan.class, VectorKernels::thresholdHits)
            .add(TimeSortPlan.class, VectorTimeSort::of);

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

    private static BaselinePlan.Loop baseline(BaselinePlan plan) {
        return plan.waveforms().isFloat() ? new FloatBaseline(plan) : new IntegerBaseline(plan);
    }

    private static BasicFeaturesPlan.Loop basicFeatures(BasicFeaturesPlan plan) {
        return plan.waveforms().isFloat() ? new FloatBasicFeatures(plan) : new IntegerBasicFeatures(plan);
    }

    private static ThresholdHitsPlan.Loop thresholdHits(ThresholdHitsPlan plan) {
        return plan.waveforms().isFloat() ? new FloatThresholdHits(plan) : new IntegerThresholdHits(plan);
    }
}
