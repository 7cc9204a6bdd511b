package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Peak and charge of float samples, one sample at a time.
final class ScalarFloatPeakCharge implements PeakChargePlan.Loop {

    private final PeakChargePlan plan;

    ScalarFloatPeakCharge(PeakChargePlan plan) {
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
        int valid = plan.validLength(record);
        int peakCount = plan.peakCount(valid);
        float peak = ScalarSamples.peakToPeakFloat(plan.peakAddress(record), peakCount);
        int chargeCount = plan.chargeCount(valid);
        double sum = ScalarSamples.sumFloat(plan.chargeAddress(record), chargeCount);
        int baselineCount = plan.baselineCount(valid);
        double baselineSum = ScalarSamples.sumFloat(plan.baselineAddress(record), baselineCount);
        double baseline = plan.baseline(record, baselineSum, baselineCount);
        plan.store(record, result, peak, peakCount, baseline, sum, chargeCount);
    }
}
