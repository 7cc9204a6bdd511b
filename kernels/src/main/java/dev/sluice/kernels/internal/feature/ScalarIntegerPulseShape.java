package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Pulse shapes of 16-bit samples, one sample at a time.
final class ScalarIntegerPulseShape implements PulseShapePlan.Loop {

    private static final int UNSIGNED = 0xFFFF;

    private final PulseShapePlan plan;
    private final boolean unsigned;

    ScalarIntegerPulseShape(PulseShapePlan plan) {
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
        int valid = plan.waveforms().validLength(record);
        int baselineCount = plan.baselineCount(valid);
        long sum = ScalarSamples.sum16(plan.baselineWindow().address(record), baselineCount, unsigned);
        double base = plan.baseline(record, sum, baselineCount);
        boolean positive = plan.polarities().isPositive(record);
        int peak = peak(plan.wave().address(record), valid, positive);
        double height = peak < 0 ? Double.NaN : Edges.signal(plan, record, peak, base, positive);
        Edges.store(plan, record, result, valid, peak, height, base, positive);
        if (plan.wantsQuantiles()) {
            storeQuantiles(plan.wave().address(record), result, valid, base, positive);
        }
        if (plan.wantsGates()) {
            RawGates gates = plan.gates();
            int shortCount = gates.shortCount(peak, valid);
            int longCount = gates.longCount(peak, valid);
            long address = plan.wave().address(record) + 2L * gates.start(peak);
            long inShort = height > 0 ? ScalarSamples.sum16(address, shortCount, unsigned) : 0;
            long inLong = height > 0 ? ScalarSamples.sum16(address, longCount, unsigned) : 0;
            plan.storeTail(result, height, inShort, shortCount, inLong, longCount, base, positive);
        }
    }

    private int peak(long wave, int valid, boolean positive) {
        int end = plan.peakWindow().from() + plan.peakWindow().count(valid);
        int peak = -1;
        int greatest = Integer.MIN_VALUE;
        for (int i = plan.peakWindow().from(); i < end; i++) {
            short loaded = AddressSpace.int16(wave + 2L * i);
            int sample = unsigned ? loaded & UNSIGNED : loaded;
            int signal = positive ? sample : -sample;
            if (signal > greatest) {
                greatest = signal;
                peak = i;
            }
        }
        return peak;
    }

    private void storeQuantiles(long wave, long result, int valid, double base, boolean positive) {
        boolean usable = Pedestal.isUsable(base);
        int pedestal = Pedestal.of(base, positive);
        double fraction = Pedestal.fraction(base, positive);
        long sum = 0;
        long beyond = 0;
        for (int from = 0; usable && from < valid; from += ScalarPositive16.MOST) {
            int count = Math.min(ScalarPositive16.MOST, valid - from);
            long both = ScalarPositive16.both(wave + 2L * from, count, pedestal, positive, unsigned);
            sum += ScalarPositive16.sum(both);
            beyond += ScalarPositive16.count(both);
        }
        double total = usable ? sum + beyond * fraction : Double.NaN;
        double low = Double.NaN;
        double high = Double.NaN;
        if (total > 0) {
            double first = plan.levels().quantileLow() * total;
            double last = plan.levels().quantileHigh() * total;
            low = ScalarPositive16.reached(wave, 0, valid, pedestal, positive, unsigned, 0, 0, fraction, first);
            high = ScalarPositive16.reached(wave, 0, valid, pedestal, positive, unsigned, 0, 0, fraction, last);
        }
        plan.storeQuantiles(result, valid, low, high, total);
    }
}
