package dev.sluice.columnar.parquet;

import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.LongField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The least and the greatest value of a column of integers in a row group: by it readers pass over times that nobody
/// asked for. Immutable.
///
/// @param least    the least value, as Parquet spells it
/// @param greatest the greatest value
record Extremes(byte[] least, byte[] greatest) {
    /// Of the first `rows` values, at least one; null of arrays and of what is no integer.
    static Extremes of(ColumnValues column, int rows) {
        Field field = column.field();
        if (!field.type().isInteger() || !field.isScalar()) {
            return null;
        }
        LongField values = column.values().type().longField(field.name());
        // Flipping the sign makes the order of signed numbers that of unsigned ones.
        long flip = field.type().kind() == FieldType.Kind.UNSIGNED ? Long.MIN_VALUE : 0;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rows; row++) {
            long value = values.bits(column.values(), row, 0) ^ flip;
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        boolean wide = field.type().size() == Long.BYTES;
        return new Extremes(spelled(least ^ flip, wide), spelled(greatest ^ flip, wide));
    }

    private static byte[] spelled(long value, boolean wide) {
        ByteBuffer bytes =
                ByteBuffer.allocate(wide ? Long.BYTES : Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return (wide ? bytes.putLong(value) : bytes.putInt((int) value)).array();
    }

    /// Spells them as statistics, in a structure that is open.
    void put(ThriftOutput out) {
        out.int64(3, 0);
        out.binary(5, greatest);
        out.binary(6, least);
    }
}
