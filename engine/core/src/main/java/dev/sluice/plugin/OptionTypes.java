package dev.sluice.plugin;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.Boards;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.record.NearestName;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The types that options have. Stateless.
final class OptionTypes {
    static final OptionType<SampleRange> RANGE = OptionType.told("range", SampleRange.class, SampleRange::parse);
    static final OptionType<Long> INTEGER = OptionType.plain("integer", Long.class, OptionTypes::wholeNumber);
    static final OptionType<Double> REAL = new OptionType<>(
            "real", Double.class, OptionTypes::number, Object::toString, OptionTypes::unsignedZero, null);
    static final OptionType<String> TEXT = OptionType.plain("text", String.class, Function.identity());
    static final OptionType<Boolean> FLAG = OptionType.plain("true|false", Boolean.class, OptionTypes::truth);
    static final OptionType<Long> DURATION = new OptionType<>(
            "duration", Long.class, DurationText::parse, DurationText::of, nanoseconds -> nanoseconds, null);
    static final OptionType<Polarities> POLARITY = OptionType.perChannel(
            "polarity", Polarities.class, new ChannelType<>(Polarities::values, Polarities::of, Polarities::list));
    static final OptionType<ChannelThresholds> THRESHOLDS = OptionType.perChannel(
            "thresholds",
            ChannelThresholds.class,
            new ChannelType<>(ChannelThresholds::values, ChannelThresholds::of, ChannelThresholds::list));
    static final OptionType<ChannelRanges> RANGES = OptionType.perChannel(
            "range",
            ChannelRanges.class,
            new ChannelType<>(ChannelRanges::values, ChannelRanges::new, ChannelRanges::list));
    static final OptionType<Boards> BOARDS = OptionType.told("boards", Boards.class, Boards::parse);

    // Possessive: a long text is refused in one pass, and without a call per group.
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]++(_[0-9]++)*+");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]++([.][0-9]*+)?+|[.][0-9]++)([eE][+-]?[0-9]++)?+");

    private OptionTypes() {}

    /// A number that need not be given; `otherwise` says what holds then. What is not given is kept as an empty list.
    static OptionType<OptionalDouble> optionalReal(String otherwise) {
        return new OptionType<>(
                "real",
                OptionalDouble.class,
                text -> OptionalDouble.of(number(text)),
                value -> value.isPresent() ? Double.toString(value.getAsDouble()) : otherwise,
                value -> value.isPresent() ? unsignedZero(value.getAsDouble()) : List.of(),
                null);
    }

    /// One of these words.
    static OptionType<String> choice(List<String> words) {
        return OptionType.plain(String.join("|", words), String.class, text -> requireChoice(text, words));
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
        double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("'" + text + "' is not a finite number");
        }
        return value;
    }

    private static Object unsignedZero(double value) {
        return value == 0 ? 0.0 : value;
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        }
        return Boolean.valueOf(text);
    }

    private static String requireChoice(String text, List<String> choices) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is none of " + choices + NearestName.suggestion(text, choices));
        }
        return text;
    }
}
