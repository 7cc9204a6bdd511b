package dev.sluice.plugin;

import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelList;
import dev.sluice.kernels.channel.ChannelValues;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// How values that may differ by channel are read and put together. Immutable.
///
/// @param values the values by channel
/// @param of     the same as a value of the option
/// @param parser reads a list, of which the value for all channels may be missing
/// @param <T>    the type of the option
/// @param <V>    the type of the value of one channel
record ChannelType<T, V>(
        Function<T, ChannelValues<V>> values,
        Function<ChannelValues<V>, T> of,
        Function<String, ChannelList<V>> parser) {

    /// The value `before` with what a list says: all of it where the list has a value for all channels, else only the
    /// channels that it names.
    T over(T before, String text, UnaryOperator<ChannelKey> names) {
        ChannelList<V> list = parser.apply(ChannelFile.inline(text));
        ChannelValues<V> renamed = list.orElse(values.apply(before).otherwise()).renamed(names);
        return of.apply(new ChannelList<>(list.otherwise(), renamed.listed()).over(values.apply(before)));
    }

    /// Whether a list has a value for all channels, and so replaces what was before.
    boolean isWhole(String text) {
        return parser.apply(ChannelFile.inline(text)).otherwise() != null;
    }

    /// The value `whole`, with channels under other names.
    T renamed(T whole, UnaryOperator<ChannelKey> names) {
        return of.apply(values.apply(whole).renamed(names));
    }

    /// The value `before` with others for some channels.
    ///
    /// @throws IllegalArgumentException if one of the texts is a list
    T with(T before, Map<ChannelKey, String> texts) {
        Map<ChannelKey, V> changes = new TreeMap<>();
        texts.forEach((channel, text) -> changes.put(channel, one(channel, text)));
        return of.apply(values.apply(before).with(changes));
    }

    private V one(ChannelKey channel, String text) {
        ChannelList<V> list;
        try {
            list = parser.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("channel " + channel + ": " + wrong.getMessage(), wrong);
        }
        if (list.otherwise() == null || !list.listed().isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is a list, but channel " + channel + " has one value; give it alone");
        }
        return list.otherwise();
    }

    /// Equal texts for values that give every channel the same.
    Object canonical(T value) {
        return values.apply(value).reduced().toString();
    }
}
