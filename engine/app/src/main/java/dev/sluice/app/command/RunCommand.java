package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.app.console.Interruption;
import dev.sluice.app.console.ProgressBar;
import dev.sluice.app.option.HelpSections;
import dev.sluice.app.option.OutputOptions;
import dev.sluice.app.option.RunsOptions;
import dev.sluice.app.option.SessionOptions;
import dev.sluice.app.run.ManyRuns;
import dev.sluice.app.run.RunDisplay;
import dev.sluice.app.run.RunOutcome;
import dev.sluice.app.run.RunsProgress;
import dev.sluice.app.run.RunsReport;
import dev.sluice.session.EngineRequest;
import dev.sluice.session.Processing;
import dev.sluice.session.ProgressDisplay;
import dev.sluice.session.Session;
import dev.sluice.session.input.RunNames;
import dev.sluice.session.output.OutputPattern;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `./sluice run`: streams one run or many to files, to standard output, or to a summary only.
final class RunCommand implements Callable<Integer> {
    private static final String[] HELP = {
        "",
        "Examples:",
        "  ./sluice run --sim-records 1000000                  a million simulated records",
        "  ./sluice run daq/run42 --out run42.npy              a WaveDump directory to a numpy file",
        "  ./sluice run daq/run42 --set polarity=positive --set charge_range=60:400 --out -",
        "  ./sluice run daq/run42 --config sluice.toml         options from a file; ./sluice config --help",
        "  ./sluice run waves.npy --time-range 0:1000000000    the first second, times being ns",
        "  ./sluice run daq/run42 --target features,baseline --out run42/{type}.npy",
        "  ./sluice run daq/run42 --select 'charge > 100 && channel in (1, 2)' --columns time,charge",
        "  ./sluice run --runs 'daq/run*' -j 4 --out features/{run}.npy",
        "  ./sluice run daq/run42 --plugins my-plugins.jar --target my_type",
        "",
        "Times are in ns, ranges of samples half-open and counted from 0, heights in ADC counts.",
        "Exit codes: 0 all went well; with --on-error skip also where time was lost, which standard error and --json report;",
        "1 the run failed (no output file is left) or one of many did,",
        "2 wrong usage, 130 Ctrl-C, which stops all runs, 141 the reader of standard output is gone (as in '| head'),",
        "143 the process was asked to end (SIGTERM).",
        "With --json, standard output gets one object in each case: the summary, or state and error."
    };

    private final Console console;

    private final SessionOptions session = new SessionOptions();
    private final RunsOptions runs = new RunsOptions();
    private final OutputOptions output = new OutputOptions(session);
    private RunDisplay display;

    RunCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("run", this);
        HelpSections help = new HelpSections(spec);
        spec.addPositional(session.inputs("0..*", SessionOptions.SIMULATED));
        help.section(spec, "Input", session.input());
        runs.addTo(spec, help);
        help.section(spec, "Processing", session.processing());
        help.section(spec, "Selection", session.selection());
        output.addTo(spec, help);
        help.section(spec, "Engine", session.engine());
        spec.usageMessage()
                .header("Stream runs through plugins: files or a simulated detector in, features out.")
                .customSynopsis("./sluice run [INPUT...] [OPTIONS]", "       ./sluice run --runs GLOB [-j N] [OPTIONS]")
                .footer(HELP);
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        SessionRequest request = session.request();
        display = new RunDisplay(console, output.quiet(), output.json());
        OutputPattern outputs = output.select(request, runs.isAsked());
        return runs.isAsked() ? streamMany(request, outputs) : streamOne(request, outputs);
    }

    private int streamOne(SessionRequest request, OutputPattern outputs) throws IOException {
        try (Session run = Session.open(request)) {
            Map<String, OutputSelection> files = outputs.of(run.runId(), run.targets());
            files.values().forEach(file -> file.requireNoneOf(run.input().files()));
            if (!output.quiet()) {
                run.profileNote().ifPresent(note -> console.say("note: " + note));
                run.loaded().forEach(note -> console.say("note: " + note));
            }
            // A wrong guess makes wrong numbers: it is shown even with --quiet.
            run.input().warnings().forEach(guess -> console.say("note: " + guess));
            display.show(display.write(run, files));
        }
        return 0;
    }

    private int streamMany(SessionRequest request, OutputPattern outputs) throws IOException {
        RunsOptions.requireOfMany(request);
        List<Path> inputs = runs.inputs();
        int atATime = runs.atATime(inputs.size());
        new EngineRequest(request).requireFor(atATime);
        try (Processing what = Processing.open(request)) {
            what.requireKnown();
            return stream(new ManyRuns(inputs, RunNames.of(inputs), atATime, what, outputs));
        }
    }

    private int stream(ManyRuns many) throws IOException {
        RunsProgress counters = new RunsProgress(many.inputs().size());
        List<RunOutcome> outcomes;
        ProgressDisplay progress =
                display.isShowing() ? ProgressBar.start(console, counters::line) : ProgressDisplay.NONE;
        try {
            outcomes = Interruption.toldDuring(() -> many.stream(counters), console, counters::interrupted);
        } finally {
            progress.close();
        }
        requireSomeUsed(outcomes);
        show(outcomes, counters.seconds());
        if (RunsReport.failed(outcomes) == 0) {
            return 0;
        }
        boolean usage = outcomes.stream().allMatch(run -> run.isMisused());
        return usage ? Commands.USAGE : Commands.FAILED;
    }

    /// What was used wrongly is reported once where no run could do with it.
    private static void requireSomeUsed(List<RunOutcome> outcomes) {
        RunOutcome first = outcomes.get(0);
        boolean same =
                outcomes.stream().allMatch(run -> run.isMisused() && run.error().equals(first.error()));
        if (same) {
            String each = outcomes.size() > 1 ? " (so for each of the " + outcomes.size() + " runs)" : "";
            throw new UsageException(first.error() + each, first.failure());
        }
    }

    private void show(List<RunOutcome> outcomes, double seconds) throws IOException {
        for (RunOutcome run : outcomes) {
            if (run.hasFailed()) {
                console.say(run.runId() + " failed: " + run.error());
                console.stack(run.failure());
            } else {
                display.warn(run.report(), run.runId() + ": ");
            }
        }
        if (output.json()) {
            console.print(RunsReport.json(outcomes, seconds));
        } else if (!output.quiet()) {
            console.print(RunsReport.text(outcomes, seconds));
        }
    }
}
