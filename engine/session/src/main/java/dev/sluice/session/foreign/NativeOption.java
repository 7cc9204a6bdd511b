package dev.sluice.session.foreign;

import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.Option;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Function;

/// An option that a native plugin declares, and its value as the header's `sluice_setting`. Immutable.
///
/// @param option  the option
/// @param choices the words to choose from; none if it is of another type
record NativeOption(Option<?> option, List<String> choices) {
    private static final List<String> TYPES =
            List.of("integer", "real", "text", "flag", "range", "duration", "polarity", "thresholds", "ranges");

    /// Reads the option that `struct` describes.
    ///
    /// @throws IllegalArgumentException if it has no such type, or its default is none
    static NativeOption read(Struct struct) {
        String name = struct.text("name", 0);
        String type = struct.text("type", 8);
        String value = struct.text("value", 16);
        String help = struct.optional("help", 32).orElse("");
        double least = struct.real(40);
        double most = struct.real(48);
        List<String> choices = type.contains("|") ? List.of(type.split("\\|", -1)) : List.of();
        Option<?> option = of(struct, name, type, value, help);
        if (least != most) {
            option = limited(struct, option, least, most);
        }
        String unit = struct.optional("unit", 24).orElse("");
        return new NativeOption(unit.isEmpty() ? option : option.unit(unit), choices);
    }

    private static Option<?> of(Struct struct, String name, String type, String value, String help) {
        if (type.contains("|")) {
            return Option.choice(name, value, List.of(type.split("\\|", -1)), help);
        }
        return switch (type) {
            case "integer" -> Option.integer(name, Option.integer(name, 0, help).value(value), help);
            case "real" -> Option.real(name, Option.real(name, 0, help).value(value), help);
            case "text" -> Option.text(name, value, help);
            case "flag" -> Option.flag(name, Option.flag(name, false, help).value(value), help);
            case "duration" ->
                Option.duration(name, Option.duration(name, 0, help).value(value), help);
            case "range" -> {
                SampleRange range = Option.range(name, 0, 1, help).value(value);
                yield Option.range(name, range.from(), range.to(), help);
            }
            case "polarity" -> Option.polarity(name, value, help);
            case "thresholds" -> Option.thresholds(name, value, help);
            case "ranges" -> {
                SampleRange range = Option.range(name, 0, 1, help).value(value);
                yield Option.ranges(name, range.from(), range.to(), help);
            }
            default ->
                throw new IllegalArgumentException(struct + ".type='" + type + "' of option " + name + " is none of "
                        + String.join(", ", TYPES) + ", nor words with | between them");
        };
    }

    private static Option<?> limited(Struct struct, Option<?> option, double least, double most) {
        String asked = "from " + number(least) + " to " + number(most);
        if (!(least < most)) {
            throw new IllegalArgumentException(struct + ".least=" + number(least) + " is no bound below most="
                    + number(most) + "; leave both 0 for none");
        }
        if (option.defaultValue() instanceof Long && option.typeName().equals("integer")) {
            @SuppressWarnings("unchecked")
            Option<Long> integer = (Option<Long>) option;
            return integer.where(value -> value >= least && value <= most, asked);
        }
        if (option.defaultValue() instanceof Double) {
            @SuppressWarnings("unchecked")
            Option<Double> real = (Option<Double>) option;
            return real.where(value -> value >= least && value <= most, asked);
        }
        throw new IllegalArgumentException(struct + " has bounds, least and most, but is of type " + option.typeName()
                + "; bounds are for integer and real");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// Writes the value that holds in a run to `target`, as a `sluice_setting`.
    void write(Function<Option<?>, Object> values, MemorySegment target, Arena arena) {
        write(option, values.apply(option), target, arena);
    }

    private <T> void write(Option<T> declared, Object held, MemorySegment target, Arena arena) {
        @SuppressWarnings("unchecked")
        T value = (T) held;
        target.set(ValueLayout.ADDRESS, 0, arena.allocateFrom(declared.name()));
        target.set(ValueLayout.ADDRESS, 8, arena.allocateFrom(declared.format(value)));
        target.set(ValueLayout.JAVA_LONG, 16, integer(value));
        target.set(ValueLayout.JAVA_DOUBLE, 24, real(value));
        if (value instanceof SampleRange range) {
            target.set(ValueLayout.JAVA_LONG, 32, range.from());
            target.set(ValueLayout.JAVA_LONG, 40, range.to());
        }
    }

    private long integer(Object value) {
        return switch (value) {
            case Long whole -> whole;
            case Boolean flag -> flag ? 1 : 0;
            case String word -> Math.max(0, choices.indexOf(word));
            default -> 0;
        };
    }

    private static double real(Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
