package dev.sluice.plugins;

import dev.sluice.chunk.Chunk;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.PeakFinding;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.PeakBuilding;
import dev.sluice.waveform.PeakType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Peaks of strax: hits of all channels grouped by the gaps between them, with waveform, widths and center.
///
///     ./sluice run --target peaks --set gap_threshold=700 --set left_extension=30 --set right_extension=200
///
/// Times are in ns, areas in PE. The formulas are those of [dev.sluice.kernels.FindPeaksKernel],
/// [dev.sluice.kernels.SumWaveformKernel] and [dev.sluice.kernels.PeakPropertiesKernel]. A peak is computed from one
/// chunk: where a hit belongs to the last peak of the chunk before, the run ends with an error that says so, rather
/// than with two halves of a peak.
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
    /// Least area.
    public static final Option<Double> MIN_AREA =
            Option.real("min_area", 0, "least area of a peak").unit("PE");
    /// Least number of channels.
    public static final Option<Long> MIN_CHANNELS = Option.integer(
                    "min_channels", 2, "least number of channels of a peak")
            .where(count -> count >= 1 && count <= Short.MAX_VALUE, "from 1 to 32767");
    /// Gain of the channels.
    public static final Option<Double> TO_PE = Option.real("to_pe", 0.01, "gain of every channel")
            .unit("PE per ADC count × sample")
            .where(gain -> gain > 0, "greater than 0");
    /// Channels at the top.
    public static final Option<Long> TOP_CHANNELS = Option.integer(
                    "top_channels", 0, "channels below this one are at the top; 0: no fraction is computed")
            .where(count -> count >= 0 && count <= Short.MAX_VALUE, "from 0 to 32767");
    /// Whose results.
    public static final Option<String> COMPATIBILITY = Option.choice(
            "compatibility", "none", List.of("none", "strax"), "strax: its results bit for bit, faults included");

    private final int channels;
    private final int samples;

    /// Peaks of a detector with so many channels, with waveforms of so many samples.
    public Peaks(int channels, int samples) {
        this.channels = channels;
        this.samples = samples;
    }

    private static Option<Long> time(String name, long value, String help) {
        return Option.integer(name, value, help)
                .unit("ns")
                .where(time -> time >= 0 && time <= Integer.MAX_VALUE, "from 0 to 2147483647");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, PeakType.of(channels, samples))
                .dependsOn(HITS, RECORDS)
                .version("1.0")
                .help("hits grouped into peaks, with waveform, widths and center, as strax's peaks")
                .options(
                        GAP_THRESHOLD,
                        LEFT_EXTENSION,
                        RIGHT_EXTENSION,
                        MAX_DURATION,
                        MIN_AREA,
                        MIN_CHANNELS,
                        TO_PE,
                        TOP_CHANNELS,
                        COMPATIBILITY)
                .stateful();
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context, channels, samples);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        if (in.records(HITS).count() > 0) {
            context.prepared(Bound.class).compute(in.chunk(HITS), in.records(RECORDS), out);
        }
    }

    /// The kernels, and until when a hit belongs to the last peak.
    private static final class Bound implements AutoCloseable {
        private final PeakBuilding building;
        private final LongField time;
        private final RecordTimes times;
        private final long gap;
        private long reach = Long.MIN_VALUE;

        Bound(PluginContext context, int channels, int samples) {
            double[] gains = new double[channels];
            Arrays.fill(gains, context.get(TO_PE));
            gap = context.get(GAP_THRESHOLD);
            RecordType hits = context.inputType(HITS);
            times = hits.times();
            time = hits.longField("time");
            PeakFinding settings = new PeakFinding(
                    gap,
                    context.get(LEFT_EXTENSION),
                    context.get(RIGHT_EXTENSION),
                    context.get(MIN_AREA),
                    context.get(MIN_CHANNELS).intValue(),
                    context.get(MAX_DURATION));
            building = PeakBuilding.of(
                    channels,
                    samples,
                    context.inputType(RECORDS).field("data").elements(),
                    gains,
                    context.get(TOP_CHANNELS).intValue(),
                    settings,
                    Compatibility.valueOf(context.get(COMPATIBILITY).toUpperCase(Locale.ROOT)));
        }

        void compute(Chunk chunk, Records records, ChunkOutput out) {
            Records hits = chunk.records();
            requireWhole(time.get(hits, 0));
            long room = Math.min(hits.count(), 1 + hits.count() / 8);
            Records peaks = out.records(room);
            long found = building.find(hits, peaks);
            if (found > room) {
                building.find(hits, out.records(found));
            }
            building.complete(out.records(found), hits, records);
            for (long i = 0; i < hits.count(); i++) {
                reach = Math.max(reach, times.end(hits, i) + gap);
            }
        }

        private void requireWhole(long first) {
            if (first < reach) {
                throw new IllegalStateException("a peak goes on beyond the end of a chunk: the next hit starts at time="
                        + first + ", the peak takes any before time=" + reach
                        + "; cut chunks in gaps of gap_threshold=" + gap + " ns or more");
            }
        }

        @Override
        public void close() {
            building.close();
        }
    }
}
