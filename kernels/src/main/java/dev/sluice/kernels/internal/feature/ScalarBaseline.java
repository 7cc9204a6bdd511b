package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.wave.RawBaselines;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Baseline and rms, one sample at a time; immutable and safe from any thread.
public final class ScalarBaseline implements BaselinePlan.Loop {

    private final BaselinePlan plan;
    private final boolean isFloat;
    private final boolean unsigned;

    private ScalarBaseline(BaselinePlan plan) {
        this.plan = plan;
        this.isFloat = plan.waveforms().isFloat();
        this.unsigned = plan.waveforms().isUnsigned();
    }

    /// The loop of this plan.
    public static BaselinePlan.Loop of(BaselinePlan plan) {
        return new ScalarBaseline(plan);
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
                    ? measure(record, result, channel, channels)
                    : plan.carried(record, result, channel, channels);
            if (plan.subtracts()) {
                subtract(record, result, baseline);
            }
        }
        return count;
    }

    private double measure(long record, long result, long channel, RawBaselines channels) {
        int count = plan.windowCount(record);
        long address = plan.window().address(record);
        if (isFloat) {
            double mean = ScalarSamples.sumFloat(address, count) / count;
            double squares = ScalarSamples.squaredDistances(address, count, mean);
            float rms = Floats.canonical((float) Math.sqrt(squares / count));
            return plan.measured(record, result, mean, rms, channel, channels);
        }
        long sum = ScalarSamples.sum16(address, count, unsigned);
        long squares = Moments.squares16(address, count, unsigned);
        long centred = Moments.centredSum(sum, count, unsigned);
        return plan.measured(record, result, centred, squares, count, channel, channels);
    }

    private void subtract(long record, long result, double baseline) {
        int valid = isFloat ? plan.waveforms().validLength(record) : plan.subtracted(record, baseline);
        if (isFloat) {
            ScalarSubtraction.subtractFloat(plan, record, result, (float) baseline, valid);
        } else {
            ScalarSubtraction.subtract16(plan, record, result, plan.pedestal(baseline), valid);
        }
        plan.pad(record, result, valid);
    }
}
