package dev.sluice.plugin;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Values per channel as texts: that of all channels first, then those that differ, as in `15,3:20.5`. Stateless.
final class ChannelText {
    private static final int LARGEST_CHANNEL = 65_535;

    private ChannelText() {}

    /// The list `list` with another value for `channel`.
    ///
    /// @throws IllegalArgumentException if there can be no such channel, or `value` is a list itself
    static String with(String list, int channel, String value) {
        if (channel < 0 || channel > LARGEST_CHANNEL) {
            throw new IllegalArgumentException(
                    "no such channel: channel=" + channel + ", limits are 0 and " + LARGEST_CHANNEL);
        }
        if (value.contains(",") || value.contains(":")) {
            throw new IllegalArgumentException(
                    "'" + value + "' is a list, but channel " + channel + " has one value; give it alone");
        }
        SortedMap<Integer, String> listed = listed(list);
        listed.put(channel, value);
        return text(others(list), listed);
    }

    /// The list without channels that have what all others have, and without negative zeros.
    static String canonical(String list) {
        String others = unsigned(others(list));
        SortedMap<Integer, String> differing = new TreeMap<>();
        listed(list).forEach((channel, value) -> {
            if (!unsigned(value).equals(others)) {
                differing.put(channel, unsigned(value));
            }
        });
        return text(others, differing);
    }

    private static String others(String list) {
        return list.split(",", 2)[0];
    }

    private static SortedMap<Integer, String> listed(String list) {
        SortedMap<Integer, String> listed = new TreeMap<>();
        Stream.of(list.split(",")).skip(1).forEach(entry -> {
            int colon = entry.indexOf(':');
            listed.put(Integer.valueOf(entry.substring(0, colon)), entry.substring(colon + 1));
        });
        return listed;
    }

    private static String unsigned(String value) {
        return value.equals("-0.0") ? "0.0" : value;
    }

    private static String text(String others, Map<Integer, String> listed) {
        return Stream.concat(
                        Stream.of(others),
                        listed.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue()))
                .collect(Collectors.joining(","));
    }
}
