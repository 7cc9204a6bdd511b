package dev.sluice.app.console;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns, two blanks apart; the last column is as wide as it likes.
public final class TextTable {
    private final String indent;
    private final List<List<String>> rows = new ArrayList<>();

    /// A table whose lines start with `indent`.
    public TextTable(String indent) {
        this.indent = indent;
    }

    /// Adds a row.
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /// Adds a row.
    public TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /// The lines, each ended by a line break.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell);
                if (column < row.size() - 1) {
                    line.append(" ".repeat(width(column) - cell.length() + 2));
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
