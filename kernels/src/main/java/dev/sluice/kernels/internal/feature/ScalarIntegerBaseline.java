package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.wave.RawBaselines;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Baseline and rms of 16-bit samples, one sample at a time.
final class ScalarIntegerBaseline implements BaselinePlan.Loop {

    private final BaselinePlan plan;
    private final boolean unsigned;

    ScalarIntegerBaseline(BaselinePlan plan) {
        this.plan = plan;
        this.unsigned = plan.waveforms().isUnsigned();
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
                int valid = plan.subtracted(record, baseline);
                ScalarSubtraction.subtract16(plan, record, result, plan.pedestal(baseline), valid);
                plan.pad(record, result, valid);
            }
        }
        return count;
    }

    private double measure(long record, long result, long channel, RawBaselines channels) {
        int count = plan.windowCount(record);
        long address = plan.window().address(record);
        long sum = ScalarSamples.sum16(address, count, unsigned);
        long squares = Moments.squares16(address, count, unsigned);
        long centred = Moments.centredSum(sum, count, unsigned);
        return plan.measured(record, result, centred, squares, count, channel, channels);
    }
}
