package dev.sluice.app.run;

import dev.sluice.app.console.Console;
import dev.sluice.app.console.Interruption;
import dev.sluice.app.console.ProgressBar;
import dev.sluice.chunk.Loss;
import dev.sluice.session.ProgressDisplay;
import dev.sluice.session.RunReport;
import dev.sluice.session.Session;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.stream.RunSummary;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a command shows of its runs: how far they are, what came of them, and what is doubtful. Used by one thread.
///
/// @param console where it is shown
/// @param quiet   whether only what must be known is shown
/// @param json    whether the summary is an object of JSON
public record RunDisplay(Console console, boolean quiet, boolean json) {
    private static final int MOST_SHOWN = 5;

    /// Runs the session into the files, while a bar shows how far it is.
    public RunReport write(Session run, Map<String, OutputSelection> files) {
        InterruptedRun stopped = new InterruptedRun(run.runId(), files.values());
        Function<Supplier<RunSummary>, ProgressDisplay> showing = counters -> {
            stopped.begins(counters);
            return progress(counters, run);
        };
        return Interruption.toldDuring(() -> run.write(files, console.out(), showing), console, stopped::words);
    }

    /// Whether a bar shows how far a run is.
    public boolean isShowing() {
        return console.isTerminal() && !quiet && !json;
    }

    private ProgressDisplay progress(Supplier<RunSummary> counters, Session run) {
        if (!isShowing()) {
            return ProgressDisplay.NONE;
        }
        boolean whole = run.range().isUnbounded();
        return ProgressBar.start(
                console, counters, whole ? run.input().records().orElse(0) : 0);
    }

    /// Prints what came of one run.
    public void show(RunReport report) throws IOException {
        warn(report, "");
        if (json) {
            console.print(SummaryJson.text(report));
        } else if (report.first().output().isStandardOutput() && !quiet) {
            console.complain(SummaryPrinter.text(report));
        } else if (!quiet) {
            console.print(SummaryPrinter.text(report));
        }
    }

    /// Prints what is doubtful of a run, which `run` names where there are many.
    public void warn(RunReport report, String run) {
        if (!quiet) {
            showDoubts(report, run);
            return;
        }
        if (!run.isEmpty()) {
            report.notes().forEach(guess -> console.say("note: " + run + guess));
        }
        warnInBrief(report, run);
    }

    /// What the source took for granted, and what was lost, is reported even with --quiet: the latter in one line, with
    /// the first cause.
    private void warnInBrief(RunReport report, String run) {
        RunSummary summary = report.summary();
        warn(summary, run);
        List<Loss> losses = summary.losses();
        if (!losses.isEmpty()) {
            console.say("warning: " + run + "lost " + (losses.size() + summary.moreLosses())
                    + (losses.size() == 1 ? " interval" : " intervals") + " of time, the first ["
                    + losses.get(0).start() + ", " + losses.get(0).end() + ") " + report.timeUnit() + ": "
                    + losses.get(0).cause());
        }
    }

    private void warn(RunSummary summary, String run) {
        summary.warnings().stream().limit(MOST_SHOWN).forEach(warning -> console.say("warning: " + run + warning));
    }

    private void showDoubts(RunReport report, String run) {
        // One run alone has shown what it assumes before it began.
        List<String> notes = run.isEmpty() ? report.lateNotes() : report.allNotes();
        notes.forEach(note -> console.say("note: " + run + note));
        warn(report.summary(), run);
        warnOfLosses(report.summary(), report.timeUnit(), run);
    }

    private void warnOfLosses(RunSummary summary, String unit, String run) {
        List<Loss> losses = summary.losses();
        losses.stream()
                .limit(MOST_SHOWN)
                .forEach(loss -> console.say("warning: " + run + "lost [" + loss.start() + ", " + loss.end() + ") "
                        + unit + ": " + loss.cause()));
        if (losses.size() > MOST_SHOWN) {
            console.say("warning: " + run + "and " + (losses.size() - MOST_SHOWN + summary.moreLosses())
                    + " more intervals were lost; --json lists "
                    + (summary.moreLosses() == 0 ? "all" : "the first " + losses.size()));
        }
    }
}
