package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Peak and charge of 16-bit samples, one sample at a time.
final class ScalarIntegerPeakCharge implements PeakChargePlan.Loop {

    private final PeakChargePlan plan;
    private final boolean unsigned;

    ScalarIntegerPeakCharge(PeakChargePlan plan) {
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
        int valid = plan.validLength(record);
        int peakCount = plan.peakCount(valid);
        int peak = ScalarSamples.peakToPeak16(plan.peakAddress(record), peakCount, unsigned);
        int chargeCount = plan.chargeCount(valid);
        long sum = ScalarSamples.sum16(plan.chargeAddress(record), chargeCount, unsigned);
        int baselineCount = plan.baselineCount(valid);
        long baselineSum = ScalarSamples.sum16(plan.baselineAddress(record), baselineCount, unsigned);
        double baseline = plan.baseline(record, baselineSum, baselineCount);
        plan.store(record, result, peak, peakCount, baseline, sum, chargeCount);
    }
}
