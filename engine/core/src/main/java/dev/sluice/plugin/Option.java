package dev.sluice.plugin;

import dev.sluice.kernels.ChannelThresholds;
import dev.sluice.kernels.Polarities;
import dev.sluice.kernels.SampleRange;
import dev.sluice.record.NearestName;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One thing that a plugin can be told: a name, a type, a default, a unit, a sentence of help, and a check. Immutable.
///
/// Options are constants of the plugin that declares them; their values are asked of the [PluginContext].
///
/// @param <T> the type of the value
public final class Option<T> {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
    private static final Pattern REAL = Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");

    private final String name;
    private final String typeName;
    private final T defaultValue;
    private final String defaultText;
    private final String unit;
    private final String help;
    private final Function<String, T> parser;
    private final Class<?> kind;
    private final Predicate<T> check;
    private final String rule;

    private Option(
            String name,
            String typeName,
            Class<?> kind,
            T defaultValue,
            String defaultText,
            String unit,
            String help,
            Function<String, T> parser) {
        this(name, typeName, kind, defaultValue, defaultText, unit, help, parser, value -> true, "");
    }

    private Option(
            String name,
            String typeName,
            Class<?> kind,
            T defaultValue,
            String defaultText,
            String unit,
            String help,
            Function<String, T> parser,
            Predicate<T> check,
            String rule) {
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
        this.check = check;
        this.rule = rule;
    }

    /// A half-open range of samples `from:to`, by default `[from, to)`.
    public static Option<SampleRange> range(String name, int from, int to, String help) {
        SampleRange value = new SampleRange(from, to);
        return new Option<>(
                name, "range", SampleRange.class, value, value.toString(), "samples", help, SampleRange::parse);
    }

    /// A whole number of int64; underscores between digits are allowed.
    public static Option<Long> integer(String name, long value, String help) {
        return new Option<>(name, "integer", Long.class, value, Long.toString(value), "", help, Option::wholeNumber);
    }

    /// A real number, finite.
    public static Option<Double> real(String name, double value, String help) {
        return new Option<>(name, "real", Double.class, value, Double.toString(value), "", help, Option::number);
    }

    /// A real number, finite, that need not be given; `otherwise` says in words what holds then.
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
    ///
    /// @throws IllegalArgumentException if the default is none of them
    public static Option<String> choice(String name, String value, List<String> choices, String help) {
        List<String> words = List.copyOf(choices);
        return new Option<>(
                name,
                String.join("|", words),
                String.class,
                requireChoice(value, words),
                value,
                "",
                help,
                text -> requireChoice(text, words));
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

    /// A number for all channels, or per channel: `15`, or `15,3:20.5` with the number of the rest first.
    public static Option<ChannelThresholds> thresholds(String name, String value, String help) {
        return new Option<>(
                name,
                "thresholds",
                ChannelThresholds.class,
                ChannelThresholds.parse(value),
                value,
                "",
                help,
                ChannelThresholds::parse);
    }

    /// The same option, with a unit.
    public Option<T> unit(String symbol) {
        return new Option<>(name, typeName, kind, defaultValue, defaultText, symbol, help, parser, check, rule);
    }

    /// The same option, which refuses a value, and a default, unless `holds`; `asked` tells what is asked for, such as
    /// `greater than 0`. May be used again to ask for more.
    ///
    /// @throws IllegalArgumentException if the default itself is refused
    public Option<T> where(Predicate<T> holds, String asked) {
        if (!holds.test(defaultValue)) {
            throw new IllegalArgumentException(
                    "option " + name + ": the default " + defaultText + " is not " + asked + "; give another default");
        }
        return new Option<>(
                name,
                typeName,
                kind,
                defaultValue,
                defaultText,
                unit,
                help,
                parser,
                check.and(holds),
                rule.isEmpty() ? asked : rule + " and " + asked);
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

    /// Turns a setting into a value: a text or a number is parsed, an object must be of the option's type; all are
    /// checked.
    ///
    /// @throws IllegalArgumentException naming option, value, what is asked for and the default
    public T value(Object setting) {
        Object text = setting instanceof Number || setting instanceof Boolean ? setting.toString() : setting;
        try {
            T value = text instanceof String ? parser.apply(((String) text).strip()) : cast(setting);
            if (!check.test(value)) {
                throw new IllegalArgumentException("'" + setting + "' is not " + rule);
            }
            return value;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "option " + name + ": " + wrong.getMessage() + " (type " + typeName
                            + (unit.isEmpty() ? "" : ", in " + unit) + "; default " + defaultText + ")",
                    wrong);
        }
    }

    private T cast(Object setting) {
        if (!kind.isInstance(setting)) {
            throw new IllegalArgumentException(
                    setting == null
                            ? "no value was given"
                            : "'" + setting + "' is a " + setting.getClass().getSimpleName() + ", not a " + typeName);
        }
        @SuppressWarnings("unchecked")
        T value = (T) setting;
        return value;
    }

    private static Long wholeNumber(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number");
        }
        try {
            return Long.valueOf(text.replace("_", ""));
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException("'" + text + "' is beyond int64", tooLarge);
        }
    }

    private static Double number(String text) {
        double value = REAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("'" + text + "' is not a finite number");
        }
        return value;
    }

    private static String requireChoice(String text, List<String> choices) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is none of " + choices + NearestName.suggestion(text, choices));
        }
        return text;
    }

    /// `peak_range=40:90`.
    @Override
    public String toString() {
        return name + "=" + defaultText;
    }
}
