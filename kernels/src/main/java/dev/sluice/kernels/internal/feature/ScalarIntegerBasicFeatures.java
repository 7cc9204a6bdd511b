package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Basic features of 16-bit samples, one sample at a time.
final class ScalarIntegerBasicFeatures implements BasicFeaturesPlan.Loop {

    private final BasicFeaturesPlan plan;
    private final boolean unsigned;

    ScalarIntegerBasicFeatures(BasicFeaturesPlan plan) {
        this.plan = plan;
        this.unsigned = plan.waveforms().isUnsigned();
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
        double baselineSum = ScalarSamples.sum16(plan.baselineWindow().address(record), baselineCount, unsigned);
        double baseline = plan.baseline(record, baselineSum, baselineCount);
        int heightCount = plan.heightWindow().count(valid);
        plan.storeExtremes16(
                record,
                result,
                ScalarExtremes.extremes16(plan.heightWindow().address(record), heightCount, unsigned),
                heightCount,
                baseline);
        int areaCount = plan.areaWindow().count(valid);
        double sum = ScalarSamples.sum16(plan.areaWindow().address(record), areaCount, unsigned);
        float difference = ScalarExtremes.difference16(plan.wave().address(record), valid, unsigned);
        plan.storeArea(record, result, sum, areaCount, baseline, difference, valid);
    }
}
