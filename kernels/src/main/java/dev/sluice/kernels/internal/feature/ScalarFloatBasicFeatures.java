package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Basic features of float samples, one sample at a time.
final class ScalarFloatBasicFeatures implements BasicFeaturesPlan.Loop {

    private final BasicFeaturesPlan plan;

    ScalarFloatBasicFeatures(BasicFeaturesPlan plan) {
        this.plan = plan;
    }

    @Override
    public void run(long records, long count, long limit, long results) {
        int stride = plan.waveforms().stride();
        int resultStride = plan.resultStride();
        for (long i = 0; i < count; i++) {
            compute(records + i * stride, results + i * resultStride);
        }
    }

    private void compute(long record, long result) {
        int valid = plan.waveforms().validLength(record);
        int baselineCount = plan.baselineCount(valid);
        double baselineSum = ScalarSamples.sumFloat(plan.baselineWindow().address(record), baselineCount);
        double baseline = plan.baseline(record, baselineSum, baselineCount);
        int heightCount = plan.heightWindow().count(valid);
        plan.storeExtremesFloat(
                record,
                result,
                ScalarExtremes.extremesFloat(plan.heightWindow().address(record), heightCount),
                heightCount,
                baseline);
        int areaCount = plan.areaWindow().count(valid);
        double sum = ScalarSamples.sumFloat(plan.areaWindow().address(record), areaCount);
        float difference = ScalarExtremes.differenceFloat(plan.wave().address(record), valid);
        plan.storeArea(record, result, sum, areaCount, baseline, difference, valid);
    }
}
