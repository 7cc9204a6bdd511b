package dev.sluice.benchmarks.report;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/// Prints results as a table: median, spread, GB/s, allocation. Stateless.
public final class BenchmarkTable {
    private static final String NOTHING = "-";

    private BenchmarkTable() {}

    /// One line per benchmark and set of parameters.
    public static void print(Collection<RunResult> runs, PrintStream out) {
        List<Measured> rows = Measured.of(runs);
        int name = rows.stream()
                .mapToInt(row -> row.group().length() + row.row().length() + 1)
                .max()
                .orElse(0);
        int parameters =
                rows.stream().mapToInt(row -> row.parameters().length()).max().orElse(0);
        String format = "%-" + Math.max(9, name) + "s  %-" + Math.max(10, parameters)
                + "s  %10s  %10s  %10s  %-10s  %5s  %8s  %10s%n";
        out.printf(
                Locale.ROOT,
                "%n" + format,
                "benchmark",
                "parameters",
                "median",
                "least",
                "most",
                "unit",
                "forks",
                "GB/s",
                "B/op");
        for (Measured row : rows) {
            out.printf(
                    Locale.ROOT,
                    format,
                    row.group() + "." + row.row(),
                    row.parameters(),
                    number(row.median()),
                    number(row.least()),
                    number(row.most()),
                    row.unit(),
                    row.forks(),
                    number(row.gigabytes()),
                    number(row.allocated()));
        }
        out.println("GB/s counts whole records, also where only windows of them are read.");
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return NOTHING;
        }
        return String.format(Locale.ROOT, value != 0 && Math.abs(value) < 1 ? "%.3f" : "%.2f", value);
    }
}
