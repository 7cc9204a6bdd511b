package dev.sluice.formats.csv;

import dev.sluice.formats.FieldText;

/// How text with a separator spells what is no plain number. Immutable.
///
/// @param separator what stands between the columns
record CsvSpelling(char separator) implements FieldText.Spelling {
    /// Quotes what stands in the row from `start` on, if RFC 4180 (section 2, rules 6 and 7) wants it quoted.
    @Override
    public void quote(StringBuilder row, int start) {
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

    @Override
    public void appendNotFinite(StringBuilder row, double value) {
        row.append(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
    }
}
