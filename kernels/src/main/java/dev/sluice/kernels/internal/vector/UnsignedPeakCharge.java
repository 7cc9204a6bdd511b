package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.PeakChargePlan;
import dev.sluice.kernels.internal.wave.RawWindow;
import java.lang.invoke.MethodHandles;

/// Peak and charge of unsigned 16-bit samples on vectors; the loop of `SignedPeakCharge`.
final class UnsignedPeakCharge implements PeakChargePlan.Loop {

    /// The one plan of a specialized copy of this class, a constant to the JIT; null in the class itself.
    private static final PeakChargePlan OWN = Specialization.plan(MethodHandles.lookup(), PeakChargePlan.class);

    private final PeakChargePlan given;

    UnsignedPeakCharge(PeakChargePlan plan) {
        this.given = plan;
    }

    /// Two loops in one method, with and without a baseline window: together they are beyond the JIT's limit for
    /// inlining.
    @Override
    public void run(long records, long count, long limit, long results) {
        PeakChargePlan plan = OWN == null ? given : OWN;
        int stride = plan.waveforms().stride();
        int resultStride = plan.resultStride();
        if (plan.readsBaseline()) {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                int valid = plan.validLength(record);
                int peakCount = count(plan.peakWindow(), valid);
                int peak = Samples16.peakToPeak(plan.peakAddress(record), peakCount, limit, true);
                int chargeCount = count(plan.chargeWindow(), valid);
                long sum = Samples16.sum(plan.chargeAddress(record), chargeCount, limit, true);
                double baseline = plan.baseline(record, 0.0, 0);
                plan.store(record, result, peak, peakCount, baseline, sum, chargeCount);
            }
        } else {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                int valid = plan.validLength(record);
                int peakCount = count(plan.peakWindow(), valid);
                int peak = Samples16.peakToPeak(plan.peakAddress(record), peakCount, limit, true);
                int chargeCount = count(plan.chargeWindow(), valid);
                long sum = Samples16.sum(plan.chargeAddress(record), chargeCount, limit, true);
                int baselineCount = plan.baselineCount(valid);
                long baselineSum = Samples16.sum(plan.baselineAddress(record), baselineCount, limit, true);
                double baseline = plan.baseline(record, baselineSum, baselineCount);
                plan.store(record, result, peak, peakCount, baseline, sum, chargeCount);
            }
        }
    }

    /// As `RawWindow.count`, with a profile of its own: where no record is short the JIT takes the count for a
    /// constant.
    private static int count(RawWindow window, int validLength) {
        if (validLength >= window.to()) {
            return Math.max(0, window.to() - window.from());
        }
        return Math.max(0, validLength - window.from());
    }
}
