package dev.sluice.host.kernel;

import dev.sluice.analysis.ChannelTable;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Kernels that have one range each, for records whose ranges differ by channel: one kernel for all channels whose
/// ranges are the same. Immutable; for any thread.
///
/// @param <K> a kernel
final class RangeKernels<K> {
    private final ChannelTable table;
    private final List<K> kernels;

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

    private RangeKernels(ChannelTable table, List<K> kernels) {
        this.table = table;
        this.kernels = kernels;
    }

    /// Kernels that `maker` makes of a range for each of `options`.
    ///
    /// @throws IllegalArgumentException if ranges differ by channel or board, and the waveforms have none
    static <K> RangeKernels<K> of(
            RecordType waveforms, List<ChannelRanges> options, Function<List<SampleRange>, K> maker) {
        List<ChannelValues<SampleRange>> values =
                options.stream().map(ChannelRanges::values).toList();
        List<K> kernels = new ArrayList<>();
        kernels.add(maker.apply(values.stream().map(ChannelValues::otherwise).toList()));
        if (values.stream().allMatch(ChannelValues::isUniform)) {
            return new RangeKernels<>(null, kernels);
        }
        require(waveforms, "channel");
        if (values.stream().anyMatch(ChannelValues::namesBoards)) {
            require(waveforms, "board");
        }
        ChannelTable table = new ChannelTable(waveforms, values);
        for (ChannelKey key : table.examples()) {
            kernels.add(maker.apply(values.stream()
                    .map(each -> each.of(key.board(), key.channel()))
                    .toList()));
        }
        return new RangeKernels<>(table, List.copyOf(kernels));
    }

    private static void require(RecordType waveforms, String field) {
        if (!waveforms.has(field)) {
            throw new IllegalArgumentException("ranges differ by " + field + ", but the waveforms have no field '"
                    + field + "': " + waveforms.descr() + "; give records with it, or one range for all");
        }
    }

    /// The kernel of all channels; null where they have several.
    K single() {
        return table == null ? kernels.get(0) : null;
    }

    /// Runs all records, those of one kernel that are neighbours at once.
    void each(Records records, Run<K> run) {
        if (table == null) {
            run.compute(kernels.get(0), 0, records.count());
            return;
        }
        long end;
        for (long first = 0; first < records.count(); first = end) {
            end = table.end(records, first);
            run.compute(kernels.get(table.number(records, first)), first, end);
        }
    }
}
