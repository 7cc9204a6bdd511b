package dev.sluice.documents;

import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.app.Main;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.RecordType;
import dev.sluice.session.catalogue.BuiltIns;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.StraxTypes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The page of reference, made of what plugins and commands say about themselves.
final class Reference {
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+)  +\\S.*$");

    private final StringBuilder page = new StringBuilder();
    private final List<Plugin> computed = BuiltIns.computed();

    /// The whole page.
    static String page() {
        return new Reference().write();
    }

    private String write() {
        line("# Reference").line("");
        line("Made from the code; do not edit. The guide says how things are used: [guide](README.md).")
                .line("");
        line("- Types are numpy's: `<i8` is int64, `<f4` float32, `|b1` a boolean, little-endian.");
        line("- Ranges are half-open. An option that is *tracked* is part of the lineage of what the plugin computes.");
        line("- A plugin that demands nothing is computed in one pass with those before it, by any number of workers.");
        line("").line("## Types of data").line("");
        index();
        line("").line("## What runs with one worker").line("");
        line(
                "Others are computed by as many workers as `--workers` says. With one worker, in the order of the chunks, run "
                        + inOrder(false)
                        + ": they carry something from chunk to chunk, or number what they find. So do "
                        + inOrder(true)
                        + ", but parts between [silences](how-to-silences.md) are computed by all workers.");
        line("").line("## Sources");
        sources();
        line("").line("## Plugins");
        computed.forEach(this::plugin);
        line("").line("## Filters").line("");
        line("They provide the waveforms of their input with other samples: `wave` is of `<f4`, all else is copied.");
        Filters.known().forEach(this::filter);
        line("").line("## Commands");
        commands();
        return page.toString();
    }

    private void index() {
        Map<String, String> names = new LinkedHashMap<>();
        computed.forEach(
                plugin -> plugin.spec().products().forEach(product -> names.put(product.dataType(), title(plugin))));
        Filters.known().forEach(plugin -> names.put(plugin.spec().provides(), title(plugin)));
        line("| type of data | provided by |").line("|---|---|");
        line("| `" + Waveforms.DATA_TYPE + "` | [sources](#sources) of waveforms |");
        line("| `" + PulseRecords.INPUT + "` | [sources](#sources) of fragments |");
        names.forEach((dataType, title) -> line("| `" + dataType + "` | " + link(title) + " |"));
    }

    private String inOrder(boolean untilSilence) {
        return computed.stream()
                .filter(plugin -> plugin instanceof StreamingPlugin)
                .filter(plugin -> {
                    Requirements demand = ((StreamingPlugin) plugin).demand(OptionValues.of(plugin, Map.of()));
                    return demand.stateful() && demand.hasSilence() == untilSilence;
                })
                .map(plugin -> "`" + plugin.spec().provides() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String link(String title) {
        String anchor =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
        return "[" + title + "](#" + anchor + ")";
    }

    private String title(Plugin plugin) {
        long namesakes = computed.stream()
                .filter(other -> other.name().equals(plugin.name()))
                .count();
        return plugin.name() + (namesakes > 1 ? " for " + plugin.spec().provides() : "");
    }

    private void sources() {
        Plugin simulated = SimulatedDetector.ofRecords(0);
        head(simulated.name(), simulated.spec());
        provided(simulated.spec());
        line("").line("### WaveDumpSource").line("");
        line("Events of CAEN WaveDump files, merged by time. Provides `" + Waveforms.DATA_TYPE
                + "` as the simulated detector does, with as many samples as the files have.");
        options(BuiltIns.waveDumpOptions());
        line("").line("### NpySource").line("");
        line("Records of `.npy` files, with the fields that the files have. Has no options.");
        rawRecords();
    }

    private void rawRecords() {
        line("").line("### Records of fragments").line("");
        line("Pulses cut into fragments, as strax's `raw_records`: eight targets start from `" + PulseRecords.INPUT
                        + "`, and `records` is the first. A `.npy` file whose records have the fields `pulse_length`,"
                        + " `record_i` and `data` is one, and the simulated detector provides them too.")
                .line("");
        line("Provides `" + PulseRecords.INPUT + "`" + traits(StraxTypes.rawRecord(StraxTypes.SAMPLES))
                + ", times in ns:");
        fields(StraxTypes.rawRecord(StraxTypes.SAMPLES));
    }

    private void plugin(Plugin plugin) {
        PluginSpec spec = plugin.spec();
        head(title(plugin), spec);
        inputs(spec);
        line("").line("Demands " + demand(plugin) + ".");
        provided(spec);
        options(spec.options());
    }

    private void filter(Plugin plugin) {
        PluginSpec spec = plugin.spec();
        head(plugin.name(), spec);
        inputs(spec);
        line("Provides `" + spec.provides() + "`.").line("").line("Demands " + demand(plugin) + ".");
        options(spec.options());
    }

    private void head(String title, PluginSpec spec) {
        line("").line("### " + title).line("");
        String help = spec.help();
        line(Character.toUpperCase(help.charAt(0)) + help.substring(1) + ". Version " + spec.version() + ".");
    }

    private void inputs(PluginSpec spec) {
        line("Depends on "
                + spec.dependsOn().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")) + ".");
    }

    private static String demand(Plugin plugin) {
        Requirements demand = ((StreamingPlugin) plugin).demand(OptionValues.of(plugin, Map.of()));
        StringJoiner words = new StringJoiner("; ");
        words.setEmptyValue("nothing");
        if (demand.whole() || plugin instanceof StaticPlugin) {
            words.add("the whole run in one chunk");
        }
        if (demand.isOrdered()) {
            words.add("one worker, in order");
        }
        if (demand.hasSilence()) {
            words.add("cuts at silences of " + demand.silence().length()
                    + ", and order where none comes, with the default options");
        }
        if (demand.hasBreaks()) {
            words.add("a reset after " + demand.breakGap() + " without records");
        }
        if (demand.haloLeft() > 0 || demand.haloRight() > 0) {
            words.add("a halo of " + demand.haloLeft() + " before and " + demand.haloRight()
                    + " after its chunk, with the default options");
        }
        if (demand.covering()) {
            words.add("the other inputs as far as the records of the first reach");
        }
        if (demand.dividing()) {
            words.add("several chunks out of one");
        }
        if (demand.maxWorkers() > 0) {
            words.add("at most " + demand.maxWorkers() + " workers");
        }
        if (demand.chunkRecords() > 0) {
            words.add("chunks of about " + demand.chunkRecords() + " records");
        }
        return words.toString();
    }

    private void provided(PluginSpec spec) {
        for (Product product : spec.products()) {
            RecordType type = product.type();
            String kind = product.kind().equals(product.dataType()) ? "" : " of the kind `" + product.kind() + "`";
            line("").line("Provides `" + product.dataType() + "`" + kind + traits(type) + ", times in "
                    + type.timeResolution().symbol() + ":");
            spec.keepPolicy(product.dataType()).ifPresent(policy -> line("").line("Kept in stores: " + policy + "."));
            fields(type);
        }
    }

    private void fields(RecordType type) {
        line("").line("| field | type | unit | what it holds | where there is no value |")
                .line("|---|---|---|---|---|");
        for (Field field : type.fields()) {
            FieldDoc doc = BuiltIns.doc(field, type);
            line("| `" + field.name() + "` | `" + field.type().typeString() + shape(field) + "` | " + doc.unit() + " | "
                    + doc.meaning() + " | " + doc.missing() + " |");
        }
    }

    private static String traits(RecordType type) {
        return (type.isInstantaneous() ? ", instantaneous" : "") + (type.isDisjoint() ? ", disjoint" : "");
    }

    private static String shape(Field field) {
        return field.shape().isEmpty() ? "" : field.shape().toString();
    }

    private void options(List<Option<?>> options) {
        line("");
        if (options.isEmpty()) {
            line("Has no options.");
            return;
        }
        line("| option | type | default | unit | asked for | tracked | what it does |")
                .line("|---|---|---|---|---|---|---|");
        for (Option<?> option : options) {
            List<String> cells = new ArrayList<>(List.of(
                    "`" + option.name() + "`",
                    option.typeName() + (option.isPerChannel() ? ", per channel" : ""),
                    option.defaultText(),
                    option.unit(),
                    option.rule(),
                    option.isTracked() ? "yes" : "no",
                    option.help()));
            line("| " + cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ")) + " |");
        }
    }

    private void commands() {
        String all = help("--help");
        Matcher names = COMMAND.matcher(all.substring(all.indexOf("Commands:")));
        while (names.find()) {
            line("").line("### ./sluice " + names.group(1)).line("");
            line("```text");
            page.append(help(names.group(1), "--help").strip()).append('\n');
            line("```");
        }
    }

    private static String help(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Main.execute(out, new PrintStream(out, true, StandardCharsets.UTF_8), words);
        String text = out.toString(StandardCharsets.UTF_8);
        if (code != 0) {
            throw new AssertionError(String.join(" ", words) + " failed:\n" + text);
        }
        return text;
    }

    private Reference line(String text) {
        page.append(text.stripTrailing()).append('\n');
        return this;
    }
}
