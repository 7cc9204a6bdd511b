package dev.sluice.columnar.arrow;

import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.Records;
import dev.sluice.record.TextField;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The buffers that Arrow wants of a column of a batch. For one thread; its memory lives as long as the arena that it
/// came from.
///
/// Numbers and arrays of them are Arrow's as they lie. Booleans become bits, and texts UTF-8 with a table of ends, when
/// the batch is written.
final class ArrowColumn {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    private static final int CHARACTER_BYTES = 4;

    private final Field field;
    private final Records values;
    private final TextField text;
    private final MemorySegment ends;
    private final MemorySegment encoded;
    private final StringBuilder word = new StringBuilder();
    private long encodedBytes;

    /// The form of up to `rows` values of that column.
    ArrowColumn(ColumnValues column, int rows, Arena arena) {
        this.field = column.field();
        this.values = column.values();
        long elements = (long) rows * field.elements();
        boolean texts = field.type().isText();
        this.text = texts ? values.type().textField(field.name()) : null;
        this.ends = texts ? arena.allocate((elements + 1) * Integer.BYTES) : null;
        this.encoded = switch (field.type().kind()) {
            case BOOLEAN -> arena.allocate((elements + 7) / 8);
            // A byte of ISO 8859-1 takes two bytes of UTF-8, a character of UCS-4 at most four.
            case BYTES -> arena.allocate(2 * elements * field.type().size());
            case UNICODE -> arena.allocate(elements * field.type().size());
            default -> null;
        };
    }

    /// Bytes that a value takes while it waits, at most.
    static long bytesPerRow(Field field) {
        long waiting = field.byteSize();
        if (field.type().isText()) {
            return 3 * waiting + (long) CHARACTER_BYTES * field.elements();
        }
        return field.type().kind() == FieldType.Kind.BOOLEAN ? 2 * waiting : waiting;
    }

    Field field() {
        return field;
    }

    /// Brings the first `rows` values into the form of Arrow, once before their buffers are asked for.
    ///
    /// @throws IllegalArgumentException if a text holds a number that is no Unicode character
    void encode(int rows) {
        if (text != null) {
            encodeTexts(rows);
        } else if (field.type().kind() == FieldType.Kind.BOOLEAN) {
            encodeBits((long) rows * field.elements());
        }
    }

    /// Whether a table of ends comes before the values.
    boolean hasEnds() {
        return ends != null;
    }

    MemorySegment ends() {
        return ends;
    }

    long endsBytes(int rows) {
        return ((long) rows * field.elements() + 1) * Integer.BYTES;
    }

    MemorySegment data() {
        return encoded != null ? encoded : values.segment();
    }

    long dataBytes(int rows) {
        if (text != null) {
            return encodedBytes;
        }
        long elements = (long) rows * field.elements();
        return encoded != null ? (elements + 7) / 8 : elements * field.type().size();
    }

    private void encodeBits(long elements) {
        MemorySegment bytes = values.segment();
        for (long i = 0; i < elements; i += 8) {
            int bits = 0;
            for (int bit = 0; bit < Math.min(8, elements - i); bit++) {
                bits |= bytes.get(ValueLayout.JAVA_BYTE, i + bit) != 0 ? 1 << bit : 0;
            }
            encoded.set(ValueLayout.JAVA_BYTE, i >> 3, (byte) bits);
        }
    }

    private void encodeTexts(int rows) {
        long at = 0;
        long element = 0;
        ends.set(INT, 0, 0);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < field.elements(); i++) {
                word.setLength(0);
                text.appendTo(word, values, row, i);
                byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
                MemorySegment.copy(bytes, 0, encoded, ValueLayout.JAVA_BYTE, at, bytes.length);
                at += bytes.length;
                element++;
                ends.set(INT, element * Integer.BYTES, (int) at);
            }
        }
        encodedBytes = at;
    }
}
