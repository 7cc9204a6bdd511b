package dev.sluice.kernels.feature;

import java.util.Arrays;

/// The formulas of `PulseShapeKernel` in plain loops over doubles, with its default fractions and gates.
final class PlainPulseShape {

    private PlainPulseShape() {}

    /// All values, in the order of `PulseShapeValue`, of a signal that is positive-going already.
    static double[] of(double[] signal, int from, int to) {
        double[] values = new double[PulseShapeValue.values().length];
        Arrays.fill(values, Double.NaN);
        int peak = -1;
        for (int i = from; i < Math.min(to, signal.length); i++) {
            if (peak < 0 || signal[i] > signal[peak]) {
                peak = i;
            }
        }
        quantiles(signal, values);
        if (peak < 0) {
            return values;
        }
        double height = signal[peak];
        values[0] = peak;
        values[1] = height;
        if (height > 0) {
            values[2] = leading(signal, peak, 0.9 * height) - leading(signal, peak, 0.1 * height);
            values[3] = trailing(signal, peak, 0.1 * height) - trailing(signal, peak, 0.9 * height);
            values[4] = trailing(signal, peak, 0.5 * height) - leading(signal, peak, 0.5 * height);
            values[5] = trailing(signal, peak, 0.1 * height) - leading(signal, peak, 0.1 * height);
            values[6] = leading(signal, peak, 0.2 * height);
            double whole = sum(signal, peak - 8, peak - 8 + 200);
            boolean tail = signal.length > Math.max(0, peak - 8 + 24);
            values[11] = tail && whole > 0 ? (whole - sum(signal, peak - 8, peak - 8 + 24)) / whole : Double.NaN;
        }
        return values;
    }

    private static void quantiles(double[] signal, double[] values) {
        double total = 0;
        for (double value : signal) {
            total += Math.max(value, 0);
        }
        values[10] = signal.length == 0 ? Double.NaN : total;
        double sum = 0;
        for (int i = 0; i < signal.length && total > 0; i++) {
            sum += Math.max(signal[i], 0);
            values[7] = Double.isNaN(values[7]) && sum >= 0.1 * total ? i : values[7];
            values[8] = Double.isNaN(values[8]) && sum >= 0.9 * total ? i : values[8];
        }
        values[9] = values[8] - values[7];
    }

    private static double leading(double[] signal, int peak, double level) {
        for (int i = peak - 1; i >= 0; i--) {
            if (signal[i] <= level) {
                return i + (level - signal[i]) / (signal[i + 1] - signal[i]);
            }
        }
        return Double.NaN;
    }

    private static double trailing(double[] signal, int peak, double level) {
        for (int i = peak + 1; i < signal.length; i++) {
            if (signal[i] <= level) {
                return i - (level - signal[i]) / (signal[i - 1] - signal[i]);
            }
        }
        return Double.NaN;
    }

    private static double sum(double[] signal, int from, int to) {
        double sum = 0;
        for (int i = Math.max(0, from); i < Math.min(to, signal.length); i++) {
            sum += signal[i];
        }
        return sum;
    }
}
