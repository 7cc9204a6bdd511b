package dev.sluice.analysis;

import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Numbers the channels by their settings: those whose settings are all the same have one number.
///
/// Number 0 is that of channels that no setting names. Immutable; for any thread. Looking up allocates nothing.
public final class ChannelTable {
    private static final int[] NONE = {};

    private final LongField board;
    private final LongField channel;
    private final List<ChannelKey> examples = new ArrayList<>();
    private final int[] ofAnyBoard;
    private final int[][] ofBoards;

    /// Numbers the channels of records of that type, whose settings are `values`.
    ///
    /// @throws IllegalArgumentException if the records have no field `channel`
    public ChannelTable(RecordType type, List<? extends ChannelValues<?>> values) {
        board = type.has("board") ? type.longField("board") : null;
        channel = type.longField("channel");
        Map<List<Object>, Integer> known = new HashMap<>();
        known.put(values.stream().<Object>map(ChannelValues::otherwise).toList(), 0);
        Function<ChannelKey, Integer> numbering = key -> known.computeIfAbsent(
                values.stream()
                        .<Object>map(each -> each.of(key.board(), key.channel()))
                        .toList(),
                fresh -> {
                    examples.add(key);
                    return examples.size();
                });
        SortedSet<ChannelKey> keys = new TreeSet<>();
        values.forEach(each -> keys.addAll(each.listed().keySet()));
        int boards = 1 + keys.stream().mapToInt(ChannelKey::board).max().orElse(ChannelKey.ANY_BOARD);
        ofAnyBoard = table(keys, ChannelKey.ANY_BOARD, numbering);
        ofBoards = new int[boards][];
        for (int number = 0; number < boards; number++) {
            int own = number;
            boolean named = keys.stream().anyMatch(key -> key.board() == own);
            ofBoards[number] = named ? table(keys, number, numbering) : ofAnyBoard;
        }
    }

    /// The numbers of the channels of a board, up to the last one that is named.
    private static int[] table(SortedSet<ChannelKey> keys, int board, Function<ChannelKey, Integer> numbering) {
        List<Integer> named = keys.stream()
                .filter(key -> !key.namesBoard() || key.board() == board)
                .map(ChannelKey::channel)
                .toList();
        int[] table = named.isEmpty() ? NONE : new int[named.get(named.size() - 1) + 1];
        named.forEach(channel -> table[channel] = numbering.apply(new ChannelKey(board, channel)));
        return table;
    }

    /// A channel of each number from 1 on, in order.
    public List<ChannelKey> examples() {
        return List.copyOf(examples);
    }

    /// The number of the channel of record `index`.
    public int number(Records records, long index) {
        long own = channel.get(records, index);
        long on = board == null ? 0 : board.get(records, index);
        int[] table = on >= 0 && on < ofBoards.length ? ofBoards[(int) on] : ofAnyBoard;
        return own >= 0 && own < table.length ? table[(int) own] : 0;
    }

    /// Where the run of neighbouring records of one number ends that starts with record `from`.
    public long end(Records records, long from) {
        int number = number(records, from);
        long to = from + 1;
        while (to < records.count() && number(records, to) == number) {
            to++;
        }
        return to;
    }
}
