package dev.sluice.plugins;

import dev.sluice.kernels.CoincidenceKernel.Rule;
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
import dev.sluice.waveform.Coincidence;
import java.util.List;
import java.util.Locale;

/// Groups of waveforms of several channels that coincide.
///
///     ./sluice run --target coincidences --set window=100 --set coincidence_rule=anchored --set min_channels=2
///
/// Times and the window are in the unit of the features. A group is computed from one chunk: where the first waveform
/// of a chunk belongs to the last group of the chunk before, the run ends with an error that says so, rather than with
/// two halves of a group. The rules are those of [dev.sluice.kernels.CoincidenceKernel].
public final class Coincidences extends StreamingPlugin {
    /// The name under which the groups are provided.
    public static final String DATA_TYPE = "coincidences";

    /// One record per group; `first_hit` counts the features of the run from 0.
    public static final RecordType TYPE = Coincidence.TYPE;

    private static final long MOST_CHANNELS = 65_536;

    /// How long after the first start, or the latest end, a waveform still belongs.
    public static final Option<Long> WINDOW = Option.integer(
                    "window", 100, "how long after the group's first start (or latest end) a waveform still belongs")
            .unit("time")
            .where(window -> window >= 0, "0 or more");
    /// From where the window is measured.
    public static final Option<String> RULE = Option.choice(
            "coincidence_rule",
            "anchored",
            List.of("anchored", "chained"),
            "whether the window starts at the group's first start (anchored) or latest end (chained)");
    /// Least number of channels.
    public static final Option<Long> MIN_CHANNELS = Option.integer(
                    "min_channels", 2, "least number of channels of a group")
            .where(count -> count >= 1 && count <= MOST_CHANNELS, "from 1 to 65536");
    /// How many channels there are.
    public static final Option<Long> CHANNELS = Option.integer(
                    "channels", 1024, "how many channels there may be, counted from 0")
            .where(count -> count >= 1 && count <= MOST_CHANNELS, "from 1 to 65536");

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(Features.DATA_TYPE)
                .version("1.0")
                .help("groups of waveforms of several channels that coincide")
                .options(WINDOW, RULE, MIN_CHANNELS, CHANNELS)
                .stateful();
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        context.prepared(Bound.class).compute(in.records(), out);
    }

    /// The kernel, and what is known of the chunks before.
    private static final class Bound implements AutoCloseable {
        private static final LongField FIRST = TYPE.longField("first_hit");

        private final Coincidence coincidence;
        private final RecordTimes times;
        private final boolean anchored;
        private final long window;
        private long before;
        private long reach = Long.MIN_VALUE;

        Bound(PluginContext context) {
            RecordType input = context.inputType();
            anchored = context.get(RULE).equals("anchored");
            window = context.get(WINDOW);
            times = input.times();
            coincidence = Coincidence.of(
                    input,
                    context.get(CHANNELS).intValue(),
                    Rule.valueOf(context.get(RULE).toUpperCase(Locale.ROOT)),
                    window,
                    context.get(MIN_CHANNELS).intValue());
        }

        void compute(Records hits, ChunkOutput out) {
            if (hits.count() == 0) {
                return;
            }
            requireWhole(hits);
            Records groups = out.records(hits.count() / 2 + 1);
            long found = coincidence.group(hits, groups);
            if (found > groups.count()) {
                groups = out.records(found);
                coincidence.group(hits, groups);
            }
            groups = out.records(found);
            for (long i = 0; i < found; i++) {
                FIRST.set(groups, i, FIRST.get(groups, i) + before);
            }
            before += hits.count();
            reach = reachOfLastGroup(hits);
        }

        private void requireWhole(Records hits) {
            long first = times.start(hits, 0);
            if (first <= reach) {
                throw new IllegalStateException("a group of coincidences goes on beyond the end of a chunk: the next"
                        + " waveform starts at time=" + first + ", the group takes any up to time=" + reach
                        + "; ask for other chunks (--chunk-records), or for a shorter window, now window=" + window);
            }
        }

        /// Until when a waveform would belong to the last group, whether that was kept or not.
        private long reachOfLastGroup(Records hits) {
            long latest = Long.MIN_VALUE;
            for (long i = 0; i < hits.count(); i++) {
                long start = times.start(hits, i);
                if (start > latest) {
                    latest = after(anchored ? start : times.end(hits, i));
                } else if (!anchored) {
                    latest = Math.max(latest, after(times.end(hits, i)));
                }
            }
            return latest;
        }

        private long after(long time) {
            return time > Long.MAX_VALUE - window ? Long.MAX_VALUE : time + window;
        }

        @Override
        public void close() {
            coincidence.close();
        }
    }
}
