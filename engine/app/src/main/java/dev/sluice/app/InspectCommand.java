package dev.sluice.app;

import dev.sluice.plugin.FailurePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./sluice inspect`: what is in a file, without computing anything.
@Command(
        name = "inspect",
        header = "Show what is in a file: type, fields with offsets and units, counts, time range.",
        sortOptions = false,
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./sluice inspect FILE|DIR [OPTIONS]",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        footer = {
            "",
            "Examples:",
            "  ./sluice inspect features.npy",
            "  ./sluice inspect daq/run42                   a WaveDump directory: files, model, clocks, events",
            "  ./sluice inspect daq/run42 --set model=V1730",
            "",
            "A file that was cut off is a warning here; ./sluice run refuses it unless --on-error skip is given."
        })
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1",
            description = "A .npy file, a WaveDump directory or channel file.")
    private Path path;

    @Option(
            names = "--format",
            paramLabel = "auto|wavedump|npy",
            converter = InputOptions.FormatWord.class,
            description = "What the input is; auto (default): by name and first bytes.")
    private InputFormat format = InputFormat.AUTO;

    @Option(
            names = "--set",
            paramLabel = "OPTION=VALUE",
            description = "Sets an option of the source, as in ./sluice run; may be given again and again.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--all", description = "Read all records of an input above 1 GiB too; it may take a while.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        SourceSettings wanted = SourceSettings.parse(settings, FailurePolicy.SKIP);
        Inspection inspection;
        if (format.resolve(List.of(path)) == InputFormat.NPY) {
            KnownPlugin.requireOptions(KnownPlugin.NPY, wanted.options());
            inspection = NpyInspection.of(path, all);
        } else {
            KnownPlugin.requireOptions(KnownPlugin.WAVE_DUMP, wanted.options());
            inspection = WaveDumpInspection.of(path, wanted.options(), all);
        }
        console.print(json ? InspectionJson.text(inspection) : InspectionPrinter.text(inspection));
        if (!json) {
            inspection.notes().forEach(note -> console.say("note: " + note));
            inspection.warnings().forEach(warning -> console.say("warning: " + warning));
        }
        return 0;
    }
}
