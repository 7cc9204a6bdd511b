package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.PeakChargePlan;
import dev.sluice.kernels.internal.wave.RawWindow;
import java.lang.invoke.MethodHandles;

/// Peak and charge of float samples on vectors.
final class FloatPeakCharge implements PeakChargePlan.Loop {

    /// The one plan of a specialized copy of this class, a constant to the JIT; null in the class itself.
    private static final PeakChargePlan OWN = Specialization.plan(MethodHandles.lookup(), PeakChargePlan.class);

    private final PeakChargePlan given;

    FloatPeakCharge(PeakChargePlan plan) {
        this.given = plan;
    }

    /// Two loops in one method, with and without a baseline window: together they are beyond the JIT's limit for
    /// inlining.
    @Override
    public void run(long records, long count, long limit, long results) {
        int stride = plan().waveforms().stride();
        int resultStride = plan().resultStride();
        if (plan().readsBaseline()) {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                int valid = plan().validLength(record);
                int peakCount = count(plan().peakWindow(), valid);
                float peak = SamplesFloat.peakToPeak(plan().peakAddress(record), peakCount);
                int chargeCount = count(plan().chargeWindow(), valid);
                double sum = SamplesFloat.sum(plan().chargeAddress(record), chargeCount, limit);
                double baseline = plan().baseline(record, 0.0, 0);
                plan().store(record, results + i * resultStride, peak, peakCount, baseline, sum, chargeCount);
            }
        } else {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                int valid = plan().validLength(record);
                int peakCount = count(plan().peakWindow(), valid);
                float peak = SamplesFloat.peakToPeak(plan().peakAddress(record), peakCount);
                int chargeCount = count(plan().chargeWindow(), valid);
                double sum = SamplesFloat.sum(plan().chargeAddress(record), chargeCount, limit);
                int baselineCount = plan().baselineCount(valid);
                double baselineSum = SamplesFloat.sum(plan().baselineAddress(record), baselineCount, limit);
                double baseline = plan().baseline(record, baselineSum, baselineCount);
                plan().store(record, results + i * resultStride, peak, peakCount, baseline, sum, chargeCount);
            }
        }
    }

    private PeakChargePlan plan() {
        return OWN == null ? given : OWN;
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
