package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.BasicFeaturesPlan;

/// Basic features of 16-bit samples on vectors.
final class IntegerBasicFeatures implements BasicFeaturesPlan.Loop {

    private final BasicFeaturesPlan plan;
    private final boolean unsigned;

    IntegerBasicFeatures(BasicFeaturesPlan plan) {
        this.plan = plan;
        this.unsigned = plan.waveforms().isUnsigned();
    }

    /// Two loops in one method, with constants for the sign: together they are beyond the JIT's limit for
    /// inlining.
    @Override
    public void run(long records, long count, long limit, long results) {
        int stride = plan.waveforms().stride();
        int resultStride = plan.resultStride();
        if (unsigned) {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                int valid = plan.waveforms().validLength(record);
                int baselineCount = plan.baselineCount(valid);
                double baselineSum = Samples16.sum(plan.baselineWindow().address(record), baselineCount, limit, true);
                double baseline = plan.baseline(record, baselineSum, baselineCount);
                int heightCount = plan.heightWindow().count(valid);
                int extremes = VectorExtremes.extremes16(plan.heightWindow().address(record), heightCount, limit, true);
                plan.storeExtremes16(record, result, extremes, heightCount, baseline);
                int areaCount = plan.areaWindow().count(valid);
                double sum = Samples16.sum(plan.areaWindow().address(record), areaCount, limit, true);
                float difference = VectorExtremes.difference16(plan.wave().address(record), valid, true);
                plan.storeArea(record, result, sum, areaCount, baseline, difference, valid);
            }
        } else {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                int valid = plan.waveforms().validLength(record);
                int baselineCount = plan.baselineCount(valid);
                double baselineSum = Samples16.sum(plan.baselineWindow().address(record), baselineCount, limit, false);
                double baseline = plan.baseline(record, baselineSum, baselineCount);
                int heightCount = plan.heightWindow().count(valid);
                int extremes =
                        VectorExtremes.extremes16(plan.heightWindow().address(record), heightCount, limit, false);
                plan.storeExtremes16(record, result, extremes, heightCount, baseline);
                int areaCount = plan.areaWindow().count(valid);
                double sum = Samples16.sum(plan.areaWindow().address(record), areaCount, limit, false);
                float difference = VectorExtremes.difference16(plan.wave().address(record), valid, false);
                plan.storeArea(record, result, sum, areaCount, baseline, difference, valid);
            }
        }
    }
}
