package dev.sluice.kernels.channel;

import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A channel map: the number that the first channel of each board has where channels are numbered through.
///
/// Channel `c` of board `b` has the number `first(b) + c`, which is below the first of the next board. Board 0 starts
/// at 0 unless the map says otherwise. An immutable value, safe from any thread.
public final class Boards {

    /// No map: channels have no numbers but those of their boards.
    public static final Boards NONE = new Boards(new TreeMap<>());

    private static final String NOTHING = "none";
    private static final String REMEDY = "; write BOARD:NUMBER of the first channel for each board, as in 0:0,1:16";

    private final SortedMap<Integer, Integer> firsts;
    private final SortedMap<Integer, Integer> boards = new TreeMap<>();

    private Boards(SortedMap<Integer, Integer> firsts) {
        this.firsts = firsts;
        firsts.forEach((board, first) -> boards.put(first, board));
    }

    /// The map in which boards start at these numbers.
    ///
    /// Fails with `IllegalArgumentException` if two boards start at the same number, or there is no such board or
    /// channel.
    public static Boards of(Map<Integer, Integer> firsts) {
        if (firsts.isEmpty()) {
            return NONE;
        }
        SortedMap<Integer, Integer> all = new TreeMap<>(firsts);
        all.forEach((board, first) -> ChannelKey.of(first).onBoard(board));
        if (!all.containsValue(0)) {
            all.putIfAbsent(0, 0);
        }
        Boards map = new Boards(all);
        if (map.boards.size() < all.size()) {
            throw new IllegalArgumentException("two boards start at the same number: boards=" + map + REMEDY);
        }
        return map;
    }

    /// Reads `0:0,1:16`, or `none` for no map.
    ///
    /// Fails with `IllegalArgumentException` on anything else.
    public static Boards parse(String text) {
        SortedMap<Integer, Integer> firsts = new TreeMap<>();
        for (String entry : text.isBlank() || text.equals(NOTHING) ? new String[0] : text.split(",", -1)) {
            ChannelKey key;
            try {
                key = ChannelKey.parse(entry);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(wrong.getMessage() + " in boards=" + text + REMEDY, wrong);
            }
            if (!key.namesBoard() || firsts.put(key.board(), key.channel()) != null) {
                throw new IllegalArgumentException(
                        "entry=" + entry.strip() + " in boards=" + text + " names no board, or one twice" + REMEDY);
            }
        }
        return of(firsts);
    }

    /// True if there is no map.
    public boolean isEmpty() {
        return firsts.isEmpty();
    }

    /// The number of the first channel of a board; empty if the map does not have it.
    public OptionalInt first(long board) {
        Integer first = board == (int) board ? firsts.get((int) board) : null;
        return first == null ? OptionalInt.empty() : OptionalInt.of(first);
    }

    /// Board and channel of a number.
    public ChannelKey channel(int number) {
        SortedMap<Integer, Integer> below = boards.headMap(number + 1);
        if (below.isEmpty()) {
            throw new IllegalArgumentException("no board has the channel number " + number + ": the least in boards="
                    + this + " is " + boards.firstKey() + REMEDY);
        }
        return ChannelKey.of(number - below.lastKey()).onBoard(below.get(below.lastKey()));
    }

    /// The number of a channel, as a key without a board; that of a key without a board is what it says. Without a map
    /// the key itself.
    ///
    /// Fails with `IllegalArgumentException` if the map does not have the board, or not so many channels of it.
    public ChannelKey number(ChannelKey key) {
        if (isEmpty() || !key.namesBoard()) {
            return key;
        }
        Integer first = firsts.get(key.board());
        if (first == null) {
            throw new IllegalArgumentException("the first channel of board " + key.board() + " is not known: boards="
                    + this + "; add " + key.board() + ":NUMBER");
        }
        ChannelKey number = ChannelKey.of(first + key.channel());
        if (channel(number.channel()).board() != key.board()) {
            throw new IllegalArgumentException("channel " + key.channel() + " of board " + key.board()
                    + " has the number " + number + ", which is a channel of board "
                    + channel(number.channel()).board() + " in boards=" + this + "; correct the channel, or boards");
        }
        return number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Boards && ((Boards) other).firsts.equals(firsts);
    }

    @Override
    public int hashCode() {
        return firsts.hashCode();
    }

    /// The text that `parse` reads back.
    @Override
    public String toString() {
        return isEmpty()
                ? NOTHING
                : firsts.entrySet().stream()
                        .map(board -> board.getKey() + ":" + board.getValue())
                        .collect(Collectors.joining(","));
    }
}
