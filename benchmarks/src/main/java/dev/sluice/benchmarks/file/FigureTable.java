package dev.sluice.benchmarks.file;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Figures as lines of a table of Markdown, and as JSON; stateless.
final class FigureTable {
    private static final String LINE = "| %-16s | %-13s | %-26s | %-24s | %-24s | %5s | %6s | %6s |%n";

    private FigureTable() {}

    /// The head of the table.
    static void head(PrintStream out) {
        out.printf(LINE, "run", "result", "by", "s, median (least to most)", "CPU s", "GB/s", "of C", "MB");
        out.println("|---|---|---|---|---|---|---|---|");
    }

    /// The rows of one run; `of C` is the time of the C program with read() by that of the row.
    static void rows(List<RowFigures> rows, PrintStream out) {
        for (RowFigures row : rows) {
            double c = rows.stream()
                    .filter(other -> other.name().startsWith(Ways.C_READ)
                            && other.result().equals(row.result()))
                    .mapToDouble(other -> other.seconds().median())
                    .findFirst()
                    .orElse(Double.NaN);
            out.printf(
                    Locale.ROOT,
                    LINE,
                    row.run() + ", " + size(row.bytes()),
                    row.result().isEmpty() ? "-" : row.result(),
                    row.name(),
                    row.seconds(),
                    row.cpu(),
                    decimals(row.gigabytes()),
                    decimals(c / row.seconds().median()),
                    row.peakBytes() == 0 ? "-" : String.valueOf(row.peakBytes() / 1_000_000));
        }
    }

    /// All figures, turn by turn.
    static String json(List<RowFigures> rows, boolean cold, List<String> machine) {
        JsonObject all = new JsonObject();
        JsonArray facts = new JsonArray();
        machine.forEach(facts::add);
        all.add("machine", facts);
        all.addProperty("cold", cold);
        JsonArray figures = new JsonArray();
        for (RowFigures row : rows) {
            JsonObject each = new JsonObject();
            each.addProperty("run", row.run());
            each.addProperty("bytes", row.bytes());
            each.addProperty("result", row.result());
            each.addProperty("by", row.name());
            each.add("seconds", numbers(row.turns().stream().map(CommandClock.Taken::seconds)));
            each.add("cpu_seconds", numbers(row.turns().stream().map(CommandClock.Taken::cpu)));
            each.add("peak_bytes", numbers(row.turns().stream().map(CommandClock.Taken::peakBytes)));
            figures.add(each);
        }
        all.add("rows", figures);
        return new GsonBuilder().setPrettyPrinting().create().toJson(all) + "\n";
    }

    private static JsonArray numbers(Stream<? extends Number> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static String size(long bytes) {
        return bytes < 50_000_000
                ? String.format(Locale.ROOT, "%.1f MB", 1e-6 * bytes)
                : String.format(Locale.ROOT, "%.1f GB", 1e-9 * bytes);
    }

    private static String decimals(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
