package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.BaselinePlan;
import dev.sluice.kernels.internal.feature.Moments;
import dev.sluice.kernels.internal.memory.RawInteger;
import dev.sluice.kernels.internal.wave.RawBaselines;

/// Baseline and rms of 16-bit samples on vectors.
final class IntegerBaseline implements BaselinePlan.Loop {

    private final BaselinePlan plan;
    private final boolean unsigned;

    IntegerBaseline(BaselinePlan plan) {
        this.plan = plan;
        this.unsigned = plan.waveforms().isUnsigned();
    }

    /// Two loops in one method, with constants for the sign: together they are beyond the JIT's limit for inlining.
    @Override
    public long run(long records, long count, long limit, long results, RawBaselines channels) {
        int stride = plan.waveforms().stride();
        int resultStride = plan.resultStride();
        RawInteger fragments = plan.fragment();
        RawInteger numbers = plan.channel();
        boolean carries = plan.carries();
        if (unsigned) {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                boolean first = fragments.read(record) == 0;
                long channel = numbers.read(record);
                if (carries && !plan.accepts(first, record, channel, channels)) {
                    return i;
                }
                double baseline;
                if (first) {
                    int samples = plan.windowCount(record);
                    long address = plan.window().address(record);
                    if (samples <= Moments16.FEW) {
                        long both = Moments16.both(address, samples, limit, true);
                        baseline = plan.measured(
                                record,
                                result,
                                Moments16.sum(both),
                                Moments16.squares(both),
                                samples,
                                channel,
                                channels);
                    } else {
                        long sum = Samples16.sum(address, samples, limit, true);
                        long squares = Moments16.squaresOfMany(address, samples, true);
                        long centred = Moments.centredSum(sum, samples, true);
                        baseline = plan.measured(record, result, centred, squares, samples, channel, channels);
                    }
                } else {
                    baseline = plan.carried(record, result, channel, channels);
                }
                if (plan.subtracts()) {
                    int valid = plan.subtracted(record, baseline);
                    Subtraction16.run(plan, record, result, plan.pedestal(baseline), valid);
                }
            }
        } else {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                boolean first = fragments.read(record) == 0;
                long channel = numbers.read(record);
                if (carries && !plan.accepts(first, record, channel, channels)) {
                    return i;
                }
                double baseline;
                if (first) {
                    int samples = plan.windowCount(record);
                    long address = plan.window().address(record);
                    if (samples <= Moments16.FEW) {
                        long both = Moments16.both(address, samples, limit, false);
                        baseline = plan.measured(
                                record,
                                result,
                                Moments16.sum(both),
                                Moments16.squares(both),
                                samples,
                                channel,
                                channels);
                    } else {
                        long sum = Samples16.sum(address, samples, limit, false);
                        long squares = Moments16.squaresOfMany(address, samples, false);
                        long centred = Moments.centredSum(sum, samples, false);
                        baseline = plan.measured(record, result, centred, squares, samples, channel, channels);
                    }
                } else {
                    baseline = plan.carried(record, result, channel, channels);
                }
                if (plan.subtracts()) {
                    int valid = plan.subtracted(record, baseline);
                    Subtraction16.run(plan, record, result, plan.pedestal(baseline), valid);
                }
            }
        }
        return count;
    }
}
