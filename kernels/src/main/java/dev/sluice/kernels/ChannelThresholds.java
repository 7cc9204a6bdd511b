package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.RawThresholds;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A number for every channel, such as a threshold: a default, and the channels that differ; immutable, safe from any
/// thread.
///
/// Channels run from 0 to 65535. A channel that is not listed, and any number outside these limits, has the default.
/// Numbers are finite.
public final class ChannelThresholds {

    private static final int LARGEST_CHANNEL = 65_535;
    private static final String REMEDY = "; write a number, or a list such as 15,3:20.5,7:12";

    private final double otherwise;
    private final SortedMap<Integer, Double> listed;

    private ChannelThresholds(double otherwise, SortedMap<Integer, Double> listed) {
        this.otherwise = otherwise;
        this.listed = listed;
    }

    /// The same number for every channel.
    public static ChannelThresholds all(double threshold) {
        return of(threshold, Map.of());
    }

    /// The given numbers for the listed channels and `otherwise` for the rest.
    public static ChannelThresholds of(double otherwise, Map<Integer, Double> channels) {
        requireFinite(otherwise, "otherwise=" + otherwise);
        SortedMap<Integer, Double> listed = new TreeMap<>();
        channels.forEach((channel, threshold) -> {
            requireChannel(channel, "channels=" + channels);
            listed.put(channel, requireFinite(threshold, "channels=" + channels));
        });
        return new ChannelThresholds(otherwise, listed);
    }

    /// Reads a number, or a list of `channel:number` with one number without a channel: the default of the rest.
    ///
    /// Fails with `IllegalArgumentException` on anything else, on a list without a default, and on what is given twice.
    public static ChannelThresholds parse(String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("threshold is missing: threshold=" + text + REMEDY);
        }
        Double otherwise = null;
        SortedMap<Integer, Double> listed = new TreeMap<>();
        for (String entry : text.split(",", -1)) {
            int colon = entry.indexOf(':');
            double threshold = number(entry.substring(colon + 1), text);
            Double before = otherwise;
            if (colon < 0) {
                otherwise = threshold;
            } else {
                before = listed.put(channel(entry.substring(0, colon), text), threshold);
            }
            if (before != null) {
                throw new IllegalArgumentException(
                        "threshold given twice: entry=" + entry.strip() + " in threshold=" + text + REMEDY);
            }
        }
        if (otherwise == null) {
            throw new IllegalArgumentException(
                    "no threshold for the channels that are not listed: threshold=" + text + REMEDY);
        }
        return new ChannelThresholds(otherwise, listed);
    }

    private static double number(String part, String text) {
        try {
            return requireFinite(Double.parseDouble(part.strip()), "threshold=" + text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "not a number: entry=" + part.strip() + " in threshold=" + text + REMEDY, notANumber);
        }
    }

    private static int channel(String part, String text) {
        try {
            return requireChannel(Integer.parseInt(part.strip()), "threshold=" + text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "channel is not a whole number: channel=" + part.strip() + " in threshold=" + text + REMEDY,
                    notANumber);
        }
    }

    private static int requireChannel(int channel, String where) {
        if (channel < 0 || channel > LARGEST_CHANNEL) {
            throw new IllegalArgumentException(
                    "no such channel: channel=" + channel + " in " + where + ", limits are 0 and " + LARGEST_CHANNEL);
        }
        return channel;
    }

    private static double requireFinite(double threshold, String where) {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold is not finite: " + where + REMEDY);
        }
        return threshold;
    }

    /// The number of a channel; allocates nothing worth mentioning.
    public double of(int channel) {
        return listed.getOrDefault(channel, otherwise);
    }

    /// True if all channels have the same number, so that no channel field is needed.
    public boolean isUniform() {
        return listed.values().stream().allMatch(threshold -> threshold == otherwise);
    }

    /// The thresholds as loops read them.
    RawThresholds raw() {
        double[] byChannel = new double[listed.isEmpty() ? 0 : listed.lastKey() + 1];
        Arrays.setAll(byChannel, this::of);
        return new RawThresholds(otherwise, byChannel);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelThresholds
                && ((ChannelThresholds) other).otherwise == otherwise
                && ((ChannelThresholds) other).listed.equals(listed);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(otherwise) + listed.hashCode();
    }

    /// The text that `parse` reads back: the default first, then the listed channels in order.
    @Override
    public String toString() {
        Stream<String> channels = listed.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue());
        return Stream.concat(Stream.of(Double.toString(otherwise)), channels).collect(Collectors.joining(","));
    }
}
