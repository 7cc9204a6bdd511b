package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Basic features, one sample at a time; immutable and safe from any thread.
public final class ScalarBasicFeatures implements BasicFeaturesPlan.Loop {

    private final BasicFeaturesPlan plan;
    private final RawWaveforms waveforms;

    private ScalarBasicFeatures(BasicFeaturesPlan plan) {
        this.plan = plan;
        this.waveforms = plan.waveforms();
    }

    /// The loop of this plan.
    public static BasicFeaturesPlan.Loop of(BasicFeaturesPlan plan) {
        return new ScalarBasicFeatures(plan);
    }

    @Override
    public void run(long records, long count, long limit, long results) {
        int stride = waveforms.stride();
        int resultStride = plan.resultStride();
        for (long i = 0; i < count; i++) {
            compute(records + i * stride, results + i * resultStride);
        }
    }

    private void compute(long record, long result) {
        int valid = waveforms.validLength(record);
        int baselineCount = plan.baselineCount(valid);
        double baselineSum = ScalarSamples.sum(waveforms, plan.baselineWindow().address(record), baselineCount);
        double baseline = plan.baseline(record, baselineSum, baselineCount);
        storeExtremes(record, result, plan.heightWindow().count(valid), baseline);
        int areaCount = plan.areaWindow().count(valid);
        double sum = ScalarSamples.sum(waveforms, plan.areaWindow().address(record), areaCount);
        long wave = plan.wave().address(record);
        float difference = waveforms.isFloat()
                ? ScalarExtremes.differenceFloat(wave, valid)
                : ScalarExtremes.difference16(wave, valid, waveforms.isUnsigned());
        plan.storeArea(record, result, sum, areaCount, baseline, difference, valid);
    }

    private void storeExtremes(long record, long result, int count, double baseline) {
        long wave = plan.heightWindow().address(record);
        if (waveforms.isFloat()) {
            long extremes = ScalarExtremes.extremesFloat(wave, count);
            plan.storeExtremesFloat(record, result, extremes, count, baseline);
        } else {
            int extremes = ScalarExtremes.extremes16(wave, count, waveforms.isUnsigned());
            plan.storeExtremes16(record, result, extremes, count, baseline);
        }
    }
}
