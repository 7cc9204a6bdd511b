package dev.sluice.analysis.feature;

import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.HeaderCopy;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;

/// What the features have in common: one result per waveform, of a kernel for its channel, with the waveform's header.
/// Immutable.
abstract class FeaturePlugin extends StreamingPlugin {
    // Transient: constants of each class, no part of what tells one plugin from another.
    private final transient RecordType type;
    private final transient List<Option<ChannelRanges>> searched;

    /// Results of that type, from these ranges of samples, in which pulses are looked for.
    FeaturePlugin(RecordType type, List<Option<ChannelRanges>> searched) {
        this.type = type;
        this.searched = searched;
    }

    /// The kernel for the channels of these settings, with the notes about what it cannot compute.
    abstract RowKernels.Kernel kernel(PluginContext context, ChannelSettings settings);

    @Override
    public final boolean isBoundToThread() {
        return false;
    }

    @Override
    public final Object prepare(PluginContext context) {
        return new Bound(context);
    }

    @Override
    public final void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records waveforms = in.records();
        context.prepared(Bound.class).compute(in.chunk().number(), waveforms, out.records(waveforms.count()));
    }

    /// The kernels and the field copies of one worker.
    private final class Bound {
        private final HeaderCopy header;
        private final RowKernels kernels;
        private final PulsePlaces places;

        Bound(PluginContext context) {
            List<Option<ChannelRanges>> ranges = new ArrayList<>(searched);
            ranges.add(Features.BASELINE_RANGE);
            header = HeaderCopy.between(context.inputType(), type);
            kernels = new RowKernels(
                    context, type, List.of(Features.POLARITY), ranges, settings -> kernel(context, settings));
            places = new PulsePlaces(context, searched);
        }

        /// The kernel goes first: it brings the headers into the cache while it streams through the samples.
        void compute(long chunk, Records waveforms, Records results) {
            kernels.apply(waveforms, results);
            header.copy(waveforms, results);
            places.look(chunk, waveforms);
        }
    }
}
