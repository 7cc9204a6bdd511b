package dev.sluice.formats;

import dev.sluice.record.BooleanField;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TextField;

/// Spells one element of a field as text. Allocates nothing; the row belongs to the caller.
///
/// Floating-point numbers have the fewest digits that read back to the same value in their own precision.
@FunctionalInterface
public interface FieldText {
    /// What a format of text spells in its own way. Allocates nothing.
    interface Spelling {
        /// Appends a NaN or an infinity.
        void appendNotFinite(StringBuilder row, double value);

        /// Quotes what stands in the row from `start` on, if the format wants it quoted.
        void quote(StringBuilder row, int start);
    }

    /// Appends element number `element` of the field of record `index`.
    void append(StringBuilder row, Records records, long index, int element);

    /// The text of a field of that type.
    static FieldText of(RecordType type, Field field, Spelling spelling) {
        return switch (field.type().kind()) {
            case SIGNED -> signed(type.longField(field.name()));
            case UNSIGNED ->
                field.type().size() == 8
                        ? unsigned(type.longField(field.name()))
                        : signed(type.longField(field.name()));
            case FLOAT ->
                field.type().size() == 4
                        ? single(type.floatField(field.name()), spelling)
                        : real(type.doubleField(field.name()), spelling);
            case BOOLEAN -> truth(type.booleanField(field.name()));
            case BYTES, UNICODE -> text(type.textField(field.name()), spelling);
        };
    }

    private static FieldText signed(LongField field) {
        return (row, records, index, element) -> row.append(field.get(records, index, element));
    }

    private static FieldText unsigned(LongField field) {
        return (row, records, index, element) -> {
            long bits = field.bits(records, index, element);
            if (bits >= 0) {
                row.append(bits);
            } else {
                long tens = Long.divideUnsigned(bits, 10);
                row.append(tens).append(bits - 10 * tens);
            }
        };
    }

    private static FieldText single(FloatField field, Spelling spelling) {
        return (row, records, index, element) -> {
            float value = field.get(records, index, element);
            if (Float.isFinite(value)) {
                row.append(value);
            } else {
                spelling.appendNotFinite(row, value);
            }
        };
    }

    private static FieldText real(DoubleField field, Spelling spelling) {
        return (row, records, index, element) -> {
            double value = field.get(records, index, element);
            if (Double.isFinite(value)) {
                row.append(value);
            } else {
                spelling.appendNotFinite(row, value);
            }
        };
    }

    private static FieldText truth(BooleanField field) {
        return (row, records, index, element) -> row.append(field.get(records, index, element));
    }

    private static FieldText text(TextField field, Spelling spelling) {
        return (row, records, index, element) -> {
            int start = row.length();
            field.appendTo(row, records, index, element);
            spelling.quote(row, start);
        };
    }
}
