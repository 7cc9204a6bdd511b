package dev.sluice.session.output;

import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Statistics of a field of floating-point numbers. The sum is compensated (Neumaier, "Rundungsfehleranalyse einiger
/// Verfahren zur Summation endlicher Summen", ZAMM 54, 1974) and runs in the order of the records; NaN is left out.
final class RealStatistics extends FieldStatistics {
    private final DoubleField values;
    private long count;
    private double least = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private double sum;
    private double compensation;

    RealStatistics(RecordType type, Field field, LongField validLength) {
        super(field, validLength);
        this.values = type.doubleField(field.name());
    }

    @Override
    void add(Records records, long index, int elements) {
        for (int element = 0; element < elements; element++) {
            double value = values.get(records, index, element);
            if (value == value) {
                count++;
                least = Math.min(least, value);
                largest = Math.max(largest, value);
                double next = sum + value;
                compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
                sum = next;
            }
        }
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Number least() {
        return count == 0 ? null : (Number) least;
    }

    @Override
    public Number largest() {
        return count == 0 ? null : (Number) largest;
    }

    /// The quotient is rounded, and may so pass the last digit of values that are all the same.
    @Override
    public Number meanWithin() {
        double mean = mean();
        return mean >= largest || mean <= least ? (Number) Math.clamp(mean, least, largest) : (Number) mean;
    }

    @Override
    double mean() {
        // Once an infinity was added, the compensation is no number; the sum then holds all there is.
        return count == 0 ? Double.NaN : (Double.isNaN(compensation) ? sum : sum + compensation) / count;
    }
}
