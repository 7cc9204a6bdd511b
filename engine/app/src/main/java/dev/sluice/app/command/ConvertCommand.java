package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.app.option.HelpSections;
import dev.sluice.app.option.SessionOptions;
import dev.sluice.app.option.ValueOption;
import dev.sluice.app.run.RunDisplay;
import dev.sluice.session.Session;
import dev.sluice.session.input.InputRequest;
import dev.sluice.session.output.OutputPattern;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.session.output.StoreSelection;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `./sluice convert`: the records of an input in another format, as they are.
final class ConvertCommand implements Callable<Integer> {
    private final Console console;
    private final SessionOptions session = new SessionOptions();
    private final PositionalParamSpec names = PositionalParamSpec.builder()
            .paramLabel("INPUT... OUT")
            .hideParamSyntax(true)
            .index("0..*")
            .arity("2..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Files or a folder of one format, and the file to write: the end of its name says the format;"
                    + " - is CSV on standard output, strax:FOLDER and sluice:FOLDER are stores.")
            .build();
    private final OptionSpec json =
            ValueOption.flag("--json", "Print the summary as one JSON object on standard output.");
    private final OptionSpec quiet =
            ValueOption.flag("--quiet", "Show errors only, what was assumed of the input, and what was lost.");

    ConvertCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("convert", this);
        HelpSections help = new HelpSections(spec);
        spec.addPositional(names);
        help.section(
                spec,
                "Input",
                session.specs(
                        SessionOption.FORMAT,
                        SessionOption.INPUT_TYPE,
                        SessionOption.RUN,
                        SessionOption.SET,
                        SessionOption.ON_ERROR));
        help.section(
                spec,
                "Selection",
                session.specs(
                        SessionOption.TIME_RANGE,
                        SessionOption.SELECT,
                        SessionOption.COLUMNS,
                        SessionOption.DROP_COLUMNS));
        OptionSpec[] output = {session.specs(SessionOption.TITLES)[0], json, quiet};
        help.section(spec, "Output", output);
        spec.usageMessage()
                .header("Write the records of an input in another format, without computing anything.")
                .customSynopsis("./sluice convert INPUT... OUT [OPTIONS]")
                .footer(
                        "",
                        "Examples:",
                        "  ./sluice convert daq/run42 run42.npy",
                        "  ./sluice convert hits.npy hits.csv --columns time,channel,area",
                        "",
                        "What the format of OUT has no place for is named. Memory does not grow with the input. ./sluice",
                        "formats lists the formats. Exit codes are those of ./sluice run.");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        List<String> words = names.getValue();
        String out = words.get(words.size() - 1);
        SessionRequest request = session.request().withInputs(words.subList(0, words.size() - 1));
        if (out.equals("-") && ValueOption.isGiven(json)) {
            throw new UsageException("--json and - both write to standard output; name a file");
        }
        SessionRequest wanted = writing(request, InputRequest.dataType(request), out);
        RunDisplay display = new RunDisplay(console, ValueOption.isGiven(quiet), ValueOption.isGiven(json));
        try (Session run = Session.open(wanted)) {
            Map<String, OutputSelection> files = OutputPattern.of(wanted, false).of(run.runId(), run.targets());
            files.values().forEach(file -> file.requireNoneOf(run.input().files()));
            run.input().warnings().forEach(guess -> console.say("note: " + guess));
            files.values().forEach(file -> file.dropped().ifPresent(what -> console.say("note: " + what)));
            display.show(display.write(run, files));
        }
        return 0;
    }

    /// A store keeps the records with their chunks; a file takes them one after the other.
    private static SessionRequest writing(SessionRequest request, String dataType, String out) {
        SessionRequest wanted = request.targets(dataType);
        return StoreSelection.names(out)
                ? wanted.with(SessionOption.STORE, out).with(SessionOption.KEEP, dataType)
                : wanted.with(SessionOption.OUT, out).with(SessionOption.STORE, "none");
    }
}
