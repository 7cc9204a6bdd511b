package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.BasicFeaturesPlan;

/// Basic features of float samples on vectors.
final class FloatBasicFeatures implements BasicFeaturesPlan.Loop {

    private final BasicFeaturesPlan plan;

    FloatBasicFeatures(BasicFeaturesPlan plan) {
        this.plan = plan;
    }

    /// Two loops in one method, with and without a baseline window: together they are beyond the JIT's limit for
    /// inlining.
    @Override
    public void run(long records, long count, long limit, long results) {
        int stride = plan.waveforms().stride();
        int resultStride = plan.resultStride();
        if (plan.waveforms().baseline().isPresent()) {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                int valid = plan.waveforms().validLength(record);
                double baseline = plan.baseline(record, 0.0, 0);
                int heightCount = plan.heightWindow().count(valid);
                long extremes = VectorExtremes.extremesFloat(plan.heightWindow().address(record), heightCount);
                plan.storeExtremesFloat(record, result, extremes, heightCount, baseline);
                int areaCount = plan.areaWindow().count(valid);
                double sum = SamplesFloat.sum(plan.areaWindow().address(record), areaCount, limit);
                float difference = VectorExtremes.differenceFloat(plan.wave().address(record), valid);
                plan.storeArea(record, result, sum, areaCount, baseline, difference, valid);
            }
        } else {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                int valid = plan.waveforms().validLength(record);
                int baselineCount = plan.baselineCount(valid);
                double baselineSum = SamplesFloat.sum(plan.baselineWindow().address(record), baselineCount, limit);
                double baseline = plan.baseline(record, baselineSum, baselineCount);
                int heightCount = plan.heightWindow().count(valid);
                long extremes = VectorExtremes.extremesFloat(plan.heightWindow().address(record), heightCount);
                plan.storeExtremesFloat(record, result, extremes, heightCount, baseline);
                int areaCount = plan.areaWindow().count(valid);
                double sum = SamplesFloat.sum(plan.areaWindow().address(record), areaCount, limit);
                float difference = VectorExtremes.differenceFloat(plan.wave().address(record), valid);
                plan.storeArea(record, result, sum, areaCount, baseline, difference, valid);
            }
        }
    }
}
