package dev.sluice.analysis;

import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// One kernel for all channels whose settings are the same, and the runs of neighbouring records that each computes. Of
/// one thread.
///
/// Kernels look up by channel what they can; where that is enough, there is one kernel and one run.
///
/// @param <K> a kernel
public final class ByChannel<K> {
    private final ChannelTable table;
    private final List<K> kernels = new ArrayList<>();
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
        if (enough) {
            table = null;
            kernels.add(maker.apply(all));
            return;
        }
        table = new ChannelTable(input, values);
        kernels.add(maker.apply(all.ofOthers()));
        table.examples().forEach(key -> kernels.add(maker.apply(all.of(key))));
    }

    /// All kernels.
    Stream<K> kernels() {
        return kernels.stream();
    }

    /// Where the run ends that starts with record `from`; [#kernel] gives its kernel.
    public long end(Records records, long from) {
        if (table == null) {
            return records.count();
        }
        current = table.number(records, from);
        return table.end(records, from);
    }

    /// The kernel of the run that [#end] found last.
    public K kernel() {
        return kernels.get(current);
    }
}
