package dev.sluice.analysis.feature;

import dev.sluice.analysis.ByChannel;
import dev.sluice.analysis.Channels;
import dev.sluice.analysis.HeaderCopy;
import dev.sluice.analysis.NonFiniteRecords;
import dev.sluice.analysis.RecordSlice;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.feature.OrphanFragments;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.BaselineBinding;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/// Baseline and noise of every waveform, measured, or carried over the fragments of a pulse.
///
///     ./sluice run --target baseline --set baseline_range=0:40 --set orphan_fragments=fallback
///
/// In ADC counts. Waveforms with a field `record_i` are fragments, as strax cuts pulses: only number 0 is measured,
/// and the others take its baseline, also across chunks; so one worker computes the chunks in order. Where the
/// waveforms have integer fields `time` and `dt`, a fragment whose first one is missing is an orphan, whatever other
/// pulses its channel had; without them, and with compatibility=strax, it takes the baseline that its channel had last.
/// The formulas are those of [dev.sluice.kernels.feature.BaselineKernel].
public final class Baselines extends StreamingPlugin {
    /// The name under which the baselines are provided.
    public static final String DATA_TYPE = "baseline";

    /// One record per waveform.
    public static final RecordType TYPE = RecordType.of(
                    "time:<i8", "endtime:<i8", "board:<i4", "channel:<i4", "baseline:<f4", "baseline_rms:<f4")
            .documented(FieldDocs.CUSTOMARY
                    .with("time", "time", "start of the waveform", "never missing")
                    .with("endtime", "time", "first instant after the waveform", "never missing")
                    .with(
                            "baseline",
                            "ADC counts",
                            "mean over baseline_window, or that of the pulse's first fragment",
                            "NaN where the record has no sample of it")
                    .with(
                            "baseline_rms",
                            "ADC counts",
                            "standard deviation over the same samples, of the population",
                            "NaN without a baseline"));

    /// Samples averaged.
    public static final Option<ChannelRanges> RANGE =
            Option.ranges("baseline_window", 0, 40, "samples averaged for baseline and rms");
    /// How many channels may carry a baseline.
    public static final Option<Long> CHANNELS = Option.integer(
                    "baseline_channels", 65_536, "channels that fragments may have: the greatest number plus 1")
            .sets("channels")
            .where(channels -> channels >= 1 && channels <= 1 << 20, "from 1 to 1048576");
    /// What becomes of fragments whose first one is missing.
    public static final Option<String> ORPHANS = Option.choice(
                    "orphan_fragments",
                    "refuse",
                    List.of("refuse", "fallback"),
                    "what becomes of fragments whose first one is missing: by time and dt, without these (or as strax) if"
                            + " their channel had none yet")
            .sets("orphans");
    /// The baseline of these.
    public static final Option<Double> FALLBACK = Option.real(
                    "fallback_baseline", 16_000, "baseline of orphan fragments that fall back")
            .sets("fallback")
            .unit("ADC counts")
            .where(baseline -> Math.abs(baseline) <= 65_535, "from -65535 to 65535");
    /// Whose results.
    public static final Option<String> COMPATIBILITY = Option.choice(
            "compatibility", "none", List.of("none", "strax"), "right results, or those of strax with its faults");

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(Waveforms.DATA_TYPE)
                .onePerRecord()
                .version("1.1")
                .writesEveryField()
                .help("baseline and rms of every waveform, carried over the fragments of a pulse")
                .options(RANGE, CHANNELS, ORPHANS, FALLBACK, COMPATIBILITY, Channels.BOARDS)
                .stateful();
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
        context.prepared(Bound.class).compute(waveforms, out.records(waveforms.count()));
    }

    /// The kernels, the field copies and the channels of each board of a run.
    private static final class Bound {
        private final HeaderCopy header;
        private final ByChannel<BaselineBinding> kernels;
        private final LongField board;
        private final Long2ObjectHashMap<ChannelBaselines> channels = new Long2ObjectHashMap<>();
        private final int places;
        private final RecordSlice some;
        private final RecordSlice target = new RecordSlice(TYPE);
        private final MissingBaselines missing;
        private final NonFiniteRecords nonFinite;

        Bound(PluginContext context) {
            RecordType waveforms = context.inputType();
            header = HeaderCopy.between(waveforms, TYPE);
            places = Math.toIntExact(context.get(CHANNELS));
            some = new RecordSlice(waveforms);
            board = waveforms.has("record_i") && waveforms.has("board") ? waveforms.longField("board") : null;
            kernels = new ByChannel<>(
                    context,
                    List.of(),
                    List.of(RANGE),
                    settings -> BaselineBinding.between(
                            waveforms,
                            TYPE,
                            kernel -> kernel.window(settings.range(RANGE))
                                    .orphans(OrphanFragments.parse(context.get(ORPHANS)))
                                    .fallback(context.get(FALLBACK))
                                    .compatibility(Compatibility.parse(context.get(COMPATIBILITY)))));
            missing = MissingBaselines.of(
                    context,
                    "no baseline for {records}: no sample of " + RANGE.name() + "=" + context.get(RANGE)
                            + " is there; baseline and baseline_rms are NaN. Set " + RANGE.name()
                            + " to samples that the records have");
            nonFinite = NonFiniteRecords.of(
                    context,
                    "baseline and baseline_rms are NaN or infinite where they need them; --select"
                            + " 'isfinite(baseline)' keeps the others");
        }

        void compute(Records waveforms, Records results) {
            for (long from = 0, to; from < waveforms.count(); from = to) {
                to = endOfBoard(waveforms, from, kernels.end(waveforms, from));
                kernels.kernel()
                        .apply(some.of(waveforms, from, to), target.of(results, from, to), channels(waveforms, from));
            }
            header.copy(waveforms, results);
            missing.count(waveforms, results);
            if (nonFinite != null) {
                nonFinite.count(waveforms, results);
            }
        }

        /// Where records of another board follow.
        private long endOfBoard(Records waveforms, long from, long limit) {
            long to = board == null ? limit : from + 1;
            while (to < limit && board.get(waveforms, to) == board.get(waveforms, from)) {
                to++;
            }
            return to;
        }

        private ChannelBaselines channels(Records waveforms, long index) {
            long own = board == null ? 0 : board.get(waveforms, index);
            ChannelBaselines known = channels.get(own);
            if (known == null) {
                known = ChannelBaselines.of(places);
                channels.put(own, known);
            }
            return known;
        }
    }
}
