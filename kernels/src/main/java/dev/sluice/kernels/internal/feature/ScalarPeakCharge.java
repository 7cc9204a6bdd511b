package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Peak and charge, one sample at a time; immutable and safe from any thread.
public final class ScalarPeakCharge implements PeakChargePlan.Loop {

    private final PeakChargePlan plan;
    private final RawWaveforms waveforms;

    private ScalarPeakCharge(PeakChargePlan plan) {
        this.plan = plan;
        this.waveforms = plan.waveforms();
    }

    /// The loop of this plan.
    public static PeakChargePlan.Loop of(PeakChargePlan plan) {
        return new ScalarPeakCharge(plan);
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
        int valid = plan.validLength(record);
        int peakCount = plan.peakCount(valid);
        float peak = peakToPeak(plan.peakAddress(record), peakCount);
        int chargeCount = plan.chargeCount(valid);
        double sum = ScalarSamples.sum(waveforms, plan.chargeAddress(record), chargeCount);
        int baselineCount = plan.baselineCount(valid);
        double baselineSum = ScalarSamples.sum(waveforms, plan.baselineAddress(record), baselineCount);
        double baseline = plan.baseline(record, baselineSum, baselineCount);
        plan.store(record, result, peak, peakCount, baseline, sum, chargeCount);
    }

    private float peakToPeak(long address, int count) {
        return waveforms.isFloat()
                ? ScalarSamples.peakToPeakFloat(address, count)
                : ScalarSamples.peakToPeak16(address, count, waveforms.isUnsigned());
    }
}
