package dev.sluice.formats.csv;

import dev.sluice.record.BooleanField;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TextField;

/// Spells one element of a field. Allocates nothing; the row belongs to the caller.
@FunctionalInterface
interface CsvColumn {
    void append(StringBuilder row, Records records, long index, int element);

    static CsvColumn of(RecordType type, Field field, char separator) {
        return switch (field.type().kind()) {
            case SIGNED -> signed(type.longField(field.name()));
            case UNSIGNED ->
                field.type().size() == 8
                        ? unsigned(type.longField(field.name()))
                        : signed(type.longField(field.name()));
            case FLOAT ->
                field.type().size() == 4 ? single(type.floatField(field.name())) : real(type.doubleField(field.name()));
            case BOOLEAN -> truth(type.booleanField(field.name()));
            case BYTES, UNICODE -> text(type.textField(field.name()), separator);
        };
    }

    private static CsvColumn signed(LongField field) {
        return (row, records, index, element) -> row.append(field.get(records, index, element));
    }

    private static CsvColumn unsigned(LongField field) {
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

    private static CsvColumn single(FloatField field) {
        return (row, records, index, element) -> {
            float value = field.get(records, index, element);
            if (Float.isFinite(value)) {
                row.append(value);
            } else {
                appendNotFinite(row, value);
            }
        };
    }

    private static CsvColumn real(DoubleField field) {
        return (row, records, index, element) -> {
            double value = field.get(records, index, element);
            if (Double.isFinite(value)) {
                row.append(value);
            } else {
                appendNotFinite(row, value);
            }
        };
    }

    private static CsvColumn truth(BooleanField field) {
        return (row, records, index, element) -> row.append(field.get(records, index, element));
    }

    private static CsvColumn text(TextField field, char separator) {
        return (row, records, index, element) -> {
            int start = row.length();
            field.appendTo(row, records, index, element);
            quote(row, start, separator);
        };
    }

    /// Quotes what stands in the row from `start` on, if RFC 4180 (section 2, rules 6 and 7) wants it quoted.
    static void quote(StringBuilder row, int start, char separator) {
        boolean special = false;
        for (int i = row.length() - 1; i >= start; i--) {
            char c = row.charAt(i);
            special |= c == separator || c == '"' || c == '\n' || c == '\r';
        }
        if (!special) {
            return;
        }
        for (int i = row.length() - 1; i >= start; i--) {
            if (row.charAt(i) == '"') {
                row.insert(i, '"');
            }
        }
        row.insert(start, '"').append('"');
    }

    private static void appendNotFinite(StringBuilder row, double value) {
        row.append(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
    }
}
