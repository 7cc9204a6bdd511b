package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.RawPolarities;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The polarity of every channel: a default, and the channels that differ; immutable, safe from any thread.
///
/// Channels run from 0 to 65535. A channel that is not listed, and any number outside these limits, has the default.
public final class Polarities {

    /// Every channel negative.
    public static final Polarities NEGATIVE = all(Polarity.NEGATIVE);

    private static final int LARGEST_CHANNEL = 65_535;
    private static final String REMEDY = "; write negative, positive, or a list such as 0:positive,1:negative";

    private final Polarity otherwise;
    private final SortedMap<Integer, Polarity> listed;
    private final boolean[] positiveByChannel;

    private Polarities(Polarity otherwise, SortedMap<Integer, Polarity> listed) {
        this.otherwise = otherwise;
        this.listed = Collections.unmodifiableSortedMap(listed);
        this.positiveByChannel = new boolean[listed.isEmpty() ? 0 : listed.lastKey() + 1];
        for (int channel = 0; channel < positiveByChannel.length; channel++) {
            positiveByChannel[channel] = listed.getOrDefault(channel, otherwise) == Polarity.POSITIVE;
        }
    }

    /// The same polarity for every channel.
    public static Polarities all(Polarity polarity) {
        return of(polarity, Map.of());
    }

    /// The given polarity for the listed channels and `otherwise` for the rest.
    public static Polarities of(Polarity otherwise, Map<Integer, Polarity> channels) {
        if (otherwise == null) {
            throw new IllegalArgumentException("default polarity is missing: otherwise=null");
        }
        SortedMap<Integer, Polarity> listed = new TreeMap<>();
        channels.forEach((channel, polarity) -> {
            requireChannel(channel, "channels=" + channels);
            listed.put(channel, polarity);
        });
        return new Polarities(otherwise, listed);
    }

    /// Reads `negative`, `positive`, or a list of `channel:polarity` such as `0:positive,1:negative`.
    ///
    /// One entry of a list may stand without a channel: it is then the default of the channels that are not listed,
    /// which is otherwise negative. Fails with `IllegalArgumentException` on anything else, and on a channel that is
    /// listed twice.
    public static Polarities parse(String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("polarity is missing: polarity=" + text + REMEDY);
        }
        Polarity otherwise = null;
        SortedMap<Integer, Polarity> listed = new TreeMap<>();
        for (String entry : text.split(",", -1)) {
            int colon = entry.indexOf(':');
            Polarity polarity = polarity(entry.substring(colon + 1), text);
            boolean repeated;
            if (colon < 0) {
                repeated = otherwise != null;
                otherwise = polarity;
            } else {
                repeated = listed.put(channel(entry.substring(0, colon), text), polarity) != null;
            }
            if (repeated) {
                throw new IllegalArgumentException(
                        "polarity given twice: entry=" + entry.strip() + " in polarity=" + text + REMEDY);
            }
        }
        return new Polarities(otherwise == null ? Polarity.NEGATIVE : otherwise, listed);
    }

    private static Polarity polarity(String part, String text) {
        try {
            return Polarity.parse(part);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "unknown polarity: entry=" + part.strip() + " in polarity=" + text + REMEDY, unknown);
        }
    }

    private static int channel(String part, String text) {
        try {
            return requireChannel(Integer.parseInt(part.strip()), "polarity=" + text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "channel is not a whole number: channel=" + part.strip() + " in polarity=" + text + REMEDY,
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

    /// The polarity of a channel; allocates nothing.
    public Polarity of(long channel) {
        return isPositive(channel) ? Polarity.POSITIVE : Polarity.NEGATIVE;
    }

    /// True if all channels have the same polarity, so that no channel field is needed.
    public boolean isUniform() {
        return listed.values().stream().allMatch(polarity -> polarity == otherwise);
    }

    /// Fails with `IllegalArgumentException` if polarities differ by channel and the records have no such field.
    void requireChannel(Column channel) {
        if (!isUniform() && !channel.isPresent()) {
            throw new IllegalArgumentException("polarity by channel, but the records have no channel field: "
                    + "polarities=" + this + "; give one polarity for all");
        }
    }

    /// The polarities as loops read them over records of which so many bytes may be read; a channel field is read only
    /// if polarities differ.
    RawPolarities raw(Column channel, int recordBytes) {
        Column field = isUniform() ? Column.NONE : channel;
        return new RawPolarities(field.raw(recordBytes), otherwise == Polarity.POSITIVE, positiveByChannel);
    }

    private boolean isPositive(long channel) {
        return channel >= 0 && channel < positiveByChannel.length
                ? positiveByChannel[(int) channel]
                : otherwise == Polarity.POSITIVE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polarities
                && ((Polarities) other).otherwise == otherwise
                && ((Polarities) other).listed.equals(listed);
    }

    @Override
    public int hashCode() {
        return 31 * otherwise.hashCode() + listed.hashCode();
    }

    /// The text that `parse` reads back: the default first, then the listed channels in order.
    @Override
    public String toString() {
        Stream<String> channels = listed.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue());
        return Stream.concat(Stream.of(otherwise.toString()), channels).collect(Collectors.joining(","));
    }
}
