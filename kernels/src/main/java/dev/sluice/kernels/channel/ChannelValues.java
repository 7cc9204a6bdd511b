package dev.sluice.kernels.channel;

import dev.sluice.kernels.internal.memory.Fields;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A value for every channel: a default, and the channels that differ; immutable, safe from any thread.
///
/// A key with a board goes before one of every board. A channel that no key names has the default.
///
/// @param <V> the type of a value, immutable
public final class ChannelValues<V> {

    private final V otherwise;
    private final SortedMap<ChannelKey, V> listed;

    private ChannelValues(V otherwise, SortedMap<ChannelKey, V> listed) {
        this.otherwise = otherwise;
        this.listed = Collections.unmodifiableSortedMap(listed);
    }

    /// The same value for every channel.
    public static <V> ChannelValues<V> all(V value) {
        return of(value, Map.of());
    }

    /// These values for the listed channels and `otherwise` for the rest.
    public static <V> ChannelValues<V> of(V otherwise, Map<ChannelKey, V> listed) {
        return new ChannelValues<>(Fields.required("otherwise", otherwise), new TreeMap<>(listed));
    }

    /// The value of channels that no key names.
    public V otherwise() {
        return otherwise;
    }

    /// The channels that are listed, in order.
    public SortedMap<ChannelKey, V> listed() {
        return listed;
    }

    /// The value of a channel of a board.
    public V of(int board, int channel) {
        if (channel < 0 || channel > ChannelKey.LARGEST_CHANNEL) {
            return otherwise;
        }
        V common = listed.getOrDefault(ChannelKey.of(channel), otherwise);
        boolean own = board >= 0 && board <= ChannelKey.LARGEST_BOARD;
        return own ? listed.getOrDefault(ChannelKey.of(channel).onBoard(board), common) : common;
    }

    /// True if all channels have the same value, so that no field of a channel is needed.
    public boolean isUniform() {
        return listed.values().stream().allMatch(otherwise::equals);
    }

    /// True if some value depends on the board.
    public boolean namesBoards() {
        return listed.entrySet().stream()
                .anyMatch(entry -> entry.getKey().namesBoard()
                        && !entry.getValue()
                                .equals(listed.getOrDefault(
                                        ChannelKey.of(entry.getKey().channel()), otherwise)));
    }

    /// These values with those of some channels laid over; a key of every board replaces those of the same channel with
    /// a board.
    public ChannelValues<V> with(Map<ChannelKey, V> changes) {
        NavigableMap<ChannelKey, V> changed = new TreeMap<>(listed);
        changes.keySet().stream()
                .filter(key -> !key.namesBoard())
                .forEach(key -> changed.subMap(key, true, key.last(), true).clear());
        changed.putAll(changes);
        return new ChannelValues<>(otherwise, changed);
    }

    /// What `change` makes of these values.
    public <W> ChannelValues<W> mapped(Function<V, W> change) {
        SortedMap<ChannelKey, W> mapped = new TreeMap<>();
        listed.forEach((key, value) -> mapped.put(key, change.apply(value)));
        return of(change.apply(otherwise), mapped);
    }

    /// These values under other names of the channels.
    ///
    /// Fails with `IllegalArgumentException` if two keys get the same name.
    public ChannelValues<V> renamed(UnaryOperator<ChannelKey> names) {
        SortedMap<ChannelKey, V> renamed = new TreeMap<>();
        Map<ChannelKey, ChannelKey> before = new TreeMap<>();
        listed.forEach((key, value) -> {
            ChannelKey name = names.apply(key);
            ChannelKey other = before.put(name, key);
            if (other != null) {
                throw new IllegalArgumentException(
                        "a channel is named twice: " + other + " and " + key + " are both " + name + "; give it once");
            }
            renamed.put(name, value);
        });
        return new ChannelValues<>(otherwise, renamed);
    }

    /// These values, which name channels by their numbers in a map, for records that have boards and for records that
    /// are numbered through, which are all of board 0. Without a map they are what they are.
    public ChannelValues<V> on(Boards boards) {
        if (boards.isEmpty()) {
            return this;
        }
        SortedMap<ChannelKey, V> placed = new TreeMap<>();
        listed.forEach((key, value) -> {
            int number = boards.number(key).channel();
            placed.put(ChannelKey.of(number).onBoard(0), value);
            placed.put(boards.channel(number), value);
        });
        return new ChannelValues<>(otherwise, placed);
    }

    /// The values of board 0, for records that are all of it.
    public ChannelValues<V> ofBoardZero() {
        SortedMap<ChannelKey, V> own = new TreeMap<>();
        listed.keySet().stream().filter(key -> key.board() <= 0).forEach(key -> {
            ChannelKey common = ChannelKey.of(key.channel());
            own.put(common, of(0, key.channel()));
        });
        return new ChannelValues<>(otherwise, own);
    }

    /// These values without channels that have what they would have anyway.
    public ChannelValues<V> reduced() {
        SortedMap<ChannelKey, V> differing = new TreeMap<>();
        listed.forEach((key, value) -> {
            V common = key.namesBoard() ? listed.getOrDefault(ChannelKey.of(key.channel()), otherwise) : otherwise;
            if (!value.equals(common)) {
                differing.put(key, value);
            }
        });
        return new ChannelValues<>(otherwise, differing);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelValues<?>
                && ((ChannelValues<?>) other).otherwise.equals(otherwise)
                && ((ChannelValues<?>) other).listed.equals(listed);
    }

    @Override
    public int hashCode() {
        return 31 * otherwise.hashCode() + listed.hashCode();
    }

    /// The default first, then the listed channels in order, as in `15,3:20.5,1:3:7`.
    @Override
    public String toString() {
        Stream<String> channels = listed.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue());
        return Stream.concat(Stream.of(otherwise.toString()), channels).collect(Collectors.joining(","));
    }
}
