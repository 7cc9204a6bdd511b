package dev.sluice.session.output;

import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Statistics of a field of integers: exact, the sum kept in 128 bits; only the mean is rounded, once.
final class IntegerStatistics extends FieldStatistics {
    private static final double EXACT_BELOW = 0x1p53;

    private final LongField values;
    // Adding it turns unsigned order into signed order; the least int64 for `<u8`, 0 for all others.
    private final long bias;
    private long count;
    private long least = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;
    private long sumLow;
    private long sumHigh;

    IntegerStatistics(RecordType type, Field field, LongField validLength) {
        super(field, validLength);
        this.values = type.longField(field.name());
        this.bias = field.type().equals(FieldType.UINT64) ? Long.MIN_VALUE : 0;
    }

    @Override
    void add(Records records, long index, int elements) {
        for (int element = 0; element < elements; element++) {
            long value = values.bits(records, index, element) + bias;
            least = Math.min(least, value);
            largest = Math.max(largest, value);
            long sum = sumLow + value;
            sumHigh += (value >> 63) + (Long.compareUnsigned(sum, sumLow) < 0 ? 1 : 0);
            sumLow = sum;
        }
        count += elements;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Number least() {
        return count == 0 ? null : unbiased(least);
    }

    @Override
    public Number largest() {
        return count == 0 ? null : unbiased(largest);
    }

    @Override
    double mean() {
        return count == 0 ? Double.NaN : exactMean().doubleValue();
    }

    /// Beyond 2^53 doubles are further apart than integers, so that one may lie outside of all values: times since 1970
    /// in ns are 256 apart.
    @Override
    public Number meanWithin() {
        double rounded = mean();
        return Math.abs(rounded) < EXACT_BELOW || count == 0
                ? (Number) rounded
                : exactMean().setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    }

    private BigDecimal exactMean() {
        BigInteger low = BigInteger.valueOf(sumLow >>> 1).shiftLeft(1).add(BigInteger.valueOf(sumLow & 1));
        BigInteger sum = BigInteger.valueOf(sumHigh).shiftLeft(64).add(low);
        BigInteger unbiased = sum.subtract(BigInteger.valueOf(bias).multiply(BigInteger.valueOf(count)));
        return new BigDecimal(unbiased).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
    }

    private Number unbiased(long value) {
        return bias == 0 ? (Number) value : BigInteger.valueOf(value).subtract(BigInteger.valueOf(bias));
    }
}
