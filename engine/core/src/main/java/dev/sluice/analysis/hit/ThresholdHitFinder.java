package dev.sluice.analysis.hit;

import dev.sluice.analysis.ByChannel;
import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.Channels;
import dev.sluice.analysis.RecordSlice;
import dev.sluice.analysis.SamplingPeriods;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.MissingWindows;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.ThresholdHits;
import java.util.List;

/// The hits of every waveform: runs of samples at or over a threshold, with extensions.
///
///     ./sluice run --target hit_threshold --set threshold=10,3:25 --set left_extension=2 --set right_extension=2
///
/// Thresholds and heights are in ADC counts over the baseline, extensions in samples, times in the unit of the
/// waveforms. The formulas are those of [dev.sluice.kernels.hit.ThresholdHitsKernel]; `record_id` is the `record_id` or
/// `event` of the waveform.
public final class ThresholdHitFinder extends StreamingPlugin {
    /// The name under which the hits are provided.
    public static final String DATA_TYPE = "hit_threshold";

    /// What a sample must reach.
    public static final Option<ChannelThresholds> THRESHOLD = Option.thresholds(
                    "threshold", "10", "least signal of a hit: a number, or per channel 10,3:25")
            .unit("ADC counts");
    /// Samples before a hit that belong to it.
    public static final Option<Long> LEFT_EXTENSION = samples("left_extension", "before");
    /// Samples after a hit that belong to it.
    public static final Option<Long> RIGHT_EXTENSION = samples("right_extension", "after");
    /// Whether extensions reach over neighbouring hits.
    public static final Option<Boolean> OVERLAPPING = Option.flag(
            "overlapping_extensions",
            false,
            "let extensions reach over neighbouring hits, as WaveformAnalysis does: samples count twice");
    /// Samples averaged for the baseline where the waveforms carry none.
    public static final Option<ChannelRanges> BASELINE_RANGE = Features.BASELINE_RANGE;
    /// The direction of pulses.
    public static final Option<Polarities> POLARITY = Features.POLARITY;

    private static Option<Long> samples(String name, String where) {
        return Option.integer(name, 2, "samples " + where + " a hit that belong to it")
                .unit("samples")
                .where(count -> count >= 0 && count <= Integer.MAX_VALUE, "from 0 to 2147483647");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, ThresholdHits.TYPE)
                .dependsOn(Waveforms.DATA_TYPE)
                .version("1.2")
                .writesEveryField()
                .keepingTimes()
                .help("runs of samples at or over a threshold, with height, integral, edges and times")
                .options(
                        THRESHOLD,
                        LEFT_EXTENSION,
                        RIGHT_EXTENSION,
                        BASELINE_RANGE,
                        POLARITY,
                        Channels.BOARDS,
                        Features.EMPTY_WINDOW,
                        OVERLAPPING);
    }

    @Override
    public boolean isBoundToThread() {
        return false;
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records waveforms = in.records();
        if (waveforms.count() > 0) {
            context.prepared(Bound.class).compute(waveforms, out);
        }
    }

    /// The kernel of one worker, and the room that was enough so far: asking for more than a chunk needs spares
    /// every slot of the ring to grow by a few hits again and again.
    private static final class Bound {
        private final ByChannel<Finder> finders;
        private final RecordSlice some;
        private final RecordSlice target = new RecordSlice(ThresholdHits.TYPE);
        private final SamplingPeriods periods;
        private long room;

        /// A kernel, and what counts the waveforms that it can find nothing in.
        private record Finder(ThresholdHits hits, MissingWindows missing) {}

        Bound(PluginContext context) {
            SamplingPeriods.requireField(context.inputType());
            periods = new SamplingPeriods(ThresholdHits.TYPE, context);
            some = new RecordSlice(context.inputType());
            finders = new ByChannel<>(
                    context,
                    List.of(THRESHOLD, POLARITY),
                    List.of(BASELINE_RANGE),
                    settings -> finder(context, settings));
        }

        private static Finder finder(PluginContext context, ChannelSettings settings) {
            EmptyWindow rule = EmptyWindow.parse(context.get(Features.EMPTY_WINDOW));
            ThresholdHits hits = ThresholdHits.of(
                    context.inputType(),
                    kernel -> kernel.thresholds(settings.thresholds(THRESHOLD))
                            .leftExtension(context.get(LEFT_EXTENSION).intValue())
                            .rightExtension(context.get(RIGHT_EXTENSION).intValue())
                            .baselineRange(settings.range(BASELINE_RANGE))
                            .polarities(settings.polarities(POLARITY))
                            .overlappingExtensions(context.get(OVERLAPPING))
                            .emptyWindow(rule));
            return new Finder(
                    hits,
                    new MissingWindows(context, settings)
                            .fragments(MissingWindows.WHOLE)
                            .samples("no hit has a sample that is NaN, none is found where the baseline needs one, and"
                                    + " hits of infinite samples have an infinite height")
                            .hits(BASELINE_RANGE, rule));
        }

        void compute(Records waveforms, ChunkOutput out) {
            room = Math.max(room, waveforms.count());
            long found = find(waveforms, out.records(room));
            if (found > room) {
                room = found + found / 2;
                find(waveforms, out.records(room));
            }
            periods.keep(out.records(found), out);
            countMissing(waveforms);
        }

        private void countMissing(Records waveforms) {
            for (long from = 0, to; from < waveforms.count(); from = to) {
                to = finders.end(waveforms, from);
                finders.kernel().missing().count(some.of(waveforms, from, to));
            }
        }

        /// Writes as many hits as there is room for; returns how many there are.
        private long find(Records waveforms, Records hits) {
            long found = 0;
            for (long from = 0, to; from < waveforms.count(); from = to) {
                to = finders.end(waveforms, from);
                long written = Math.min(found, hits.count());
                found += finders.kernel()
                        .hits()
                        .find(some.of(waveforms, from, to), target.of(hits, written, hits.count()));
            }
            return found;
        }
    }
}
