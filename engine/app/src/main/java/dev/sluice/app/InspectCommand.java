package dev.sluice.app;

import dev.sluice.plugin.FailurePolicy;
import java.io.IOException;
import java.nio.file.Path;
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
    private final ValueOption format = InputOptions.format();
    private final OptionSpec settings = SettingOptions.list("Sets an option of the source, as in ./sluice run.");
    private final OptionSpec all =
            ValueOption.flag("--all", "Read all records of an input above 1 GiB too; it may take a while.");
    private final OptionSpec json = ValueOption.flag("--json", "Print one JSON object.");

    InspectCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("inspect", this);
        spec.addPositional(input).addOption(format.spec());
        spec.addOption(settings).addOption(all).addOption(json);
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
        Path path = InputOptions.path(input.getValue());
        SourceSettings wanted = SourceSettings.parse(ValueOption.values(settings), FailurePolicy.SKIP);
        boolean whole = ValueOption.isGiven(all);
        Inspection inspection;
        if (format.word(InputFormat.class, InputFormat.AUTO).resolve(List.of(path)) == InputFormat.NPY) {
            KnownPlugin.requireOptions(KnownPlugin.NPY, wanted.options());
            inspection = NpyInspection.of(path, whole);
        } else {
            KnownPlugin.requireOptions(KnownPlugin.WAVE_DUMP, wanted.options());
            inspection = WaveDumpInspection.of(path, wanted.options(), whole);
        }
        boolean object = ValueOption.isGiven(json);
        console.print(object ? InspectionJson.text(inspection) : InspectionPrinter.text(inspection));
        if (!object) {
            inspection.notes().forEach(note -> console.say("note: " + note));
            inspection.warnings().forEach(warning -> console.say("warning: " + warning));
        }
        return 0;
    }
}
