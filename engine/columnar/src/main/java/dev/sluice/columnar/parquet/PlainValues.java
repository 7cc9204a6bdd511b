package dev.sluice.columnar.parquet;

import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.record.Field;
import dev.sluice.record.Records;
import dev.sluice.record.TextField;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Spells the values of a column in Parquet's plain encoding. For one thread.
///
/// Integers of less than 32 bits become such of 32, booleans bits, and texts UTF-8 after their length.
final class PlainValues {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Records values;
    private final Field field;
    private final TextField text;
    private final StringBuilder word = new StringBuilder();

    PlainValues(ColumnValues column) {
        this.values = column.values();
        this.field = column.field();
        this.text = field.type().isText() ? values.type().textField(field.name()) : null;
    }

    /// Puts the values of `rows` rows from `row` on into the page.
    ///
    /// @return the bytes that they take
    /// @throws IllegalArgumentException if a text holds a number that is no Unicode character
    long put(int row, int rows, MemorySegment page) {
        long from = (long) row * field.elements();
        long count = (long) rows * field.elements();
        return switch (field.type().kind()) {
            case SIGNED -> integers(from, count, page, true);
            case UNSIGNED -> integers(from, count, page, false);
            case FLOAT -> copy(from, count, page);
            case BOOLEAN -> bits(from, count, page);
            case BYTES, UNICODE -> texts(row, rows, page);
        };
    }

    private long integers(long from, long count, MemorySegment page, boolean signed) {
        MemorySegment in = values.segment();
        switch (field.type().size()) {
            case 1 -> bytes(in, from, count, page, signed ? -1 : 0xFF);
            case 2 -> shorts(in, from, count, page, signed ? -1 : 0xFFFF);
            default -> {
                return copy(from, count, page);
            }
        }
        return count * Integer.BYTES;
    }

    private static void bytes(MemorySegment in, long from, long count, MemorySegment page, int mask) {
        for (long i = 0; i < count; i++) {
            page.set(INT, i * Integer.BYTES, in.get(ValueLayout.JAVA_BYTE, from + i) & mask);
        }
    }

    private static void shorts(MemorySegment in, long from, long count, MemorySegment page, int mask) {
        for (long i = 0; i < count; i++) {
            page.set(INT, i * Integer.BYTES, in.get(SHORT, (from + i) * Short.BYTES) & mask);
        }
    }

    private long copy(long from, long count, MemorySegment page) {
        int size = field.type().size();
        MemorySegment.copy(values.segment(), from * size, page, 0, count * size);
        return count * size;
    }

    private long bits(long from, long count, MemorySegment page) {
        MemorySegment in = values.segment();
        for (long i = 0; i < count; i += Byte.SIZE) {
            int bits = 0;
            for (int bit = 0; bit < Math.min(Byte.SIZE, count - i); bit++) {
                bits |= in.get(ValueLayout.JAVA_BYTE, from + i + bit) != 0 ? 1 << bit : 0;
            }
            page.set(ValueLayout.JAVA_BYTE, i / Byte.SIZE, (byte) bits);
        }
        return (count + Byte.SIZE - 1) / Byte.SIZE;
    }

    private long texts(int row, int rows, MemorySegment page) {
        long at = 0;
        for (int i = row; i < row + rows; i++) {
            for (int element = 0; element < field.elements(); element++) {
                word.setLength(0);
                text.appendTo(word, values, i, element);
                byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
                page.set(INT, at, bytes.length);
                MemorySegment.copy(bytes, 0, page, ValueLayout.JAVA_BYTE, at + Integer.BYTES, bytes.length);
                at += Integer.BYTES + bytes.length;
            }
        }
        return at;
    }
}
