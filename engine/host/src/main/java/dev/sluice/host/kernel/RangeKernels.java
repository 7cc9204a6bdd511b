package dev.sluice.host.kernel;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Kernels that have one range each, for records whose ranges differ by channel: one kernel for all channels whose
/// ranges are the same. Immutable; for any thread.
///
/// @param <K> a kernel
final class RangeKernels<K> {
    private final K otherwise;
    private final Map<ChannelKey, K> named;
    private final LongField board;
    private final LongField channel;

    /// One result per waveform.
    @FunctionalInterface
    interface Rows {
        /// Computes the results of all `waveforms`.
        void apply(Records waveforms, Records results);
    }

    /// What is done with neighbouring records that have one kernel.
    @FunctionalInterface
    interface Run<K> {
        /// Computes the records from `first` to `end`, exclusive.
        void compute(K kernel, long first, long end);
    }

    private RangeKernels(K otherwise, Map<ChannelKey, K> named, LongField board, LongField channel) {
        this.otherwise = otherwise;
        this.named = named;
        this.board = board;
        this.channel = channel;
    }

    /// Kernels that `maker` makes of a range for each of `options`.
    ///
    /// @throws IllegalArgumentException if ranges differ by channel or board, and the waveforms have none
    static <K> RangeKernels<K> of(
            RecordType waveforms, List<ChannelRanges> options, Function<List<SampleRange>, K> maker) {
        List<SampleRange> common =
                options.stream().map(each -> each.values().otherwise()).toList();
        K otherwise = maker.apply(common);
        if (options.stream().allMatch(each -> each.values().isUniform())) {
            return new RangeKernels<>(otherwise, Map.of(), null, null);
        }
        require(waveforms, "channel");
        if (options.stream().anyMatch(each -> each.values().namesBoards())) {
            require(waveforms, "board");
        }
        Map<List<SampleRange>, K> known = new HashMap<>(Map.of(common, otherwise));
        Map<ChannelKey, K> named = new HashMap<>();
        for (ChannelKey key : keys(options)) {
            List<SampleRange> own = options.stream()
                    .map(each -> each.of(key.board(), key.channel()))
                    .toList();
            named.put(key, known.computeIfAbsent(own, maker));
        }
        LongField board = waveforms.has("board") ? waveforms.longField("board") : null;
        return new RangeKernels<>(otherwise, named, board, waveforms.longField("channel"));
    }

    private static Set<ChannelKey> keys(List<ChannelRanges> options) {
        Set<ChannelKey> keys = new TreeSet<>();
        options.forEach(each -> keys.addAll(each.values().listed().keySet()));
        return keys;
    }

    private static void require(RecordType waveforms, String field) {
        if (!waveforms.has(field)) {
            throw new IllegalArgumentException("ranges differ by " + field + ", but the waveforms have no field '"
                    + field + "': " + waveforms.descr() + "; give records with it, or one range for all");
        }
    }

    /// The kernel of all channels; null where they have several.
    K single() {
        return channel == null ? otherwise : null;
    }

    /// Runs all records, those of one kernel that are neighbours at once.
    void each(Records records, Run<K> run) {
        if (channel == null) {
            run.compute(otherwise, 0, records.count());
            return;
        }
        long end;
        for (long first = 0; first < records.count(); first = end) {
            K kernel = kernel(records, first);
            end = first + 1;
            while (end < records.count() && kernel(records, end) == kernel) {
                end++;
            }
            run.compute(kernel, first, end);
        }
    }

    private K kernel(Records records, long index) {
        long number = channel.get(records, index);
        if (number < 0 || number > ChannelKey.LARGEST_CHANNEL) {
            return otherwise;
        }
        K common = named.getOrDefault(ChannelKey.of((int) number), otherwise);
        long own = board == null ? ChannelKey.ANY_BOARD : board.get(records, index);
        boolean known = own >= 0 && own <= ChannelKey.LARGEST_BOARD;
        return known ? named.getOrDefault(ChannelKey.of((int) number).onBoard((int) own), common) : common;
    }
}
