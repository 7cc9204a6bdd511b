package dev.sluice.analysis.hit;

import dev.sluice.analysis.ChannelSettings;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.hit.FindHitsKernel;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import java.lang.foreign.MemorySegment;

/// The hits of a chunk of records, in the order in which they are found, in memory of its own; for one worker.
///
/// The memory grows with the chunks that it sees and is freed on [#close].
public final class FragmentHits implements AutoCloseable {
    /// Least amplitude of a hit.
    public static final Option<ChannelThresholds> LEAST_AMPLITUDE = Option.thresholds(
                    "min_amplitude", "15", "least amplitude of a hit: a number, or per channel 15,3:20.5")
            .unit("ADC counts");
    /// Least height of a hit over the noise.
    public static final Option<ChannelThresholds> LEAST_HEIGHT_OVER_NOISE = Option.thresholds(
            "min_height_over_noise", "0", "least height of a hit in multiples of the baseline's rms; 0 is no limit");
    /// The direction that pulses had.
    public static final Option<Polarities> POLARITY = Option.polarity(
            "pulse_polarity",
            "negative",
            "direction of pulses in the raw records: negative, positive, or per channel 0:positive,1:negative");

    private final FindHitsKernel kernel;
    private final WorkingBuffer memory;
    private MemorySegment hits = MemorySegment.NULL;
    private long count;

    FragmentHits(FragmentLayout layout, PluginContext context) {
        memory = new WorkingBuffer(context.memory(), "hits");
        ChannelSettings settings = ChannelSettings.ofAll(context);
        kernel = FindHitsKernel.of(layout)
                .leastAmplitudes(settings.thresholds(LEAST_AMPLITUDE))
                .leastHeightsOverNoise(settings.thresholds(LEAST_HEIGHT_OVER_NOISE))
                .polarities(settings.polarities(POLARITY))
                .compatibility(Compatibility.parse(context.get(PulseRecords.COMPATIBILITY)))
                .build();
    }

    /// Finds the hits of these records, the first of which is number `first`.
    void find(Records records, long first) {
        count = tryToFind(records, first);
        if (count > room()) {
            hits = MemorySegment.NULL;
            hits = memory.atLeast(count * FragmentLayout.HIT_BYTES);
            count = tryToFind(records, first);
        }
    }

    private long tryToFind(Records records, long first) {
        return kernel.find(records.segment(), records.byteOffset(), records.count(), first, hits, 0, room());
    }

    /// How many there is room for.
    long room() {
        return hits.byteSize() / FragmentLayout.HIT_BYTES;
    }

    /// How many there are.
    long count() {
        return count;
    }

    /// Where they lie, from the first byte on; valid until the next search.
    MemorySegment segment() {
        return hits;
    }

    @Override
    public void close() {
        memory.close();
    }
}
