package dev.sluice.formats.json;

import dev.sluice.record.BooleanField;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TextField;

/// Spells one element of a field as JSON. Allocates nothing; the row belongs to the caller.
@FunctionalInterface
interface JsonValue {
    void append(StringBuilder row, Records records, long index, int element);

    static JsonValue of(RecordType type, Field field) {
        return switch (field.type().kind()) {
            case SIGNED -> signed(type.longField(field.name()));
            case UNSIGNED ->
                field.type().size() == 8
                        ? unsigned(type.longField(field.name()))
                        : signed(type.longField(field.name()));
            case FLOAT ->
                field.type().size() == 4 ? single(type.floatField(field.name())) : real(type.doubleField(field.name()));
            case BOOLEAN -> truth(type.booleanField(field.name()));
            case BYTES, UNICODE -> text(type.textField(field.name()));
        };
    }

    private static JsonValue signed(LongField field) {
        return (row, records, index, element) -> row.append(field.get(records, index, element));
    }

    private static JsonValue unsigned(LongField field) {
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

    private static JsonValue single(FloatField field) {
        return (row, records, index, element) -> {
            float value = field.get(records, index, element);
            if (Float.isFinite(value)) {
                row.append(value);
            } else {
                appendNotFinite(row, value);
            }
        };
    }

    private static JsonValue real(DoubleField field) {
        return (row, records, index, element) -> {
            double value = field.get(records, index, element);
            if (Double.isFinite(value)) {
                row.append(value);
            } else {
                appendNotFinite(row, value);
            }
        };
    }

    private static JsonValue truth(BooleanField field) {
        return (row, records, index, element) -> row.append(field.get(records, index, element));
    }

    private static JsonValue text(TextField field) {
        return (row, records, index, element) -> {
            int start = row.length();
            field.appendTo(row, records, index, element);
            quote(row, start);
        };
    }

    /// Quotes what stands in the row from `start` on, as RFC 8259, section 7, wants it.
    static void quote(StringBuilder row, int start) {
        for (int i = row.length() - 1; i >= start; i--) {
            char c = row.charAt(i);
            if (c == '"' || c == '\\') {
                row.insert(i, '\\');
            } else if (c < ' ') {
                row.setCharAt(i, Character.forDigit(c & 0xF, 16));
                row.insert(i, c < 0x10 ? "\\u000" : "\\u001");
            }
        }
        row.insert(start, '"').append('"');
    }

    private static void appendNotFinite(StringBuilder row, double value) {
        row.append(Double.isNaN(value) ? "null" : value > 0 ? "1e999" : "-1e999");
    }
}
