package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.app.inspection.InspectionJson;
import dev.sluice.app.inspection.InspectionPrinter;
import dev.sluice.app.option.SessionOptions;
import dev.sluice.app.option.ValueOption;
import dev.sluice.session.inspection.InputInspection;
import dev.sluice.session.inspection.Inspection;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `./sluice inspect`: what is in a file, without computing anything.
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    private final PositionalParamSpec input = PositionalParamSpec.builder()
            .paramLabel("FILE|DIR")
            .index("0")
            .required(true)
            .arity("1")
            .type(String.class)
            .description("A .npy file, a WaveDump directory or channel file.")
            .build();
    private final SessionOptions session = new SessionOptions();
    private final OptionSpec all =
            ValueOption.flag("--all", "Read all records of an input above 1 GB too; it may take a while.");
    private final OptionSpec json = ValueOption.flag("--json", "Print one JSON object.");

    InspectCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("inspect", this);
        spec.addPositional(input);
        for (OptionSpec setting : session.specs(SessionOption.FORMAT, SessionOption.CONFIG, SessionOption.SET)) {
            spec.addOption(setting);
        }
        spec.addOption(all).addOption(json);
        spec.usageMessage()
                .header("Show what is in a file: type, fields with offsets and units, counts, time range.")
                .customSynopsis("./sluice inspect FILE|DIR [OPTIONS]")
                .footer(
                        "",
                        "Examples:",
                        "  ./sluice inspect features.npy",
                        "  ./sluice inspect daq/run42                   a WaveDump directory: model, clocks, events",
                        "  ./sluice inspect daq/run42 --set model=V1730",
                        "",
                        "A file that was cut off is a warning here; ./sluice run refuses it unless --on-error skip is"
                                + " given.");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        SessionRequest request = session.request().withInputs(List.of(input.<String>getValue()));
        Inspection inspection = InputInspection.of(request, ValueOption.isGiven(all));
        boolean object = ValueOption.isGiven(json);
        console.print(object ? InspectionJson.text(inspection) : InspectionPrinter.text(inspection));
        if (!object) {
            inspection.notes().forEach(note -> console.say("note: " + note));
            inspection.warnings().forEach(warning -> console.say("warning: " + warning));
        }
        return 0;
    }
}
