package dev.sluice.kernels.channel;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A number for every channel, such as a threshold or a gain: a default, and the channels that differ; immutable, safe
/// from any thread.
///
/// A channel that is not listed has the default. Numbers are finite; a negative zero becomes zero.
public final class ChannelThresholds {

    private static final String REMEDY = "; write a number, or a list such as 15,3:20.5,1:7:12";

    private final ChannelValues<Double> values;

    private ChannelThresholds(ChannelValues<Double> values) {
        requireFinite(values.otherwise(), values);
        values.listed().values().forEach(value -> requireFinite(value, values));
        this.values = values.mapped(value -> value + 0.0);
    }

    /// The same number for every channel.
    public static ChannelThresholds all(double threshold) {
        return of(ChannelValues.all(threshold));
    }

    /// The given numbers for the listed channels of every board and `otherwise` for the rest.
    public static ChannelThresholds of(double otherwise, Map<Integer, Double> channels) {
        SortedMap<ChannelKey, Double> listed = new TreeMap<>();
        channels.forEach((channel, threshold) -> listed.put(ChannelKey.of(channel), threshold));
        return of(ChannelValues.of(otherwise, listed));
    }

    /// The given numbers.
    public static ChannelThresholds of(ChannelValues<Double> values) {
        return new ChannelThresholds(values);
    }

    /// Reads a number, or a list of `channel:number` with one number without a channel: the default of the rest.
    ///
    /// Fails with `IllegalArgumentException` on anything else, on a list without a default, and on what is given twice.
    public static ChannelThresholds parse(String text) {
        ChannelList<Double> list = list(text);
        if (list.otherwise() == null) {
            throw new IllegalArgumentException(
                    "no threshold for the channels that are not listed: threshold=" + text + REMEDY);
        }
        return of(list.orElse(null));
    }

    /// Reads the same, whose default may be missing.
    public static ChannelList<Double> list(String text) {
        return ChannelList.parse("threshold", text, 0, ChannelThresholds::number, REMEDY);
    }

    private static double number(String part) {
        double number;
        try {
            number = Double.parseDouble(part);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a number", notANumber);
        }
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("threshold is not finite");
        }
        return number;
    }

    private static void requireFinite(double threshold, ChannelValues<Double> values) {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold is not finite: threshold=" + values + REMEDY);
        }
    }

    /// The numbers by channel.
    public ChannelValues<Double> values() {
        return values;
    }

    /// The number of a channel of no board in particular.
    public double of(int channel) {
        return values.of(ChannelKey.ANY_BOARD, channel);
    }

    /// True if all channels have the same number, so that no channel field is needed.
    public boolean isUniform() {
        return values.isUniform();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelThresholds && ((ChannelThresholds) other).values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /// The text that `parse` reads back: the default first, then the listed channels in order.
    @Override
    public String toString() {
        return values.toString();
    }
}
