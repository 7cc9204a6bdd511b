package dev.sluice.app.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sluice.app.console.Console;
import dev.sluice.app.console.TextTable;
import dev.sluice.app.inspection.InspectionJson;
import dev.sluice.app.inspection.InspectionPrinter;
import dev.sluice.app.option.SessionOptions;
import dev.sluice.app.option.ValueOption;
import dev.sluice.plugin.Option;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.NearestName;
import dev.sluice.record.RecordType;
import dev.sluice.session.catalogue.KnownFields;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.catalogue.PluginCatalogue;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `./sluice plugins`: what is there to compute, and what can be set.
final class PluginsCommand implements Callable<Integer> {
    private final Console console;

    private final PositionalParamSpec names = PositionalParamSpec.builder()
            .paramLabel("NAME")
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Plugins to show, by what they provide or by their name; none: all.")
            .build();
    private final SessionOptions session = new SessionOptions();
    private final OptionSpec json = ValueOption.flag("--json", "Print one JSON object.");

    PluginsCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("plugins", this)
                .addPositional(names)
                .addOption(session.specs(SessionOption.PLUGINS)[0])
                .addOption(json);
        spec.usageMessage()
                .header("List the plugins: what they provide and depend on, and their options.")
                .customSynopsis("./sluice plugins [NAME...] [--plugins PATH]... [--json]")
                .footer(
                        "",
                        "What a plugin provides is asked for with ./sluice run --target NAME,",
                        "an option is set with ./sluice run --set OPTION=VALUE.",
                        "",
                        "A jar lists its plugins in META-INF/services/dev.sluice.plugin.Plugin, a class per line, and",
                        "gets a class loader of its own. A shared library shows its plugins, in C, by the function",
                        "sluice_plugins of native-docs/include/sluice.h. Run, plan and config take --plugins too.");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        try (PluginCatalogue catalogue = PluginCatalogue.open(session.request())) {
            List<KnownPlugin> shown = shown(catalogue.all());
            console.print(ValueOption.isGiven(json) ? json(shown) : text(shown));
        }
        return 0;
    }

    private List<KnownPlugin> shown(List<KnownPlugin> all) {
        List<String> wanted = names.getValue();
        if (wanted == null || wanted.isEmpty()) {
            return all;
        }
        List<KnownPlugin> shown = new ArrayList<>();
        for (String name : wanted) {
            List<KnownPlugin> found = all.stream()
                    .filter(plugin ->
                            plugin.name().equals(name) || plugin.products().contains(name))
                    .toList();
            if (found.isEmpty()) {
                List<String> known = all.stream()
                        .flatMap(plugin -> Stream.concat(plugin.products().stream(), Stream.of(plugin.name())))
                        .distinct()
                        .toList();
                throw new UsageException("there is no plugin '" + name + "'"
                        + NearestName.suggestion(name, known, "./sluice plugins lists all"));
            }
            found.stream().filter(plugin -> !shown.contains(plugin)).forEach(shown::add);
        }
        return shown;
    }

    private static String text(List<KnownPlugin> plugins) {
        StringBuilder text = new StringBuilder();
        for (KnownPlugin plugin : plugins) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(plugin.name()).append(": ").append(plugin.help()).append('\n');
            TextTable facts = new TextTable("  ");
            facts.row("provides", String.join(", ", plugin.products()) + ", version " + plugin.version());
            facts.row("depends on", plugin.dependsOn().isEmpty() ? "nothing" : String.join(", ", plugin.dependsOn()));
            facts.row(
                    "records",
                    plugin.type() == null ? "as the files say" : plugin.type().descr());
            if (plugin.isForeign()) {
                facts.row("comes from", plugin.origin());
            }
            text.append(facts);
            text.append(fields(plugin.type()));
            text.append(options(plugin.options()));
        }
        return text.toString();
    }

    private static String fields(RecordType type) {
        if (type == null) {
            return "";
        }
        TextTable table = new TextTable("  ");
        table.row("field", "type", "unit", "what it holds; where there is no value");
        for (Field field : type.fields()) {
            FieldDoc doc = KnownFields.of(field, type);
            table.row(field.name(), InspectionPrinter.spelling(field), doc.unit(), InspectionPrinter.words(doc));
        }
        return table.toString();
    }

    private static String options(List<Option<?>> options) {
        if (options.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable("  ");
        table.row("option", "type", "default", "unit", "");
        for (Option<?> option : options) {
            table.row(option.name(), option.typeName(), option.defaultText(), option.unit(), option.help());
        }
        return table.toString();
    }

    private static String json(List<KnownPlugin> plugins) {
        JsonArray array = new JsonArray();
        for (KnownPlugin plugin : plugins) {
            JsonObject object = new JsonObject();
            object.addProperty("plugin", plugin.name());
            object.addProperty("provides", plugin.provides());
            object.add("products", texts(plugin.products()));
            object.addProperty("version", plugin.version());
            object.add("depends_on", texts(plugin.dependsOn()));
            object.addProperty("origin", plugin.origin());
            object.addProperty("help", plugin.help());
            object.add(
                    "descr",
                    plugin.type() == null
                            ? JsonNull.INSTANCE
                            : new JsonPrimitive(plugin.type().descr()));
            object.add("fields", plugin.type() == null ? new JsonArray() : InspectionJson.fields(plugin.type()));
            object.add("options", optionsJson(plugin.options()));
            array.add(object);
        }
        JsonObject all = new JsonObject();
        all.add("plugins", array);
        return all + "\n";
    }

    private static JsonArray texts(List<String> names) {
        JsonArray array = new JsonArray();
        names.forEach(array::add);
        return array;
    }

    private static JsonArray optionsJson(List<Option<?>> options) {
        JsonArray array = new JsonArray();
        for (Option<?> option : options) {
            JsonObject object = new JsonObject();
            object.addProperty("name", option.name());
            object.addProperty("type", option.typeName());
            object.addProperty("default", option.defaultText());
            object.addProperty("unit", option.unit());
            object.addProperty("help", option.help());
            array.add(object);
        }
        return array;
    }
}
