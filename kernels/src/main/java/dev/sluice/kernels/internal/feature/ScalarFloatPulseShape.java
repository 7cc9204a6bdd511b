package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Pulse shapes of float samples, one sample at a time.
final class ScalarFloatPulseShape implements PulseShapePlan.Loop {

    private final PulseShapePlan plan;

    ScalarFloatPulseShape(PulseShapePlan plan) {
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
        int valid = plan.waveforms().validLength(record);
        int baselineCount = plan.baselineCount(valid);
        double sum = ScalarSamples.sumFloat(plan.baselineWindow().address(record), baselineCount);
        double base = plan.baseline(record, sum, baselineCount);
        boolean positive = plan.polarities().isPositive(record);
        int peak = peak(record, valid, base, positive);
        double height = peak < 0 ? Double.NaN : signal(plan.wave().address(record), peak, base, positive);
        Edges.store(plan, record, result, valid, peak, height, base, positive);
        if (plan.wantsQuantiles()) {
            storeQuantiles(plan.wave().address(record), result, valid, base, positive);
        }
        if (plan.wantsGates()) {
            RawGates gates = plan.gates();
            int shortCount = gates.shortCount(peak, valid);
            int longCount = gates.longCount(peak, valid);
            long address = plan.wave().address(record) + 4L * gates.start(peak);
            double inShort = height > 0 ? ScalarSamples.sumFloat(address, shortCount) : 0;
            double inLong = height > 0 ? ScalarSamples.sumFloat(address, longCount) : 0;
            plan.storeTail(result, height, inShort, shortCount, inLong, longCount, base, positive);
        }
    }

    private static double signal(long wave, int index, double base, boolean positive) {
        double sample = AddressSpace.float32(wave + 4L * index);
        return positive ? sample - base : base - sample;
    }

    private int peak(long record, int valid, double base, boolean positive) {
        long wave = plan.wave().address(record);
        int end = plan.peakWindow().from() + plan.peakWindow().count(valid);
        int peak = -1;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = plan.peakWindow().from(); i < end; i++) {
            double signal = signal(wave, i, base, positive);
            if (signal > greatest) {
                greatest = signal;
                peak = i;
            }
        }
        return peak;
    }

    private void storeQuantiles(long wave, long result, int valid, double base, boolean positive) {
        double total = 0.0;
        for (int i = 0; i < valid; i++) {
            total += Math.max(signal(wave, i, base, positive), 0.0);
        }
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
            plan.storeQuantiles(result, valid, Double.NaN, Double.NaN, total);
            return;
        }
        double first = plan.levels().quantileLow() * total;
        double last = plan.levels().quantileHigh() * total;
        int low = -1;
        double sum = 0.0;
        int i = 0;
        for (; i < valid; i++) {
            sum += Math.max(signal(wave, i, base, positive), 0.0);
            low = low < 0 && sum >= first ? i : low;
            if (sum >= last) {
                break;
            }
        }
        plan.storeQuantiles(result, valid, low, i, total);
    }
}
