package dev.sluice.plugin;

import dev.sluice.record.RecordType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What a plugin provides, depends on and can be told. Immutable; each method returns another specification.
///
///     PluginSpec.provides("features_stream", FEATURES)
///             .dependsOn("st_waveforms_stream").version("1.0").options(PEAKS_RANGE, CHARGE_RANGE)
public final class PluginSpec {
    private final String provides;
    private final RecordType type;
    private final List<String> dependsOn;
    private final String version;
    private final List<Option<?>> options;
    private final String help;
    private final boolean stateful;

    private PluginSpec(
            String provides,
            RecordType type,
            List<String> dependsOn,
            String version,
            List<Option<?>> options,
            String help,
            boolean stateful) {
        this.provides = provides;
        this.type = type;
        this.dependsOn = dependsOn;
        this.version = version;
        this.options = options;
        this.help = help;
        this.stateful = stateful;
    }

    /// A plugin that provides data of that name, with records of that type, which must have a time and an end.
    public static PluginSpec provides(String dataType, RecordType type) {
        if (!dataType.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "not a name for a type of data: '" + dataType + "'; use letters, digits and underscores");
        }
        try {
            Objects.requireNonNull(type, "type").times();
        } catch (IllegalArgumentException untimed) {
            throw new IllegalArgumentException(
                    "records of " + dataType + " cannot be put in order of time: " + untimed.getMessage(), untimed);
        }
        return new PluginSpec(dataType, type, List.of(), "0", List.of(), "", false);
    }

    /// The same, computed from these types of data.
    ///
    /// @throws IllegalArgumentException if one is named twice
    public PluginSpec dependsOn(String... dataTypes) {
        Set<String> names = new HashSet<>();
        for (String name : dataTypes) {
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        provides + " depends on '" + name + "' twice; name each type of data once");
            }
        }
        return new PluginSpec(provides, type, List.of(dataTypes), version, options, help, stateful);
    }

    /// The same, with the version of the algorithm: to be raised whenever its results change.
    public PluginSpec version(String number) {
        return new PluginSpec(
                provides, type, dependsOn, Objects.requireNonNull(number, "number"), options, help, stateful);
    }

    /// The same, with these options.
    public PluginSpec options(Option<?>... declared) {
        List<String> names = new ArrayList<>();
        for (Option<?> option : declared) {
            if (names.contains(option.name())) {
                throw new IllegalArgumentException(
                        "option '" + option.name() + "' of " + provides + " is declared twice; remove one");
            }
            names.add(option.name());
        }
        return new PluginSpec(provides, type, dependsOn, version, List.of(declared), help, stateful);
    }

    /// The same, with a sentence for lists of plugins.
    public PluginSpec help(String sentence) {
        return new PluginSpec(provides, type, dependsOn, version, options, Objects.requireNonNull(sentence), stateful);
    }

    /// The same, stateful: what it computes depends on the chunks before, so one worker computes them in order.
    public PluginSpec stateful() {
        return new PluginSpec(provides, type, dependsOn, version, options, help, true);
    }

    /// The name of the data provided.
    public String provides() {
        return provides;
    }

    /// The type of the records provided.
    public RecordType type() {
        return type;
    }

    /// The names of the data needed, in order; empty for a source.
    public List<String> dependsOn() {
        return dependsOn;
    }

    /// The version of the algorithm.
    public String version() {
        return version;
    }

    /// The options declared.
    public List<Option<?>> options() {
        return options;
    }

    /// What the plugin does, in a sentence; may be empty.
    public String help() {
        return help;
    }

    /// Whether one worker must compute the chunks in order.
    public boolean isStateful() {
        return stateful;
    }
}
