package dev.sluice.formats.json;

import dev.sluice.formats.FieldText;

/// How JSON spells text, and numbers that it does not have. Immutable.
record JsonSpelling() implements FieldText.Spelling {
    /// Quotes what stands in the row from `start` on, as RFC 8259, section 7, wants it.
    @Override
    public void quote(StringBuilder row, int start) {
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

    @Override
    public void appendNotFinite(StringBuilder row, double value) {
        row.append(Double.isNaN(value) ? "null" : value > 0 ? "1e999" : "-1e999");
    }
}
