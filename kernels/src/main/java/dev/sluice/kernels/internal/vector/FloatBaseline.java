package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.BaselinePlan;
import dev.sluice.kernels.internal.feature.ScalarSubtraction;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.wave.RawBaselines;

/// Baseline and rms of float samples on vectors.
final class FloatBaseline implements BaselinePlan.Loop {

    private final BaselinePlan plan;

    FloatBaseline(BaselinePlan plan) {
        this.plan = plan;
    }

    @Override
    public long run(long records, long count, long limit, long results, RawBaselines channels) {
        int stride = plan.waveforms().stride();
        int resultStride = plan.resultStride();
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            long result = results + i * resultStride;
            boolean first = plan.fragment().read(record) == 0;
            long channel = plan.channel().read(record);
            if (plan.carries() && !plan.accepts(first, record, channel, channels)) {
                return i;
            }
            double baseline = first
                    ? measure(record, limit, result, channel, channels)
                    : plan.carried(record, result, channel, channels);
            if (plan.subtracts()) {
                int valid = plan.waveforms().validLength(record);
                ScalarSubtraction.subtractFloat(plan, record, result, (float) baseline, valid);
                plan.pad(record, result, valid);
            }
        }
        return count;
    }

    private double measure(long record, long limit, long result, long channel, RawBaselines channels) {
        int count = plan.windowCount(record);
        long address = plan.window().address(record);
        double mean = SamplesFloat.sum(address, count, limit) / count;
        double squares = MomentsFloat.squaredDistances(address, count, limit, mean);
        float rms = Floats.canonical((float) Math.sqrt(squares / count));
        return plan.measured(record, result, mean, rms, channel, channels);
    }
}
