package dev.sluice.app.command;

import dev.sluice.analysis.feature.Features;
import dev.sluice.app.console.Console;
import dev.sluice.app.option.HelpSections;
import dev.sluice.app.option.SessionOptions;
import dev.sluice.app.option.ValueOption;
import dev.sluice.app.plan.PlanJson;
import dev.sluice.app.plan.PlanMermaid;
import dev.sluice.app.plan.PlanSvg;
import dev.sluice.app.plan.PlanText;
import dev.sluice.context.Configuration;
import dev.sluice.context.PlanGraph;
import dev.sluice.session.Processing;
import dev.sluice.session.Session;
import dev.sluice.session.catalogue.PluginCatalogue;
import dev.sluice.session.input.InputSelection;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.Targets;
import dev.sluice.session.request.UsageException;
import dev.sluice.session.settings.SettingsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `./sluice plan`: how types of data would be computed, without computing them.
final class PlanCommand implements Callable<Integer> {
    private static final String[] HELP = {
        "",
        "A stage is one ring of slots: the plugins in it are computed in one pass over each chunk. It is",
        "fed by a source, is lent the chunks of another stage where they lie, or gets an aligned copy,",
        "with a halo where a plugin asks for one. Bytes are those of full slots; what a run takes never",
        "passes --memory. Nothing is started, but the headers of an INPUT are read, as they say what its",
        "records are.",
        "",
        "Examples:",
        "  ./sluice plan features                              what ./sluice run does",
        "  ./sluice plan hits,peaks raw_records.npy            several targets in one pass over a file",
        "  ./sluice plan features --workers 8 --out plan.svg   a picture; also --form mermaid",
        "  ./sluice plan my_type --plugins my-plugins.jar --json",
        "",
        "Exit codes: 0 all went well, 1 an input cannot be opened or its headers are damaged, 2 wrong usage.",
        "What is damaged after the headers is found by ./sluice run and ./sluice inspect --all."
    };

    /// The forms in which a plan is shown.
    private enum Form {
        TEXT(PlanText::of, ".txt"),
        MERMAID(PlanMermaid::of, ".mmd"),
        SVG(PlanSvg::of, ".svg");

        private final Function<PlanGraph, String> renderer;
        private final String ending;

        Form(Function<PlanGraph, String> renderer, String ending) {
            this.renderer = renderer;
            this.ending = ending;
        }
    }

    private final Console console;

    private final PositionalParamSpec target = PositionalParamSpec.builder()
            .paramLabel("TARGET")
            .index("0")
            .arity("0..1")
            .type(String.class)
            .description("Types of data that are wanted, as in features,baseline (default " + Features.DATA_TYPE
                    + "); may be left out, also before an INPUT.")
            .build();
    private final SessionOptions session = new SessionOptions();
    private final ValueOption form = new ValueOption(
            "--form", "text|mermaid|svg", "The form of the plan (default: as the name of --out says, or text).");
    private final ValueOption out =
            new ValueOption("--out", "FILE", "Write the plan to a file, whose name ends in .txt, .mmd, .svg or .json.");
    private final OptionSpec json = ValueOption.flag("--json", "Show the plan as one JSON object.");

    PlanCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("plan", this);
        HelpSections help = new HelpSections(spec);
        spec.addPositional(target);
        spec.addPositional(session.inputs("1..*", SessionOptions.SIMULATED));
        help.section(spec, "Input", session.input());
        help.section(spec, "Processing", session.processingWithoutTargets());
        help.section(spec, "Output", form.spec(), out.spec(), json);
        help.section(spec, "Engine", session.engine());
        spec.usageMessage()
                .header("Show how types of data are computed: plugins, stages, threads, memory.")
                .customSynopsis("./sluice plan [TARGET[,TARGET...]] [INPUT...] [OPTIONS]")
                .footer(HELP);
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        SessionRequest request = session.request();
        refuseOldName(request.text(SessionOption.FORMAT));
        boolean asJson = asJson();
        Form form = asJson ? Form.TEXT : form();
        Path file = out.text() == null ? null : PathText.parse(out.text());
        Configuration configuration = new SettingsRequest(request).read();
        try (PluginCatalogue catalogue = PluginCatalogue.open(request)) {
            boolean inputOnly = target.getValue() != null && isInput(target.getValue(), catalogue);
            SessionRequest wanted = inputOnly ? withTargetAsInput(request, catalogue) : request;
            Processing what = new Processing(wanted, targets(inputOnly), configuration, catalogue, null);
            try (Session run = what.session()) {
                run.profileNote().ifPresent(note -> console.say("note: " + note));
                PlanGraph plan = plan(run);
                print(asJson ? PlanJson.of(plan) : form.renderer.apply(plan), file, run.input());
            }
        }
        return 0;
    }

    /// The types of data that are named; the usual one where the first argument is an input.
    private List<String> targets(boolean inputOnly) {
        String named = target.getValue();
        return named == null || inputOnly ? List.of(Features.DATA_TYPE) : Targets.parse("TARGET", named);
    }

    private SessionRequest withTargetAsInput(SessionRequest request, PluginCatalogue catalogue) {
        String first = target.getValue();
        request.inputs().stream()
                .filter(name -> !isInput(name, catalogue))
                .findFirst()
                .ifPresent(name -> refuseOrder(first, name));
        List<String> all = new ArrayList<>(request.inputs());
        all.add(0, first);
        return request.withInputs(all);
    }

    /// Names of types of data go before files that have the same names.
    private static boolean isInput(String word, PluginCatalogue catalogue) {
        Set<String> names = new HashSet<>(List.of(word.strip().split("\\s*,\\s*")));
        return catalogue.all().stream()
                        .noneMatch(plugin -> plugin.products().stream().anyMatch(names::contains))
                && (word.contains("/") || word.matches(".*\\.(npy|dat)") || Files.exists(PathText.parse(word)));
    }

    private static void refuseOrder(String first, String second) {
        if (!Files.exists(PathText.parse(second))) {
            throw new UsageException("types of data go before inputs, but " + first + " is before " + second
                    + "; write ./sluice plan " + second + " " + first);
        }
    }

    private static PlanGraph plan(Session run) {
        try {
            return PlanGraph.of(run.streaming(), run.targets(), run.range());
        } catch (IllegalArgumentException impossible) {
            throw run.refusal(impossible);
        }
    }

    /// In other commands `--format` says what the input is, and so it does here.
    private static void refuseOldName(String format) {
        String word = format == null ? "" : format.strip().toUpperCase(Locale.ROOT);
        if (Stream.of(Form.values()).anyMatch(known -> known.name().equals(word))) {
            throw new UsageException(
                    "--format=" + format + " would be what the input is; the form of a plan" + " is --form " + format);
        }
    }

    private boolean asJson() {
        boolean given = ValueOption.isGiven(json);
        if (given && form.text() != null) {
            throw form.wrong("and --json are two forms; give one of them");
        }
        return given || form.text() == null && name().endsWith(".json");
    }

    private Form form() {
        Form named = out.text() == null ? Form.TEXT : null;
        for (Form known : Form.values()) {
            named = name().endsWith(known.ending) ? known : named;
        }
        if (named == null && form.text() == null) {
            throw out.wrong("does not show the form of the plan; end it in .txt, .mmd, .svg or .json, or give --form");
        }
        return form.word(Form.class, named);
    }

    private String name() {
        return out.text() == null ? "" : out.text().toLowerCase(Locale.ROOT);
    }

    private void print(String text, Path file, InputSelection source) throws IOException {
        if (file == null) {
            console.print(text);
            return;
        }
        OutputSelection.ofFile(file).requireNoneOf(source.files());
        Files.writeString(file, text);
    }
}
