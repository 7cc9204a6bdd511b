package dev.sluice.store;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The values that a lineage holds, in one form each, so that values are equal if Python writes them alike: null,
/// `Boolean`, `String`, `Long`, `BigInteger` (beyond int64 only), `Double`, unmodifiable `List` and `SortedMap` of
/// them.
///
/// Maps are sorted by code point, as Python sorts text. Stateless; safe from any thread.
public final class TrackedValue {
    private static final int DEEPEST = 64;

    private TrackedValue() {}

    /// The one form of an option's value.
    ///
    /// Whole numbers of any width are one, `1` and `1.0` are two, as in Python. A `float` counts as the double of the
    /// same value. An empty optional is null, an array a list, an enum its name, a range of samples `[from, to]` (an
    /// open end is null), polarities and thresholds of channels the text that sets them.
    ///
    /// @throws IllegalArgumentException if the value, or one inside it, is of another class, if a map has a key that is
    ///     no text, or if values are nested deeper than 64
    public static Object of(Object value) {
        return of(value, 0);
    }

    private static Object of(Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "a tracked value is nested deeper than depth=" + DEEPEST + "; make it flatter");
        }
        if (value == null || value instanceof Boolean || value instanceof String || value instanceof Double) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        List<?> elements = elements(value);
        return elements != null ? list(elements, depth) : special(value, depth);
    }

    private static Object number(Number number) {
        if (number instanceof Float) {
            return number.doubleValue();
        }
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof BigInteger whole) {
            return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
        }
        throw refused(number);
    }

    private static SortedMap<String, Object> map(Map<?, ?> map, int depth) {
        SortedMap<String, Object> copy = new TreeMap<>(TrackedValue::byCodePoint);
        map.forEach((key, value) -> {
            if (!(key instanceof String)) {
                throw new IllegalArgumentException(
                        "a tracked map has a key that is no text: key=" + key + "; write it as text");
            }
            copy.put((String) key, of(value, depth + 1));
        });
        return Collections.unmodifiableSortedMap(copy);
    }

    private static List<Object> list(List<?> elements, int depth) {
        List<Object> copy = new ArrayList<>(elements.size());
        elements.forEach(element -> copy.add(of(element, depth + 1)));
        return Collections.unmodifiableList(copy);
    }

    /// What stands in the value one after the other; null if it is no sequence.
    private static List<?> elements(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        if (value instanceof int[] array) {
            return Arrays.stream(array).boxed().toList();
        }
        if (value instanceof long[] array) {
            return Arrays.stream(array).boxed().toList();
        }
        if (value instanceof double[] array) {
            return Arrays.stream(array).boxed().toList();
        }
        return value instanceof float[] array
                ? IntStream.range(0, array.length)
                        .mapToObj(i -> (double) array[i])
                        .toList()
                : null;
    }

    private static Object special(Object value, int depth) {
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null), depth + 1);
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? (long) optional.getAsInt() : null;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof SampleRange range) {
            return list(Arrays.asList(range.from(), range.to() == SampleRange.OPEN ? null : range.to()), depth);
        }
        if (value instanceof Polarities || value instanceof ChannelThresholds) {
            return value.toString();
        }
        throw refused(value);
    }

    private static IllegalArgumentException refused(Object value) {
        String unordered = value instanceof Collection ? "has no order" : "has no form of its own in a lineage";
        return new IllegalArgumentException("a value of " + value.getClass().getName() + " " + unordered + ": value="
                + value + "; give text, a number, true or false, a list, or a map with text as keys");
    }

    /// Compares as Python compares text: UTF-16 would put what lies beyond the basic plane too early.
    private static int byCodePoint(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }
}
