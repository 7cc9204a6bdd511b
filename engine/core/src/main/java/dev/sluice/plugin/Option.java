package dev.sluice.plugin;

import dev.sluice.kernels.Polarities;
import dev.sluice.kernels.SampleRange;
import dev.sluice.record.NearestName;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

/// One thing that a plugin can be told: a name, a type, a default, a unit, a sentence of help, and a check. Immutable.
///
/// Options are constants of the plugin that declares them; their values are asked of the [PluginContext].
///
/// @param <T> the type of the value
public final class Option<T> {
    private final String name;
    private final String typeName;
    private final T defaultValue;
    private final String defaultText;
    private final String unit;
    private final String help;
    private final Function<String, T> parser;
    private final Class<?> kind;

    private Option(
            String name,
            String typeName,
            Class<?> kind,
            T defaultValue,
            String defaultText,
            String unit,
            String help,
            Function<String, T> parser) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "not a name for an option: '" + name + "'; use lower case, digits and underscores");
        }
        this.name = name;
        this.typeName = typeName;
        this.kind = kind;
        this.defaultValue = Objects.requireNonNull(defaultValue, "defaultValue");
        this.defaultText = defaultText;
        this.unit = unit;
        this.help = Objects.requireNonNull(help, "help");
        this.parser = parser;
    }

    /// A half-open range of samples `from:to`, by default `[from, to)`.
    public static Option<SampleRange> range(String name, int from, int to, String help) {
        SampleRange value = new SampleRange(from, to);
        return new Option<>(
                name, "range", SampleRange.class, value, value.toString(), "samples", help, SampleRange::parse);
    }

    /// A whole number.
    public static Option<Long> integer(String name, long value, String help) {
        return new Option<>(name, "integer", Long.class, value, Long.toString(value), "", help, Option::wholeNumber);
    }

    /// A real number.
    public static Option<Double> real(String name, double value, String help) {
        return new Option<>(name, "real", Double.class, value, Double.toString(value), "", help, Option::number);
    }

    /// A real number that need not be given; `otherwise` says in words what holds then.
    public static Option<OptionalDouble> optionalReal(String name, String otherwise, String help) {
        return new Option<>(
                name,
                "real",
                OptionalDouble.class,
                OptionalDouble.empty(),
                otherwise,
                "",
                help,
                text -> OptionalDouble.of(number(text)));
    }

    /// A text.
    public static Option<String> text(String name, String value, String help) {
        return new Option<>(name, "text", String.class, value, value, "", help, Function.identity());
    }

    /// One of several words.
    public static Option<String> choice(String name, String value, List<String> choices, String help) {
        return new Option<>(name, String.join("|", choices), String.class, value, value, "", help, text -> {
            if (!choices.contains(text)) {
                throw new IllegalArgumentException(
                        "'" + text + "' is none of " + choices + NearestName.suggestion(text, choices));
            }
            return text;
        });
    }

    /// True or false.
    public static Option<Boolean> flag(String name, boolean value, String help) {
        return new Option<>(name, "true|false", Boolean.class, value, Boolean.toString(value), "", help, text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("'" + text + "' is neither true nor false");
            }
            return Boolean.valueOf(text);
        });
    }

    /// The polarity of pulses, for all channels or per channel.
    public static Option<Polarities> polarity(String name, String value, String help) {
        return new Option<>(
                name, "polarity", Polarities.class, Polarities.parse(value), value, "", help, Polarities::parse);
    }

    /// The same option, with a unit.
    public Option<T> unit(String symbol) {
        return new Option<>(name, typeName, kind, defaultValue, defaultText, symbol, help, parser);
    }

    /// The same option, which refuses a value unless `holds`; `rule` tells what is asked for, such as `greater than 0`.
    public Option<T> where(java.util.function.Predicate<T> holds, String rule) {
        return new Option<>(name, typeName, kind, defaultValue, defaultText, unit, help, text -> {
            T value = parser.apply(text);
            if (!holds.test(value)) {
                throw new IllegalArgumentException("'" + text + "' is not " + rule);
            }
            return value;
        });
    }

    /// The name by which it is set.
    public String name() {
        return name;
    }

    /// The type in words: `range`, `integer`, `real`, `negative|positive`, …
    public String typeName() {
        return typeName;
    }

    /// The value if nothing was set.
    public T defaultValue() {
        return defaultValue;
    }

    /// The default as a user would write it, or what holds if nothing is set.
    public String defaultText() {
        return defaultText;
    }

    /// The unit; empty if it has none.
    public String unit() {
        return unit;
    }

    /// What the option does, in a sentence.
    public String help() {
        return help;
    }

    /// Turns a setting into a value: a text is parsed and checked, an object must be of the option's type.
    ///
    /// @throws IllegalArgumentException naming option, value, what is asked for and the default
    public T value(Object setting) {
        Object text = setting instanceof Number || setting instanceof Boolean ? setting.toString() : setting;
        if (text instanceof String) {
            try {
                return parser.apply(((String) text).strip());
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "option " + name + ": " + wrong.getMessage() + " (type " + typeName
                                + (unit.isEmpty() ? "" : ", in " + unit) + "; default " + defaultText + ")",
                        wrong);
            }
        }
        if (!kind.isInstance(setting)) {
            throw new IllegalArgumentException(
                    "option " + name + ": a " + setting.getClass().getSimpleName() + " was given, not a " + typeName
                            + "; default " + defaultText);
        }
        @SuppressWarnings("unchecked")
        T value = (T) setting;
        return value;
    }

    private static Long wholeNumber(String text) {
        try {
            return Long.valueOf(text.replace("_", ""));
        } catch (NumberFormatException notWhole) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", notWhole);
        }
    }

    private static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("'" + text + "' is not a number", notNumber);
        }
    }

    /// `peak_range=40:90`.
    @Override
    public String toString() {
        return name + "=" + defaultText;
    }
}
