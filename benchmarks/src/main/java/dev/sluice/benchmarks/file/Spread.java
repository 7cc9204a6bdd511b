package dev.sluice.benchmarks.file;

import java.util.Arrays;
import java.util.Locale;

/// The median of what turns took, with the least and the greatest. Immutable.
///
/// @param median the middle one; of an even number the mean of the two
/// @param least  the least
/// @param most   the greatest
record Spread(double median, double least, double most) {
    /// Of one value or more.
    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
        String format = median < 1 ? "%.3f (%.3f to %.3f)" : "%.2f (%.2f to %.2f)";
        return String.format(Locale.ROOT, format, median, least, most);
    }
}
