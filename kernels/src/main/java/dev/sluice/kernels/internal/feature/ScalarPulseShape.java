package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.ScalarSamples;

/// Pulse shapes, one sample at a time; immutable and safe from any thread.
///
/// Signals of 16-bit samples are exact integers over a whole pedestal, so their sums have no order; those of float
/// samples are summed in float64, in rising order.
public final class ScalarPulseShape implements PulseShapePlan.Loop {

    private static final int UNSIGNED = 0xFFFF;

    private final PulseShapePlan plan;
    private final RawWaveforms waveforms;
    private final boolean isFloat;
    private final boolean unsigned;

    private ScalarPulseShape(PulseShapePlan plan) {
        this.plan = plan;
        this.waveforms = plan.waveforms();
        this.isFloat = waveforms.isFloat();
        this.unsigned = waveforms.isUnsigned();
    }

    /// The loop of this plan.
    public static PulseShapePlan.Loop of(PulseShapePlan plan) {
        return new ScalarPulseShape(plan);
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
        int valid = waveforms.validLength(record);
        int baselineCount = plan.baselineCount(valid);
        double sum = ScalarSamples.sum(waveforms, plan.baselineWindow().address(record), baselineCount);
        double base = plan.baseline(record, sum, baselineCount);
        boolean positive = plan.polarities().isPositive(record);
        long wave = plan.wave().address(record);
        int peak = isFloat ? peakFloat(wave, valid, base, positive) : peak16(wave, valid, positive);
        double height = peak < 0 ? Double.NaN : PulseEdges.signal(plan, record, peak, base, positive);
        PulseEdges.store(plan, record, result, valid, peak, height, base, positive);
        if (plan.wantsQuantiles() && isFloat) {
            storeQuantilesFloat(wave, result, valid, base, positive);
        } else if (plan.wantsQuantiles()) {
            storeQuantiles16(wave, result, valid, base, positive);
        }
        if (plan.wantsGates()) {
            storeTail(wave, result, valid, peak, height, base, positive);
        }
    }

    private void storeTail(long wave, long result, int valid, int peak, double height, double base, boolean positive) {
        RawGates gates = plan.gates();
        int shortCount = gates.shortCount(peak, valid);
        int longCount = gates.longCount(peak, valid);
        long address = wave + (isFloat ? 4L : 2L) * gates.start(peak);
        double inShort = height > 0 ? ScalarSamples.sum(waveforms, address, shortCount) : 0;
        double inLong = height > 0 ? ScalarSamples.sum(waveforms, address, longCount) : 0;
        plan.storeTail(result, height, inShort, shortCount, inLong, longCount, base, positive);
    }

    private static double signal(long wave, int index, double base, boolean positive) {
        double sample = AddressSpace.float32(wave + 4L * index);
        return positive ? sample - base : base - sample;
    }

    private int peakFloat(long wave, int valid, double base, boolean positive) {
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

    private int peak16(long wave, int valid, boolean positive) {
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

    private void storeQuantilesFloat(long wave, long result, int valid, double base, boolean positive) {
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

    private void storeQuantiles16(long wave, long result, int valid, double base, boolean positive) {
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
