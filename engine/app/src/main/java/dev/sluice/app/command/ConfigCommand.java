package dev.sluice.app.command;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.sluice.analysis.feature.Features;
import dev.sluice.app.console.Console;
import dev.sluice.app.console.TextTable;
import dev.sluice.app.option.HelpSections;
import dev.sluice.app.option.SessionOptions;
import dev.sluice.app.option.ValueOption;
import dev.sluice.context.Configuration;
import dev.sluice.context.EffectiveOption;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.catalogue.PluginCatalogue;
import dev.sluice.session.catalogue.UsedOptions;
import dev.sluice.session.input.InputRequest;
import dev.sluice.session.input.InputSelection;
import dev.sluice.session.input.SourceSettings;
import dev.sluice.session.request.PathText;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.Targets;
import dev.sluice.session.request.UsageException;
import dev.sluice.session.settings.SettingsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `./sluice config`: what the options of plugins are in the end, and where that comes from.
final class ConfigCommand implements Callable<Integer> {
    private static final String TARGET_HELP =
            "Only plugins that these types of data take (default: all; with an INPUT, " + Features.DATA_TYPE + ").";
    private static final String[] HELP = {
        "",
        "From weak to strong: the default; the file, for all plugins, for [plugin.NAME], for [channel.\"3\"];",
        "then --set OPTION=VALUE, then --set PLUGIN.OPTION=VALUE. A value for one channel changes no other",
        "channel. A plugin is called by what it provides (features) or by its class (Features).",
        "",
        "With an INPUT, the plugins are those that ./sluice run INPUT would use, its source first. What the",
        "source found out for values such as 'by model', ./sluice inspect INPUT shows.",
        "",
        "A file:",
        "  charge_range = \"60:400\"          # for all plugins that have the option",
        "  [plugin.features]                # for one plugin",
        "  peak_range = \"40:90\"",
        "  [boards]                         # number of the first channel of a board, in the data",
        "  1 = 16",
        "  [channel.\"1:3\"]                  # channel 3 of board 1: 19",
        "  polarity = \"positive\"",
        "",
        "The file is only read, so your comments stay. No file is looked for: --config names it, or the",
        "variable SLUICE_CONFIG does; --config none passes over the variable.",
        "",
        "Examples:",
        "  ./sluice config --target features                     what a run would use",
        "  ./sluice config daq/run42 --target baseline           the same for this input",
        "  ./sluice config --config sluice.toml --set peak_range=30:90",
        "",
        "Exit codes: 0 all went well, 1 an input cannot be opened, 2 wrong usage, such as an option that no plugin has."
    };

    private final Console console;

    private final SessionOptions session = new SessionOptions();
    private final OptionSpec json = ValueOption.flag("--json", "Print one JSON object.");

    ConfigCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("config", this);
        HelpSections help = new HelpSections(spec);
        spec.addPositional(session.inputs("0..*", "all plugins are shown"));
        help.section(spec, "Input", session.input());
        List<OptionSpec> processing = new ArrayList<>(List.of(session.specs(SessionOption.CONFIG, SessionOption.SET)));
        processing.add(session.spec(SessionOption.TARGET, TARGET_HELP));
        processing.addAll(List.of(session.specs(SessionOption.PLUGINS)));
        help.section(spec, "Processing", processing.toArray(OptionSpec[]::new));
        help.section(spec, "Output", json);
        spec.usageMessage()
                .header("Show every option of the plugins: value, default, unit, and where the value comes from.")
                .customSynopsis("./sluice config [INPUT...] [OPTIONS]")
                .footer(HELP);
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        SessionRequest request = session.request();
        Configuration configuration = new SettingsRequest(request).read();
        try (PluginCatalogue catalogue = PluginCatalogue.open(request)) {
            List<KnownPlugin> shown = new InputRequest(request).isAsked()
                    ? shownOfInput(request, catalogue, configuration)
                    : shown(request, catalogue.all(), configuration);
            console.print(ValueOption.isGiven(json) ? json(shown, configuration) : text(shown, configuration));
        }
        return 0;
    }

    private static List<KnownPlugin> shown(SessionRequest request, List<KnownPlugin> all, Configuration configuration) {
        if (request.text(SessionOption.TARGET) != null) {
            UsedOptions used = new UsedOptions(all, all, "any source", Targets.of(request));
            used.require(configuration);
            return used.chain();
        }
        UsedOptions.requireFit(configuration, all);
        return all;
    }

    private List<KnownPlugin> shownOfInput(
            SessionRequest request, PluginCatalogue catalogue, Configuration configuration) {
        requireNoTarget(request, catalogue);
        InputSelection selected = new InputRequest(request)
                .select(SourceSettings.of(configuration, FailurePolicy.SKIP, Targets.of(request)));
        List<KnownPlugin> present = Stream.concat(
                        selected.sources().stream(), Stream.of(catalogue.beside(selected.sources())))
                .map(KnownPlugin::of)
                .toList();
        UsedOptions used =
                new UsedOptions(present, catalogue.all(), selected.source().name(), Targets.of(request));
        used.require(configuration);
        if (!ValueOption.isGiven(json)) {
            selected.warnings().forEach(warning -> console.say("note: " + warning));
        }
        return used.chain();
    }

    /// Targets are arguments of the command `plan`, but not of this one.
    private static void requireNoTarget(SessionRequest request, PluginCatalogue catalogue) {
        String first = request.inputs().isEmpty() ? null : request.inputs().get(0);
        boolean type = first != null
                && catalogue.all().stream().anyMatch(plugin -> plugin.providesAny(List.of(first)))
                && Files.notExists(PathText.parse(first));
        if (type) {
            throw new UsageException("'" + first + "' is one argument too many: there is no such INPUT; a type of data"
                    + " is named with --target " + first);
        }
    }

    private static String text(List<KnownPlugin> plugins, Configuration configuration) {
        StringBuilder text = new StringBuilder();
        for (KnownPlugin plugin : plugins) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(plugin.name()).append(" (").append(plugin.provides()).append(")\n");
            if (plugin.options().isEmpty()) {
                text.append("  # no options\n");
                continue;
            }
            TextTable table = new TextTable("  ");
            table.row("option", "value", "default", "unit", "tracked", "from");
            for (EffectiveOption<?> option : effective(plugin, configuration)) {
                table.row(
                        option.option().name(),
                        option.text(),
                        option.option().defaultText(),
                        option.option().unit(),
                        option.option().isTracked() ? "yes" : "no",
                        option.isDefault() ? "default" : String.join(", ", option.origins()));
            }
            text.append(table);
        }
        return text.toString();
    }

    /// A value may fit its option and yet not another value, such as a channel of a board that `boards` does not name.
    private static List<EffectiveOption<?>> effective(KnownPlugin plugin, Configuration configuration) {
        try {
            return configuration.effective(plugin.owner());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    private static String json(List<KnownPlugin> plugins, Configuration configuration) {
        JsonArray array = new JsonArray();
        for (KnownPlugin plugin : plugins) {
            JsonArray options = new JsonArray();
            effective(plugin, configuration).forEach(option -> options.add(json(option)));
            JsonObject object = new JsonObject();
            object.addProperty("plugin", plugin.name());
            object.addProperty("provides", plugin.provides());
            object.add("options", options);
            array.add(object);
        }
        JsonObject all = new JsonObject();
        all.add("plugins", array);
        return all + "\n";
    }

    private static JsonObject json(EffectiveOption<?> option) {
        JsonObject object = new JsonObject();
        object.addProperty("name", option.option().name());
        boolean unset = option.value() instanceof OptionalDouble number && number.isEmpty();
        object.add("value", unset ? JsonNull.INSTANCE : new Gson().toJsonTree(option.canonical()));
        object.addProperty("text", option.text());
        object.addProperty("type", option.option().typeName());
        object.addProperty("default", option.option().defaultText());
        object.addProperty("unit", option.option().unit());
        object.addProperty("rule", option.option().rule());
        object.addProperty("tracked", option.option().isTracked());
        JsonArray from = new JsonArray();
        option.origins().forEach(from::add);
        object.add("from", from);
        return object;
    }
}
