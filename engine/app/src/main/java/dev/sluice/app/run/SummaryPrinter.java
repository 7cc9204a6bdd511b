package dev.sluice.app.run;

import dev.sluice.app.console.TextTable;
import dev.sluice.session.RunReport;
import dev.sluice.session.TargetReport;
import dev.sluice.session.output.FieldStatistics;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.session.request.ByteSize;
import dev.sluice.stream.RunSummary;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The summary of a run for people: a name and a value per line. Stateless.
public final class SummaryPrinter {
    private static final int LONG_ENOUGH_IN_SECONDS = 10;

    private SummaryPrinter() {}

    /// The summary, ended by a line break.
    public static String text(RunReport report) {
        RunSummary run = report.summary();
        TextTable table = new TextTable("");
        table.row("run", report.runId() + ", from " + report.input());
        table.row("records", number(run.records()) + " in" + outputs(report));
        table.row("chunks", number(run.chunks()) + ", " + plural(report.workers(), "worker"));
        table.row("data", ByteSize.text(run.bytes()) + " in " + seconds(run.seconds()) + ", " + speed(run));
        table.row("time", time(run, report.timeUnit()));
        table.row("lost", lost(run));
        if (!run.warnings().isEmpty()) {
            table.row("warnings", warnings(run.warnings()));
        }
        table.row("kernels", kernels(report.kernels()));
        List<TargetReport> written = report.targets().stream()
                .filter(target -> target.output().kind() != OutputSelection.Kind.NOTHING)
                .toList();
        written.forEach(target -> table.row("output", output(target)));
        if (written.isEmpty()) {
            table.row("output", "none; --out FILE.npy or --out FILE.csv writes the records");
        }
        StringBuilder text = new StringBuilder(table.toString());
        report.targets().forEach(target -> text.append(statistics(target)));
        return text.toString();
    }

    private static String outputs(RunReport report) {
        return report.targets().stream()
                .map(target -> ", " + number(target.records()) + " of " + target.target() + dropped(target))
                .collect(Collectors.joining());
    }

    private static String dropped(TargetReport target) {
        long all = target.summary().outputRecords();
        return target.records() == all ? "" : " (of " + number(all) + ")";
    }

    private static String time(RunSummary run, String unit) {
        if (run.chunks() == 0) {
            return "none: there was no data";
        }
        double duration = (run.end() - (double) run.start()) * (unit.equals("ps") ? 1e-12 : 1e-9);
        return run.start() + " to " + run.end() + " " + unit + " (" + seconds(duration) + ")";
    }

    private static String lost(RunSummary run) {
        String skipped = run.skippedChunks() == 0 ? "" : ", " + plural(run.skippedChunks(), "chunk") + " skipped";
        if (run.losses().isEmpty()) {
            return "nothing" + skipped;
        }
        String first = run.losses().get(0).toString();
        return plural(run.losses().size() + run.moreLosses(), "interval") + skipped + ", the first " + first;
    }

    private static String warnings(List<String> warnings) {
        String others = warnings.size() == 1 ? "" : " (and " + (warnings.size() - 1) + " more)";
        return warnings.get(0) + others;
    }

    private static String kernels(RunReport.KernelsInUse kernels) {
        return kernels.provider() + ", " + kernels.width() + " bits (" + kernels.reason() + ")";
    }

    private static String output(TargetReport target) {
        String where = target.output().isStandardOutput()
                ? "standard output"
                : target.output().file().toString();
        return where + ", " + ByteSize.text(target.outputBytes());
    }

    private static String statistics(TargetReport report) {
        if (report.statistics().isEmpty()) {
            return "";
        }
        TextTable table = new TextTable("");
        table.row(List.of(report.target(), "count", "min", "mean", "max"));
        for (FieldStatistics field : report.statistics()) {
            table.row(List.of(
                    field.field().name(),
                    Long.toString(field.count()),
                    value(field.least()),
                    field.count() == 0 ? "-" : value(field.meanWithin()),
                    value(field.largest())));
        }
        return "\n" + table;
    }

    private static String value(Number value) {
        return value == null ? "-" : value instanceof Double ? real((Double) value) : value.toString();
    }

    /// Seven digits, which a float32 has; none of them spent on an exponent below a billion, nor on zeros at the end.
    public static String real(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e15) {
            return Long.toString((long) value);
        }
        if (size >= 1e-3 && size < 1e9) {
            int decimals = Math.max(0, 6 - (int) Math.floor(Math.log10(size)));
            String digits = String.format(Locale.ROOT, "%." + decimals + "f", value);
            return digits.indexOf('.') < 0 ? digits : digits.replaceFirst("\\.?0+$", "");
        }
        return Double.isFinite(value) && size >= 1e9 && size < 1e19
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.6e", value);
    }

    private static String speed(RunSummary run) {
        return run.seconds() > 0 ? String.format(Locale.ROOT, "%.1f MB/s", run.bytes() / run.seconds() / 1e6) : "-";
    }

    /// `1.819 s`, `42.560 ms`, `78.854 us`.
    public static String seconds(double seconds) {
        if (seconds >= 1 || seconds == 0) {
            return String.format(Locale.ROOT, seconds < LONG_ENOUGH_IN_SECONDS ? "%.3f s" : "%.1f s", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.3f ms", 1e3 * seconds)
                : String.format(Locale.ROOT, "%.3f us", 1e6 * seconds);
    }

    private static String number(long count) {
        return Long.toString(count);
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
