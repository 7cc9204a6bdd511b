package dev.sluice.plugin;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.Boards;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// One setting of a plugin: a name, a type, a default, a unit, a sentence of help, and a check. Immutable.
///
/// Options are constants of the plugin that declares them; their values are asked of the [PluginContext]. An option is
/// tracked, which is to say that its value is part of the lineage of what the plugin computes, unless it is declared
/// [#untracked()].
///
/// @param <T> the type of the value
public final class Option<T> {
    private final String name;
    private final OptionType<T> type;
    private final T defaultValue;
    private final String unit;
    private final String help;
    private final Limit<T> limit;
    private final boolean tracked;
    private final String parameter;

    /// What is asked of a value beside its type; `rule` says it in words, empty if there is nothing.
    private record Limit<T>(Predicate<T> check, String rule) {
        Limit<T> and(Predicate<T> holds, String asked) {
            return new Limit<>(check.and(holds), rule.isEmpty() ? asked : rule + " and " + asked);
        }
    }

    private Option(
            String name,
            OptionType<T> type,
            T defaultValue,
            String unit,
            String help,
            Limit<T> limit,
            boolean tracked,
            String parameter) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.unit = unit;
        this.help = help;
        this.limit = limit;
        this.tracked = tracked;
        this.parameter = parameter;
    }

    private static <T> Option<T> of(String name, OptionType<T> type, T defaultValue, String help) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "not a name for an option: '" + name + "'; use lower case, digits and underscores");
        }
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(help, "help");
        return new Option<>(
                name, type, defaultValue, "", help, new Limit<>(value -> true, ""), true, inCamelCase(name));
    }

    /// A half-open range of samples `from:to`, by default `[from, to)`.
    public static Option<SampleRange> range(String name, int from, int to, String help) {
        return of(name, OptionTypes.RANGE, new SampleRange(from, to), help).unit("samples");
    }

    /// A whole number of int64; underscores between digits are allowed.
    public static Option<Long> integer(String name, long value, String help) {
        return of(name, OptionTypes.INTEGER, value, help);
    }

    /// A whole number from `least` to `most`, both included.
    public static Option<Long> integerRange(String name, long value, long least, long most, String help) {
        return integer(name, value, help)
                .where(number -> number >= least && number <= most, "from " + least + " to " + most);
    }

    /// A real number, finite.
    public static Option<Double> real(String name, double value, String help) {
        return of(name, OptionTypes.REAL, value, help);
    }

    /// A real number from `least` to `most`, both included.
    public static Option<Double> realRange(String name, double value, double least, double most, String help) {
        return real(name, value, help)
                .where(number -> number >= least && number <= most, "from " + least + " to " + most);
    }

    /// A real number, finite, that need not be given; `otherwise` says in words what holds then.
    public static Option<OptionalDouble> optionalReal(String name, String otherwise, String help) {
        return of(name, OptionTypes.optionalReal(otherwise), OptionalDouble.empty(), help);
    }

    /// A length of time in ns, 0 or more: `400us`, `1.5ms`, `2s`, or a number of ns.
    public static Option<Long> duration(String name, long nanoseconds, String help) {
        return of(name, OptionTypes.DURATION, nanoseconds, help).unit("ns").where(length -> length >= 0, "0 or more");
    }

    /// A text.
    public static Option<String> text(String name, String value, String help) {
        return of(name, OptionTypes.TEXT, value, help);
    }

    /// One of several words.
    ///
    /// @throws IllegalArgumentException if the default is none of them
    public static Option<String> choice(String name, String value, List<String> choices, String help) {
        OptionType<String> type = OptionTypes.choice(List.copyOf(choices));
        return of(name, type, type.parser().apply(value), help);
    }

    /// True or false.
    public static Option<Boolean> flag(String name, boolean value, String help) {
        return of(name, OptionTypes.FLAG, value, help);
    }

    /// The polarity of pulses, for all channels or per channel.
    public static Option<Polarities> polarity(String name, String value, String help) {
        return of(name, OptionTypes.POLARITY, Polarities.parse(value), help);
    }

    /// A half-open range of samples for all channels, or per channel: `40:90`, or `40:90,3:60:120` with the range of
    /// the rest first.
    public static Option<ChannelRanges> ranges(String name, int from, int to, String help) {
        return of(name, OptionTypes.RANGES, ChannelRanges.all(new SampleRange(from, to)), help)
                .unit("samples");
    }

    /// The channel map: the number of the first channel of each board, as `0:0,1:16`; none unless set.
    public static Option<Boards> boards(String name, String help) {
        return of(name, OptionTypes.BOARDS, Boards.NONE, help);
    }

    /// A number for all channels, or per channel: `15`, or `15,3:20.5` with the number of the rest first.
    public static Option<ChannelThresholds> thresholds(String name, String value, String help) {
        return of(name, OptionTypes.THRESHOLDS, ChannelThresholds.parse(value), help);
    }

    /// The same option, with a unit.
    public Option<T> unit(String symbol) {
        return new Option<>(name, type, defaultValue, symbol, help, limit, tracked, parameter);
    }

    /// The same option, whose value does not change what is computed, so that it is no part of the lineage.
    public Option<T> untracked() {
        return new Option<>(name, type, defaultValue, unit, help, limit, false, parameter);
    }

    /// The same option, which refuses a value, and a default, unless `holds`; `asked` says what is asked for, such as
    /// `greater than 0`. May be used again to ask for more.
    ///
    /// @throws IllegalArgumentException if the default itself is refused
    public Option<T> where(Predicate<T> holds, String asked) {
        if (!holds.test(defaultValue)) {
            throw new IllegalArgumentException("option " + name + ": the default " + defaultText() + " is not " + asked
                    + "; give another default");
        }
        return new Option<>(name, type, defaultValue, unit, help, limit.and(holds, asked), tracked, parameter);
    }

    /// The same option, which sets this parameter of a kernel: what the kernel refuses is said in the option's name.
    ///
    /// Unless named here it is the option's own name in camel case: `gap_threshold` sets `gapThreshold`.
    public Option<T> sets(String kernelParameter) {
        return new Option<>(name, type, defaultValue, unit, help, limit, tracked, kernelParameter);
    }

    private static String inCamelCase(String name) {
        String[] words = name.split("_");
        for (int i = 1; i < words.length; i++) {
            words[i] =
                    words[i].isEmpty() ? "" : words[i].substring(0, 1).toUpperCase(Locale.ROOT) + words[i].substring(1);
        }
        return String.join("", words);
    }

    /// The parameter of a kernel that it sets.
    public String parameter() {
        return parameter;
    }

    /// The name by which it is set.
    public String name() {
        return name;
    }

    /// The type in words: `range`, `integer`, `real`, `negative|positive`, …
    public String typeName() {
        return type.name();
    }

    /// The value if nothing was set.
    public T defaultValue() {
        return defaultValue;
    }

    /// The default as a user would write it, or what holds if nothing is set.
    public String defaultText() {
        return format(defaultValue);
    }

    /// The unit; empty if it has none.
    public String unit() {
        return unit;
    }

    /// What is asked of a value beside its type, such as `greater than 0`; empty if nothing is.
    public String rule() {
        return limit.rule();
    }

    /// What the option does, in a sentence.
    public String help() {
        return help;
    }

    /// Whether the value is part of the lineage of what the plugin computes.
    public boolean isTracked() {
        return tracked;
    }

    /// Whether channels may have values of their own.
    public boolean isPerChannel() {
        return type.channels() != null;
    }

    /// A value as a user would write it.
    public String format(T value) {
        return type.text().apply(value);
    }

    /// A value as a long, double, boolean, String or list of such, so that equal values become equal however they were
    /// written: `1_000` and 1000, or `15,3:15` and 15.0.
    public Object canonical(T value) {
        return type.canonical().apply(value);
    }

    /// Turns a setting into a value: a text or a number is parsed, an object must be of the option's type; all are
    /// checked. What a list of channels does not name has the default.
    ///
    /// @throws IllegalArgumentException naming option, value, what is asked for and the default
    public T value(Object setting) {
        return over(defaultValue, setting, UnaryOperator.identity());
    }

    /// The value `before` with a setting laid over it: a list that names channels only changes these, everything else
    /// replaces the value. Channels get the names that `names` gives them.
    ///
    /// @throws IllegalArgumentException if the setting does not fit
    public T over(T before, Object setting, UnaryOperator<ChannelKey> names) {
        T value;
        try {
            if (type.channels() == null) {
                value = isText(setting) ? type.parser().apply(setting.toString().strip()) : cast(setting);
            } else {
                value = isText(setting)
                        ? type.channels().over(before, setting.toString().strip(), names)
                        : type.channels().renamed(cast(setting), names);
            }
        } catch (IllegalArgumentException wrong) {
            throw refused(wrong.getMessage(), limit.rule(), wrong);
        }
        return limited(value, setting);
    }

    /// Whether a setting replaces the value of all channels.
    ///
    /// @throws IllegalArgumentException if it is a text that is no value
    public boolean replaces(Object setting) {
        if (type.channels() == null || !isText(setting)) {
            return true;
        }
        try {
            return type.channels().isWhole(setting.toString().strip());
        } catch (IllegalArgumentException wrong) {
            throw refused(wrong.getMessage(), limit.rule(), wrong);
        }
    }

    /// The value `others` with other ones for some channels, made of settings. A channel of every board goes before the
    /// same channel of one board in `others`.
    ///
    /// @throws IllegalArgumentException if the option is not per channel, or a setting does not fit
    public T withChannels(T others, Map<ChannelKey, ?> settings) {
        if (!isPerChannel()) {
            throw refused("it is not per channel, but channels are given " + settings, "", null);
        }
        Map<ChannelKey, String> texts = new TreeMap<>();
        settings.forEach(
                (channel, setting) -> texts.put(channel, String.valueOf(setting).strip()));
        T value;
        try {
            value = type.channels().with(others, texts);
        } catch (IllegalArgumentException wrong) {
            throw refused(wrong.getMessage(), limit.rule(), wrong);
        }
        return limited(value, settings);
    }

    private T limited(T value, Object setting) {
        if (!limit.check().test(value)) {
            throw refused("'" + setting + "' is not " + limit.rule(), "", null);
        }
        return value;
    }

    private IllegalArgumentException refused(String what, String rule, Throwable cause) {
        return new IllegalArgumentException(
                "option " + name + ": " + what + " (type " + typeName() + (unit.isEmpty() ? "" : ", in " + unit)
                        + (rule.isEmpty() ? "" : ", " + rule) + "; default " + defaultText() + ")",
                cause);
    }

    private static boolean isText(Object setting) {
        return setting instanceof String || setting instanceof Number || setting instanceof Boolean;
    }

    private T cast(Object setting) {
        if (!type.kind().isInstance(setting)) {
            throw new IllegalArgumentException(
                    setting == null
                            ? "no value was given"
                            : "'" + setting + "' is a " + setting.getClass().getSimpleName() + ", not a " + typeName());
        }
        @SuppressWarnings("unchecked")
        T value = (T) setting;
        return value;
    }

    /// `peak_range=40:90`.
    @Override
    public String toString() {
        return name + "=" + defaultText();
    }
}
