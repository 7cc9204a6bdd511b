package dev.sluice.kernels.channel;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Values per channel as a user writes them: `15,3:20.5,1:3:7`, whose first entry is for all channels that are not
/// named; that one may be missing. Immutable.
///
/// @param otherwise the value without a channel; null if there is none
/// @param listed    the values with one
public record ChannelList<V>(V otherwise, SortedMap<ChannelKey, V> listed) {

    /// Reads a list of values called `name`, each with that many colons of its own.
    ///
    /// Fails with `IllegalArgumentException`, which quotes `text` and ends with `remedy`, if a value is refused, a
    /// channel is none, or something is given twice.
    public static <V> ChannelList<V> parse(
            String name, String text, int colons, Function<String, V> value, String remedy) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(name + " is missing: " + name + "=" + text + remedy);
        }
        V otherwise = null;
        SortedMap<ChannelKey, V> listed = new TreeMap<>();
        for (String entry : text.split(",", -1)) {
            int cut = cut(entry, colons);
            V given;
            V before;
            try {
                given = value.apply(entry.substring(cut + 1).strip());
                before = cut < 0 ? otherwise : listed.put(ChannelKey.parse(entry.substring(0, cut)), given);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        wrong.getMessage() + ": entry=" + entry.strip() + " in " + name + "=" + text + remedy, wrong);
            }
            if (before != null) {
                throw new IllegalArgumentException(
                        name + " given twice: entry=" + entry.strip() + " in " + name + "=" + text + remedy);
            }
            otherwise = cut < 0 ? given : otherwise;
        }
        return new ChannelList<>(otherwise, listed);
    }

    /// Where the colon is that ends the channel, -1 if there is none.
    private static int cut(String entry, int colons) {
        int cut = entry.length();
        for (int i = 0; i <= colons; i++) {
            cut = entry.lastIndexOf(':', cut - 1);
            if (cut < 0) {
                return -1;
            }
        }
        return cut;
    }

    /// The values, with `rest` for channels that are not named where the list does not say.
    public ChannelValues<V> orElse(V rest) {
        return ChannelValues.of(otherwise == null ? rest : otherwise, listed);
    }

    /// The values of the list, laid over others: it replaces them where it has a value for all channels, else it
    /// changes the channels that it names.
    public ChannelValues<V> over(ChannelValues<V> before) {
        return otherwise == null ? before.with(listed) : ChannelValues.of(otherwise, listed);
    }
}
