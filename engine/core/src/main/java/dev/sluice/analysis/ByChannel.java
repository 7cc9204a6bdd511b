package dev.sluice.analysis;

import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
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
import java.util.stream.Stream;

/// One kernel for all channels whose settings are the same, and the runs of neighbouring records that each computes. Of
/// one thread.
///
/// Kernels look up by channel what they can; where that is enough, there is one kernel and one run.
///
/// @param <K> a kernel
public final class ByChannel<K> {
    private static final int[] NO_TABLE = {};

    private final LongField board;
    private final LongField channel;
    private final List<K> kernels = new ArrayList<>();
    private final int[] ofAnyBoard;
    private final int[][] ofBoards;
    private int current;

    /// Kernels for records of the input, which `maker` makes of the settings that hold for them.
    ///
    /// @param looked options that a kernel looks up by channel itself, unless they name boards
    /// @param ranges options of which a kernel has one range
    /// @throws IllegalArgumentException if settings differ by a field that the records do not have
    public ByChannel(
            PluginContext context,
            List<? extends Option<?>> looked,
            List<Option<ChannelRanges>> ranges,
            Function<ChannelSettings, K> maker) {
        RecordType input = context.inputType();
        ChannelSettings all = ChannelSettings.ofAll(context);
        List<ChannelValues<?>> values = new ArrayList<>();
        looked.forEach(option -> values.add(all.values(option)));
        ranges.forEach(option -> values.add(all.values(option)));
        boolean enough = values.subList(0, looked.size()).stream().noneMatch(ChannelValues::namesBoards)
                && values.subList(looked.size(), values.size()).stream().allMatch(ChannelValues::isUniform);
        board = input.has("board") ? input.longField("board") : null;
        channel = enough ? null : input.longField("channel");
        if (enough) {
            kernels.add(maker.apply(all));
            ofAnyBoard = NO_TABLE;
            ofBoards = new int[0][];
            return;
        }
        Map<List<Object>, Integer> known = new HashMap<>();
        known.put(values.stream().<Object>map(ChannelValues::otherwise).toList(), 0);
        kernels.add(maker.apply(all.ofOthers()));
        Function<ChannelKey, Integer> kernel = key -> known.computeIfAbsent(
                values.stream()
                        .<Object>map(each -> each.of(key.board(), key.channel()))
                        .toList(),
                fresh -> {
                    kernels.add(maker.apply(all.of(key)));
                    return kernels.size() - 1;
                });
        SortedSet<ChannelKey> keys = new TreeSet<>();
        values.forEach(each -> keys.addAll(each.listed().keySet()));
        int boards = 1 + keys.stream().mapToInt(ChannelKey::board).max().orElse(ChannelKey.ANY_BOARD);
        ofAnyBoard = table(keys, ChannelKey.ANY_BOARD, kernel);
        ofBoards = new int[boards][];
        for (int number = 0; number < boards; number++) {
            int own = number;
            boolean named = keys.stream().anyMatch(key -> key.board() == own);
            ofBoards[number] = named ? table(keys, number, kernel) : ofAnyBoard;
        }
    }

    /// The kernels of the channels of a board, up to the last one that is named.
    private static int[] table(SortedSet<ChannelKey> keys, int board, Function<ChannelKey, Integer> kernel) {
        List<Integer> named = keys.stream()
                .filter(key -> !key.namesBoard() || key.board() == board)
                .map(ChannelKey::channel)
                .toList();
        int[] table = new int[named.isEmpty() ? 0 : named.get(named.size() - 1) + 1];
        named.forEach(number -> table[number] = kernel.apply(new ChannelKey(board, number)));
        return table;
    }

    /// All kernels.
    Stream<K> kernels() {
        return kernels.stream();
    }

    /// Where the run ends that starts with record `from`; [#kernel] gives its kernel.
    public long end(Records records, long from) {
        if (channel == null) {
            return records.count();
        }
        current = kernel(records, from);
        long to = from + 1;
        while (to < records.count() && kernel(records, to) == current) {
            to++;
        }
        return to;
    }

    /// The kernel of the run that [#end] found last.
    public K kernel() {
        return kernels.get(current);
    }

    private int kernel(Records records, long index) {
        long number = channel.get(records, index);
        long own = board == null ? 0 : board.get(records, index);
        int[] table = own >= 0 && own < ofBoards.length ? ofBoards[(int) own] : ofAnyBoard;
        return number >= 0 && number < table.length ? table[(int) number] : 0;
    }
}
