package dev.sluice.analysis.feature;

import dev.sluice.analysis.ByChannel;
import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.RecordSlice;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;
import java.util.function.Function;

/// Kernels that give one result per waveform, each for the channels that it is made for. Of one thread; allocates
/// nothing while it computes.
final class RowKernels {
    private final ByChannel<Kernel> kernels;
    private final RecordSlice some;
    private final RecordSlice target;

    /// One result per waveform.
    interface Kernel {
        /// Computes the results of all `waveforms`.
        void apply(Records waveforms, Records results);
    }

    /// Kernels for waveforms of the input, as [ByChannel] has them.
    RowKernels(
            PluginContext context,
            RecordType results,
            List<? extends Option<?>> looked,
            List<Option<ChannelRanges>> ranges,
            Function<ChannelSettings, Kernel> maker) {
        kernels = new ByChannel<>(context, looked, ranges, maker);
        some = new RecordSlice(context.inputType());
        target = new RecordSlice(results);
    }

    /// Computes the results of all `waveforms` into as many `results`.
    void apply(Records waveforms, Records results) {
        long count = waveforms.count();
        for (long from = 0; from < count; ) {
            long to = kernels.end(waveforms, from);
            if (from == 0 && to == count) {
                kernels.kernel().apply(waveforms, results);
                return;
            }
            kernels.kernel().apply(some.of(waveforms, from, to), target.of(results, from, to));
            from = to;
        }
    }
}
