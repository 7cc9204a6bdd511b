package dev.sluice.kernels.internal.feature;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// The edges of a pulse around its peak; unchecked, stateless, safe from any thread.
///
/// An edge needs a sample on either side of its level: where the peak itself is not over it, as an infinite height or
/// one that a fraction rounds to, there is none.
///
/// Both loops walk them one sample at a time: edges are short, and from a higher level the walk goes on to a lower one.
public final class PulseEdges {

    private static final int NONE = -1;
    private static final int UNSIGNED = 0xFFFF;

    private PulseEdges() {}

    /// Writes all that comes from the peak, whose height is NaN if there is none, and from its edges.
    public static void store(
            PulseShapePlan plan,
            long record,
            long result,
            int valid,
            int peak,
            double height,
            double base,
            boolean positive) {
        plan.store(result, PulseShapePlan.PEAK_POSITION, Double.isNaN(height) ? Double.NaN : peak);
        plan.store(result, PulseShapePlan.PEAK_HEIGHT, height);
        RawLevels levels = plan.levels();
        int start = height > 0 ? peak : NONE;
        double high = levels.high() * height;
        double low = levels.low() * height;
        double half = levels.width() * height;
        double fraction = levels.constantFraction() * height;
        int highBefore = before(plan, record, start, high, base, positive);
        int lowBefore = before(plan, record, highBefore, low, base, positive);
        int halfBefore = before(plan, record, half <= high ? highBefore : start, half, base, positive);
        int fractionBefore = before(plan, record, fraction <= high ? highBefore : start, fraction, base, positive);
        int highAfter = after(plan, record, start, valid, high, base, positive);
        int lowAfter = after(plan, record, highAfter, valid, low, base, positive);
        int halfAfter = after(plan, record, half <= high ? highAfter : start, valid, half, base, positive);
        double lowUp = leading(plan, record, lowBefore, peak, low, base, positive);
        double lowDown = trailing(plan, record, lowAfter, peak, low, base, positive);
        double rise = leading(plan, record, highBefore, peak, high, base, positive) - lowUp;
        double fall = lowDown - trailing(plan, record, highAfter, peak, high, base, positive);
        double width = trailing(plan, record, halfAfter, peak, half, base, positive)
                - leading(plan, record, halfBefore, peak, half, base, positive);
        plan.store(result, PulseShapePlan.RISE_TIME, rise);
        plan.store(result, PulseShapePlan.FALL_TIME, fall);
        plan.store(result, PulseShapePlan.WIDTH, width);
        plan.store(result, PulseShapePlan.TOTAL_WIDTH, lowDown - lowUp);
        plan.store(
                result,
                PulseShapePlan.CONSTANT_FRACTION_TIME,
                leading(plan, record, fractionBefore, peak, fraction, base, positive));
    }

    private static int before(PulseShapePlan plan, long record, int from, double level, double base, boolean positive) {
        int i = from;
        while (i >= 0 && !(signal(plan, record, i, base, positive) <= level)) {
            i--;
        }
        return i;
    }

    private static int after(
            PulseShapePlan plan, long record, int from, int valid, double level, double base, boolean positive) {
        if (from < 0) {
            return NONE;
        }
        int i = from;
        while (i < valid && !(signal(plan, record, i, base, positive) <= level)) {
            i++;
        }
        return i < valid ? i : NONE;
    }

    private static double leading(
            PulseShapePlan plan, long record, int index, int peak, double level, double base, boolean positive) {
        if (index < 0 || index >= peak) {
            return Double.NaN;
        }
        double signal = signal(plan, record, index, base, positive);
        return index + (level - signal) / (signal(plan, record, index + 1, base, positive) - signal);
    }

    private static double trailing(
            PulseShapePlan plan, long record, int index, int peak, double level, double base, boolean positive) {
        if (index <= peak) {
            return Double.NaN;
        }
        double signal = signal(plan, record, index, base, positive);
        return index - (level - signal) / (signal(plan, record, index - 1, base, positive) - signal);
    }

    /// The signal at that sample.
    public static double signal(PulseShapePlan plan, long record, int index, double base, boolean positive) {
        double sample = sample(plan, plan.wave().address(record), index);
        return positive ? sample - base : base - sample;
    }

    private static double sample(PulseShapePlan plan, long wave, int index) {
        if (plan.waveforms().isFloat()) {
            return AddressSpace.float32(wave + 4L * index);
        }
        short sample = AddressSpace.int16(wave + 2L * index);
        return plan.waveforms().isUnsigned() ? sample & UNSIGNED : sample;
    }
}
