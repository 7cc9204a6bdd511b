package dev.sluice.app;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.context.Configuration;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.kernels.Kernels;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugins.Filters;
import dev.sluice.record.RecordType;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunSummary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// `./sluice run`: streams one run to a file, to standard output, or to a summary only.
final class RunCommand implements Callable<Integer> {
    private static final int MOST_TOLD = 5;
    private static final String[] HELP = {
        "",
        "Examples:",
        "  ./sluice run --sim-records 1000000                  a million simulated records",
        "  ./sluice run daq/run42 --out run42.npy              a WaveDump directory to a numpy file",
        "  ./sluice run daq/run42 --set polarity=positive --set charge_range=60:400 --out -",
        "  ./sluice run daq/run42 --config sluice.toml         options from a file; ./sluice config --help",
        "  ./sluice run waves.npy --time-range 0:1000000000    the first second, times being ns",
        "  ./sluice run daq/run42 --target st_waveforms_stream --out waves.npy",
        "",
        "Times are in ns, ranges of samples half-open and counted from 0, heights in ADC counts.",
        "Exit codes: 0 all went well, 1 the run failed (no output file is left), 2 wrong usage, 130 Ctrl-C."
    };

    private final Console console;

    private final InputOptions input = new InputOptions();
    private final EngineOptions engine = new EngineOptions();
    private final OutputOptions output = new OutputOptions();

    RunCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("run", this);
        HelpSections help = new HelpSections(spec);
        input.addTo(spec, help);
        engine.addProcessingTo(spec, help);
        output.addTo(spec, help);
        engine.addEngineTo(spec, help);
        spec.usageMessage()
                .header("Stream a run through plugins: files or a simulated detector in, features out.")
                .customSynopsis("./sluice run [INPUT...] [OPTIONS]")
                .footer(HELP);
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        OutputSelection selected = output.select();
        Configuration configuration = engine.configuration();
        InputSelection source = input.select(engine.sourceSettings(configuration));
        selected.requireNoneOf(source.files());
        try (Context context = Context.create().register(source.source())) {
            context.register(computing(source.source()));
            engine.configure(context, configuration);
            source.requireComputable(engine.target());
            StreamingContext streaming = engine.streaming(context, source.runId());
            useProfile(streaming);
            if (!output.quiet()) {
                source.warnings().forEach(warning -> console.say("note: " + warning));
            }
            tell(stream(context, streaming, source, selected));
        }
        return 0;
    }

    /// All plugins, less those that provide what the source provides itself.
    private static Plugin[] computing(SourcePlugin source) {
        List<StreamingPlugin> filters =
                Filters.ofAny(source.spec().provides(), source.spec().type());
        return Stream.concat(KnownPlugin.computed().stream(), filters.stream())
                .filter(plugin -> !plugin.spec().provides().equals(source.spec().provides()))
                .toArray(Plugin[]::new);
    }

    /// Starts the stream; what cannot be computed from this input is wrong usage.
    private ChunkStream start(StreamingContext streaming) {
        try {
            return streaming.getStream(engine.target(), engine.timeRange());
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible.getMessage(), impossible);
        }
    }

    private void useProfile(StreamingContext streaming) throws IOException {
        Optional<TuningProfile> profile = engine.profile();
        if (profile.isEmpty()) {
            return;
        }
        if (profile.get().isOfThisMachine()) {
            streaming.chunkBytes(profile.get().chunkBytes());
        } else if (!output.quiet()) {
            console.say("note: the profile is of another machine ("
                    + profile.get().machine() + "), so it is ignored; ./sluice tune makes one for this machine");
        }
    }

    private RunReport stream(
            Context context, StreamingContext streaming, InputSelection source, OutputSelection selected) {
        RecordType type = context.plugin(engine.target()).spec().type();
        try (RecordSink sink = selected.open(type, console.out())) {
            RunSummary summary = drain(streaming, source, sink);
            sink.commit();
            return new RunReport(
                    engine.target(),
                    engine.runId(source.runId()),
                    source.title(),
                    engine.workers(),
                    type.timeResolution().symbol(),
                    summary,
                    new RunReport.KernelsInUse(Kernels.name(), Kernels.width(), Kernels.reason()),
                    selected,
                    sink.bytes(),
                    sink.statistics(),
                    source.warnings());
        }
    }

    /// Closes the stream before the output is committed: a run that does not even end well leaves no file.
    private RunSummary drain(StreamingContext streaming, InputSelection source, RecordSink sink) {
        try (ChunkStream stream = start(streaming)) {
            Progress progress = progress(stream, source);
            try {
                for (Chunk chunk : stream) {
                    sink.accept(chunk.records());
                }
            } finally {
                progress.close();
            }
            return stream.summary();
        }
    }

    private Progress progress(ChunkStream stream, InputSelection source) {
        if (!console.isTerminal() || output.quiet() || output.json()) {
            return Progress.NONE;
        }
        boolean whole = engine.timeRange().isUnbounded();
        return ProgressBar.start(
                console, stream::summary, whole ? source.records().orElse(0) : 0);
    }

    private void tell(RunReport report) throws IOException {
        if (!output.quiet()) {
            report.summary().warnings().stream()
                    .limit(MOST_TOLD)
                    .forEach(warning -> console.say("warning: " + warning));
            warnOfLosses(report.summary(), report.timeUnit());
        }
        if (output.json()) {
            console.print(SummaryJson.text(report));
        } else if (report.output().isStandardOutput() && !output.quiet()) {
            console.err().print(SummaryPrinter.text(report));
        } else if (!output.quiet()) {
            console.print(SummaryPrinter.text(report));
        }
    }

    private void warnOfLosses(RunSummary run, String unit) {
        List<Loss> losses = run.losses();
        losses.stream()
                .limit(MOST_TOLD)
                .forEach(loss -> console.say(
                        "warning: lost [" + loss.start() + ", " + loss.end() + ") " + unit + ": " + loss.cause()));
        if (losses.size() > MOST_TOLD) {
            console.say("warning: and " + (losses.size() - MOST_TOLD + run.moreLosses())
                    + " more intervals were lost; --json lists "
                    + (run.moreLosses() == 0 ? "all" : "the first " + losses.size()));
        }
    }
}
