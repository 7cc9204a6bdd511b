package dev.sluice.kernels.channel;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The polarity of every channel: a default, and the channels that differ; immutable, safe from any thread.
///
/// A channel that is not listed has the default.
public final class Polarities {

    /// Every channel negative.
    public static final Polarities NEGATIVE = all(Polarity.NEGATIVE);

    private static final String REMEDY = "; write negative, positive, or a list such as 0:positive,1:7:negative";

    private final ChannelValues<Polarity> values;
    private final boolean[] positiveByChannel;

    private Polarities(ChannelValues<Polarity> values) {
        this.values = values;
        this.positiveByChannel = new boolean
                [values.listed().isEmpty() ? 0 : values.listed().lastKey().channel() + 1];
        for (int channel = 0; channel < positiveByChannel.length; channel++) {
            positiveByChannel[channel] = values.of(ChannelKey.ANY_BOARD, channel) == Polarity.POSITIVE;
        }
    }

    /// The same polarity for every channel.
    public static Polarities all(Polarity polarity) {
        return of(polarity, Map.of());
    }

    /// The given polarity for the listed channels of every board and `otherwise` for the rest.
    public static Polarities of(Polarity otherwise, Map<Integer, Polarity> channels) {
        if (otherwise == null) {
            throw new IllegalArgumentException("default polarity is missing: otherwise=null");
        }
        SortedMap<ChannelKey, Polarity> listed = new TreeMap<>();
        channels.forEach((channel, polarity) -> listed.put(ChannelKey.of(channel), polarity));
        return of(ChannelValues.of(otherwise, listed));
    }

    /// The given polarities.
    public static Polarities of(ChannelValues<Polarity> values) {
        return new Polarities(values);
    }

    /// Reads `negative`, `positive`, or a list of `channel:polarity` such as `0:positive,1:7:negative`.
    ///
    /// One entry of a list may stand without a channel: it is then the default of the channels that are not listed,
    /// which is otherwise negative. Fails with `IllegalArgumentException` on anything else, and on a channel that is
    /// listed twice.
    public static Polarities parse(String text) {
        return of(list(text).orElse(Polarity.NEGATIVE));
    }

    /// Reads the same, whose default may be missing.
    public static ChannelList<Polarity> list(String text) {
        return ChannelList.parse("polarity", text, 0, Polarities::polarity, REMEDY);
    }

    private static Polarity polarity(String part) {
        try {
            return Polarity.parse(part);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("unknown polarity", unknown);
        }
    }

    /// The polarities by channel.
    public ChannelValues<Polarity> values() {
        return values;
    }

    /// The polarity of a channel of no board in particular; allocates nothing.
    public Polarity of(long channel) {
        return isPositive(channel) ? Polarity.POSITIVE : Polarity.NEGATIVE;
    }

    /// True if all channels have the same polarity, so that no channel field is needed.
    public boolean isUniform() {
        return values.isUniform();
    }

    private boolean isPositive(long channel) {
        return channel >= 0 && channel < positiveByChannel.length
                ? positiveByChannel[(int) channel]
                : values.otherwise() == Polarity.POSITIVE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polarities && ((Polarities) other).values.equals(values);
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
