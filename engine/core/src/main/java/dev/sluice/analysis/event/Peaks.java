package dev.sluice.analysis.event;

import dev.sluice.analysis.Channels;
import dev.sluice.analysis.RecordSlice;
import dev.sluice.analysis.SamplingPeriods;
import dev.sluice.analysis.hit.FragmentHits;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.NumberedHits;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.chunk.Chunks;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.Silence;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.PeakBuilding;
import dev.sluice.waveform.PeakType;
import java.util.Arrays;
import java.util.List;

/// Peaks of strax: hits of all channels grouped by the gaps between them, with waveform, widths and center.
///
///     ./sluice run --target peaks --set gap_threshold=700 --set left_extension=30 --set right_extension=200
///
/// Times are in ns, areas in PE. The formulas are those of [dev.sluice.kernels.event.FindPeaksKernel],
/// [dev.sluice.kernels.event.SumWaveformKernel] and [dev.sluice.kernels.event.PeakPropertiesKernel]. A peak belongs to
/// the chunk in which it starts, and is the same whatever the chunks. They are cut at silences in which neither hits
/// are joined nor peaks overlap, and computed by all workers; where none comes soon, they go on in order: the plugin
/// remembers how far the last peak reached, and is shown as much of what follows as a peak can last (`max_duration`).
/// One that would start before the run begins with it.
///
/// Nothing computes the fields `type`, `tight_coincidence`, `max_goodness_of_split`, `max_diff`, `min_diff`,
/// `first_channel` and `last_channel`, which strax leaves to later plugins: they are 0. `area_fraction_top` is NaN
/// unless `top_channels` is set, and `channel` is -1, as a peak is of many.
public final class Peaks extends StreamingPlugin {
    /// The name under which the peaks are provided.
    public static final String DATA_TYPE = "peaks";
    /// The name under which hits are expected.
    public static final String HITS = HitFinder.DATA_TYPE;
    /// The name under which the records of the hits are expected.
    public static final String RECORDS = PulseRecords.DATA_TYPE;

    /// Gap between peaks.
    public static final Option<Long> GAP_THRESHOLD = time("gap_threshold", 300, "no hit for so long ends a peak");
    /// Extension before the first hit.
    public static final Option<Long> LEFT_EXTENSION =
            time("left_extension", 20, "a peak starts so long before its first hit");
    /// Extension after the last hit.
    public static final Option<Long> RIGHT_EXTENSION =
            time("right_extension", 150, "a peak ends so long after its last hit");
    /// Longest peak.
    public static final Option<Long> MAX_DURATION = time("max_duration", 10_000_000, "longest peak");
    /// Longest record.
    public static final Option<Long> LONGEST_RECORD = time("longest_record", 100_000, "longest record of hits");
    /// Least area.
    public static final Option<Double> MIN_AREA =
            Option.real("min_area", 0, "least area of a peak").unit("PE");
    /// Least number of channels.
    public static final Option<Long> MIN_CHANNELS = Option.integer(
                    "min_channels", 2, "least number of channels of a peak")
            .where(count -> count >= 1 && count <= Short.MAX_VALUE, "from 1 to 32767");
    /// Gain of the channels.
    public static final Option<ChannelThresholds> TO_PE = Option.thresholds(
                    "to_pe", "0.01", "gain of the channels: a number, or per channel 0.01,3:0.0125")
            .unit("PE per ADC count × sample")
            .where(
                    gains -> gains.values().otherwise() > 0
                            && gains.values().listed().values().stream().allMatch(gain -> gain > 0),
                    "greater than 0");
    /// Channels at the top.
    public static final Option<Long> TOP_CHANNELS = Option.integer(
                    "top_channels", 0, "channels below this one are at the top; 0: no fraction is computed")
            .where(count -> count >= 0 && count <= Short.MAX_VALUE, "from 0 to 32767");
    /// Direction of pulses.
    public static final Option<Polarities> POLARITY = FragmentHits.POLARITY;
    /// Greatest number of the digitiser.
    public static final Option<Long> ADC_MAX = Option.integer(
                    "adc_max", 16_383, "greatest number of the digitiser, at which positive pulses are saturated")
            .sets("greatest")
            .unit("ADC counts")
            .where(count -> count >= 1 && count <= 65_535, "from 1 to 65535");
    /// Whose results.
    public static final Option<String> COMPATIBILITY = Option.choice(
            "compatibility", "none", List.of("none", "strax"), "strax: its results bit for bit, faults included");

    private final Option<Long> places;
    private final PeakLayout layout;

    /// Peaks of this layout, with as many channels as it has unless the option `channels` says otherwise.
    ///
    /// @throws IllegalArgumentException if it has one of the optional waveforms
    public Peaks(PeakLayout layout) {
        this(Channels.places(layout.channels()), layout);
        if (layout.hasDataTop() || layout.hasDataStart()) {
            throw new IllegalArgumentException("peaks have no optional waveforms here: data_top=" + layout.hasDataTop()
                    + " data_start=" + layout.hasDataStart() + "; give a layout without both");
        }
    }

    private Peaks(Option<Long> places, PeakLayout layout) {
        this.places = places;
        this.layout = layout;
    }

    @Override
    public Plugin configured(OptionValues options) {
        int wanted = options.get(places).intValue();
        return wanted == layout.channels() ? this : new Peaks(places, layout.withChannels(wanted));
    }

    private static Option<Long> time(String name, long value, String help) {
        return Option.integer(name, value, help)
                .unit("ns")
                .where(time -> time >= 0 && time <= Integer.MAX_VALUE, "from 0 to 2147483647");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, PeakType.of(layout))
                .dependsOn(HITS, RECORDS)
                .version("1.2")
                .writesEveryField()
                .help(
                        "hits grouped into peaks, with waveform, widths and center, as strax's peaks; not computed and so 0:"
                                + " type, tight_coincidence, max_goodness_of_split, max_diff, min_diff, first_channel,"
                                + " last_channel; area_fraction_top is NaN unless top_channels is set")
                .options(
                        GAP_THRESHOLD,
                        LEFT_EXTENSION,
                        RIGHT_EXTENSION,
                        MAX_DURATION,
                        LONGEST_RECORD,
                        MIN_AREA,
                        MIN_CHANNELS,
                        TO_PE,
                        TOP_CHANNELS,
                        POLARITY,
                        ADC_MAX,
                        places,
                        Channels.BOARDS,
                        COMPATIBILITY)
                .stateful();
    }

    /// What is summed into a peak reaches a record before it, and its record one more.
    @Override
    public Requirements demand(OptionValues options) {
        long record = options.get(LONGEST_RECORD);
        long peak = options.get(LEFT_EXTENSION) + options.get(MAX_DURATION) + options.get(RIGHT_EXTENSION);
        return Requirements.NONE.halo(2 * record, peak + record + 1).forgettingAt(silence(options));
    }

    private static Silence silence(OptionValues options) {
        long left = options.get(LEFT_EXTENSION);
        long apart = Math.max(options.get(GAP_THRESHOLD), left + options.get(RIGHT_EXTENSION));
        return Silence.over(apart).startingBefore(left);
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context, layout);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        context.prepared(Bound.class).compute(in, out);
    }

    /// The kernels, and how far the peaks of the chunks before reach.
    private static final class Bound implements AutoCloseable {
        private final PeakBuilding building;
        private final PeakSplits ends;
        private final NumberedHits numbered;
        private final SamplingPeriods periods;
        private final PeakBounds bounds;
        private final RecordSlice some;
        /// Peaks that there is room for at first: they are large, and most of many hits are one.
        private long usual = 64;

        private final DoneMark done = new DoneMark();
        private final long record;
        private final int samples;
        private final LongField period;

        Bound(PluginContext context, PeakLayout layout) {
            RecordType hits = context.inputType(HITS);
            int channels = layout.channels();
            double[] gains = gains(context, hits, channels);
            RecordType records = context.inputType(RECORDS);
            PeakFinding settings = PeakFinding.DEFAULT
                    .with()
                    .gapThreshold(context.get(GAP_THRESHOLD))
                    .leftExtension(context.get(LEFT_EXTENSION))
                    .rightExtension(context.get(RIGHT_EXTENSION))
                    .minArea(context.get(MIN_AREA))
                    .minChannels(context.get(MIN_CHANNELS).intValue())
                    .maxDuration(context.get(MAX_DURATION))
                    .build();
            Compatibility mode = Compatibility.parse(context.get(COMPATIBILITY));
            record = context.get(LONGEST_RECORD);
            samples = records.field("data").elements();
            period = hits.longField("dt");
            some = new RecordSlice(hits);
            bounds = new PeakBounds(PeakType.of(layout));
            ends = new PeakSplits(hits, settings, mode == Compatibility.STRAX);
            periods = new SamplingPeriods(hits, context);
            numbered = new NumberedHits(hits, records, record, context.memory());
            building = PeakBuilding.of(
                    layout,
                    samples,
                    gains,
                    context.get(TOP_CHANNELS).intValue(),
                    settings,
                    Polarities.of(Channels.placed(
                            context, hits, POLARITY, context.get(POLARITY).values())),
                    context.get(ADC_MAX).intValue(),
                    mode,
                    context.memory());
        }

        /// Channels of strax' types are their numbers.
        private static double[] gains(PluginContext context, RecordType hits, int channels) {
            ChannelValues<Double> set =
                    Channels.placed(context, hits, TO_PE, context.get(TO_PE).values());
            double[] gains = new double[channels];
            Arrays.setAll(gains, number -> set.of(0, number));
            return gains;
        }

        void compute(ChunkInput in, ChunkOutput out) {
            done.enter(in);
            Records hits = in.records(HITS);
            periods.require(hits);
            long from = done.first();
            if (from >= hits.count() || ends.start(hits, from) >= in.end()) {
                return;
            }
            long to = ends.endOfWhole(hits, from, in.end());
            Records peaks = find(some.of(hits, from, to), out);
            done.leave(to);
            if (peaks.count() > 0) {
                bounds.clip(peaks, in.start());
                long first = Chunks.firstAtOrAfter(hits, bounds.start(peaks) - record);
                long last = Chunks.firstAtOrAfter(hits, bounds.end(peaks));
                Records own = in.records(RECORDS);
                if (!sumByNumbers(peaks, hits, first, last, own)) {
                    building.complete(peaks, numbered.of(hits, first, last, own), own);
                }
            }
        }

        /// Where hits number the records of the run, as they do unless they come from elsewhere, none is looked for.
        private boolean sumByNumbers(Records peaks, Records hits, long from, long to, Records records) {
            return from < to
                    && samples * period.get(hits, from) <= record
                    && building.completeNumbered(
                            peaks, some.of(hits, from, to), records, numbered.numberOfFirst(hits, from, records));
        }

        private Records find(Records hits, ChunkOutput out) {
            long room = Math.min(hits.count(), usual);
            long found = building.find(hits, out.records(room));
            if (found > room) {
                // More than this chunk needs: else every slot of the ring would grow by a few peaks again and again.
                usual = found + found / 4;
                building.find(hits, out.records(Math.min(hits.count(), usual)));
            }
            return out.records(found);
        }

        @Override
        public void close() {
            numbered.close();
            building.close();
        }
    }
}
