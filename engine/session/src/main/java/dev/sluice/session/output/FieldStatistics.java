package dev.sluice.session.output;

import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;

/// Count, least, mean and largest value of one field. For one thread; results do not depend on how the records were
/// cut into chunks, since values are added one by one in the order of the records.
public abstract class FieldStatistics {
    private final Field field;
    private final LongField validLength;
    private final int elements;

    FieldStatistics(Field field, LongField validLength) {
        this.field = field;
        this.validLength = validLength;
        this.elements = field.elements();
    }

    /// Adds the field's values in all `records`.
    final void add(Records records) {
        long count = records.count();
        for (long index = 0; index < count; index++) {
            int valid = validLength == null ? elements : Math.clamp(validLength.get(records, index), 0, elements);
            add(records, index, valid);
        }
    }

    /// Adds the first `elements` elements of the field in one record.
    abstract void add(Records records, long index, int elements);

    /// The field.
    public final Field field() {
        return field;
    }

    /// Values added; those that are not a number do not count.
    public abstract long count();

    /// The least value; null if there was none.
    public abstract Number least();

    /// The mean; NaN if there was no value.
    abstract double mean();

    /// The mean as it is shown beside the least and the largest value: never outside of them. A double where one can be
    /// between them, else the nearest integer.
    public Number meanWithin() {
        return mean();
    }

    /// The largest value; null if there was none.
    public abstract Number largest();
}
