package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.app.inspection.InspectionJson;
import dev.sluice.app.inspection.InspectionPrinter;
import dev.sluice.app.option.SessionOptions;
import dev.sluice.app.option.ValueOption;
import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import dev.sluice.context.SettingLayer;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.catalogue.UsedOptions;
import dev.sluice.session.input.InputFormat;
import dev.sluice.session.input.SourceSettings;
import dev.sluice.session.inspection.Inspection;
import dev.sluice.session.inspection.NpyInspection;
import dev.sluice.session.inspection.WaveDumpInspection;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.settings.SettingsRequest;
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
        Path path = PathText.parse(input.getValue());
        SessionRequest request = session.request();
        Configuration configuration = new SettingsRequest(request).read();
        boolean whole = ValueOption.isGiven(all);
        Inspection inspection;
        if (request.value(SessionOption.FORMAT)
                        .word(InputFormat.class, InputFormat.AUTO)
                        .resolve(List.of(path))
                == InputFormat.NPY) {
            require(configuration, KnownPlugin.NPY);
            inspection = NpyInspection.of(path, whole);
        } else {
            require(configuration, KnownPlugin.WAVE_DUMP);
            SourceSettings wanted = SourceSettings.of(configuration, FailurePolicy.SKIP);
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

    /// What a file sets must fit some plugin; what the command line sets must be an option of the source.
    private static void require(Configuration configuration, KnownPlugin source) {
        KnownPlugin.requireOptions(
                source,
                configuration.settings().stream()
                        .filter(setting -> setting.layer() == SettingLayer.COMMAND_LINE)
                        .map(Setting::option)
                        .toList());
        UsedOptions.requireFit(configuration, KnownPlugin.all());
    }
}
