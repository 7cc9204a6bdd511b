package dev.sluice.app.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.sluice.app.console.TextTable;
import dev.sluice.session.RunReport;
import java.util.List;
import java.util.Locale;

/// Reports what became of many runs. Stateless.
public final class RunsReport {
    private RunsReport() {}

    /// A table for people: a line per run, and one for all.
    public static String text(List<RunOutcome> runs, double seconds) {
        TextTable table = new TextTable("");
        table.row("run", "state", "records in", "out", "seconds", "");
        for (RunOutcome run : runs) {
            table.row(
                    run.runId(),
                    run.state(),
                    run.hasFailed() ? "-" : Long.toString(run.records()),
                    run.hasFailed() ? "-" : Long.toString(run.outputRecords()),
                    String.format(Locale.ROOT, "%.3f", run.seconds()),
                    run.hasFailed() ? run.error() : remark(run.report()));
        }
        long failed = failed(runs);
        return table + "\n" + runs.size() + (runs.size() == 1 ? " run, " : " runs, ")
                + (failed == 0 ? "all completed" : failed + " failed") + ", in " + SummaryPrinter.seconds(seconds)
                + "\n";
    }

    private static String remark(RunReport report) {
        long lost = report.summary().losses().size() + report.summary().moreLosses();
        String losses = lost == 0 ? "" : lost + (lost == 1 ? " interval" : " intervals") + " lost; ";
        List<String> files = report.targets().stream()
                .filter(target -> target.output().file() != null)
                .map(target -> target.output().file().toString())
                .toList();
        return (losses + String.join(", ", files)).replaceFirst("; $", "");
    }

    /// One JSON object on one line: the runs, each as `run --json` prints it or with its error, and how many failed.
    public static String json(List<RunOutcome> runs, double seconds) {
        JsonArray array = new JsonArray();
        runs.forEach(run -> array.add(object(run)));
        JsonObject all = new JsonObject();
        all.addProperty("state", failed(runs) == 0 ? "completed" : "failed");
        all.addProperty("runs_completed", runs.size() - failed(runs));
        all.addProperty("runs_failed", failed(runs));
        all.addProperty("seconds", seconds);
        all.add("runs", array);
        return all + "\n";
    }

    private static JsonObject object(RunOutcome run) {
        JsonObject object = run.hasFailed() ? new JsonObject() : SummaryJson.object(run.report());
        object.addProperty("state", run.state());
        object.addProperty("run_id", run.runId());
        object.addProperty("path", run.input().toString());
        object.addProperty("seconds", run.seconds());
        if (run.hasFailed()) {
            object.addProperty("error", run.error());
        } else {
            object.add("error", JsonNull.INSTANCE);
        }
        return object;
    }

    /// How many of the runs failed.
    public static long failed(List<RunOutcome> runs) {
        return runs.stream().filter(RunOutcome::hasFailed).count();
    }
}
