package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.wave.RawBaselines;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Baseline and rms of float samples, one sample at a time.
final class ScalarFloatBaseline implements BaselinePlan.Loop {

    private final BaselinePlan plan;

    ScalarFloatBaseline(BaselinePlan plan) {
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
            if (plan.carries() && !plan.accepts(first, channel, channels)) {
                return i;
            }
            double baseline =
                    first ? measure(record, result, channel, channels) : plan.carried(result, channel, channels);
            if (plan.subtracts()) {
                int valid = plan.waveforms().validLength(record);
                ScalarSubtraction.subtractFloat(plan, record, result, (float) baseline, valid);
                plan.pad(record, result, valid);
            }
        }
        return count;
    }

    private double measure(long record, long result, long channel, RawBaselines channels) {
        int count = plan.windowCount(record);
        long address = plan.window().address(record);
        double mean = ScalarSamples.sumFloat(address, count) / count;
        double squares = ScalarSamples.squaredDistances(address, count, mean);
        float rms = Floats.canonical((float) Math.sqrt(squares / count));
        return plan.measured(result, mean, rms, channel, channels);
    }
}
