package dev.sluice.analysis.event;

import dev.sluice.analysis.Channels;
import dev.sluice.analysis.NumberedChannels;
import dev.sluice.analysis.RecordSlice;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.hit.HitWindows;
import dev.sluice.kernels.channel.Boards;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.event.CoincidenceKernel.Rule;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.Silence;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.Coincidence;
import java.util.List;
import java.util.Locale;

/// Groups of waveforms of several channels that coincide.
///
///     ./sluice run --target coincidences --set window=100 --set coincidence_rule=anchored --set min_channels=2
///
/// A channel is that of a board: `n_channels` counts channels of the same number on several boards apart. In
/// `channel_mask` a channel from 0 to 63 has the bit of its number, whatever its board, or of its number in `boards`.
/// Times and the window are in the unit of the features. The rules are those of
/// [dev.sluice.kernels.event.CoincidenceKernel]; a chained group takes waveforms up to `max_group_length` after its
/// first start, a later one begins another group. A group belongs to the chunk in which it starts, and is the same
/// whatever the chunks. They are cut where nothing is recorded for longer than the window, and computed by all workers;
/// where no such silence comes soon, they go on in order: the plugin remembers how far the last group reached, and is
/// shown as much of what follows as a group can last.
public final class Coincidences extends StreamingPlugin {
    /// The name under which the groups are provided.
    public static final String DATA_TYPE = "coincidences";

    /// The name under which groups of hits are provided.
    public static final String HIT_GROUPS = "hit_grouped";

    /// One record per group; `first_hit` counts the features of the run from 0.
    public static final RecordType TYPE = Coincidence.TYPE;

    private static final String ANCHORED = "anchored";
    private static final long MOST_CHANNELS = 65_536;

    /// How long after the first start, or the latest end, a waveform still belongs.
    public static final Option<Long> WINDOW = Option.integer(
                    "window", 100, "how long after the group's first start (or latest end) a waveform still belongs")
            .unit("time")
            .where(window -> window >= 0, "0 or more");
    /// From where the window is measured.
    public static final Option<String> RULE = Option.choice(
            "coincidence_rule",
            ANCHORED,
            List.of(ANCHORED, "chained"),
            "whether the window starts at the group's first start (anchored) or latest end (chained)");
    /// Longest time from the first start in a chained group to the last.
    public static final Option<Long> MAX_GROUP_LENGTH = Option.integer(
                    "max_group_length",
                    1_000_000,
                    "a chained group takes waveforms up to so long after its first start")
            .unit("time")
            .where(length -> length >= 0, "0 or more");
    /// Least number of channels.
    public static final Option<Long> MIN_CHANNELS = Option.integer(
                    "min_channels", 2, "least number of channels of a group")
            .where(count -> count >= 1 && count <= MOST_CHANNELS, "from 1 to 65536");
    /// How many channels there are.
    public static final Option<Long> CHANNELS = Option.integer(
                    "channels", 65_536, "how many different channels a group may have")
            .where(count -> count >= 1 && count <= MOST_CHANNELS, "from 1 to 65536");

    private final String dataType;
    private final String input;

    /// Groups of the waveforms that have [Features].
    public Coincidences() {
        this(DATA_TYPE, Features.DATA_TYPE);
    }

    private Coincidences(String dataType, String input) {
        this.dataType = dataType;
        this.input = input;
    }

    /// Groups of [hits][HitWindows], provided as [#HIT_GROUPS]; `first_hit` counts the hits of the run from 0. With
    /// `coincidence_rule=chained` they are those of WaveformAnalysis' plugin of that name.
    public static Coincidences ofHits() {
        return new Coincidences(HIT_GROUPS, HitWindows.DATA_TYPE);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, TYPE)
                .dependsOn(input)
                .version("1.2")
                .writesEveryField()
                .help("groups of " + (input.equals(Features.DATA_TYPE) ? "waveforms" : "hits")
                        + " of several channels that coincide")
                .options(WINDOW, RULE, MAX_GROUP_LENGTH, MIN_CHANNELS, CHANNELS, Channels.BOARDS)
                .stateful();
    }

    @Override
    public Requirements demand(OptionValues options) {
        return Requirements.NONE
                .halo(0, longest(options.get(RULE), options.get(WINDOW), options.get(MAX_GROUP_LENGTH)))
                .forgettingAt(Silence.over(options.get(WINDOW)));
    }

    private static long longest(String rule, long window, long limit) {
        return rule.equals(ANCHORED) ? window : limit;
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        context.prepared(Bound.class).compute(in, out);
    }

    /// The kernel, and how far the groups of the chunks before reach.
    private static final class Bound implements AutoCloseable {
        private static final LongField FIRST = TYPE.longField("first_hit");
        private static final LongField HITS = TYPE.longField("n_hits");
        private static final LongField MASK = TYPE.longField("channel_mask");

        private final Coincidence coincidence;
        private final GroupSplits ends;
        private final RecordSlice some;
        private final RecordSlice target = new RecordSlice(TYPE);
        private final DoneMark done = new DoneMark();
        private final NumberedChannels numbers;

        Bound(PluginContext context) {
            RecordType input = context.inputType();
            String rule = context.get(RULE);
            long window = context.get(WINDOW);
            some = new RecordSlice(input);
            Boards boards = context.get(Channels.BOARDS);
            numbers = boards.isEmpty()
                    ? null
                    : new NumberedChannels("the channel map", input, boards, ChannelKey.LARGEST_CHANNEL + 1);
            coincidence = Coincidence.of(
                    input,
                    context.get(CHANNELS).intValue(),
                    Rule.valueOf(rule.toUpperCase(Locale.ROOT)),
                    window,
                    context.get(MIN_CHANNELS).intValue(),
                    context.memory());
            ends = new GroupSplits(
                    input.times(), rule.equals(ANCHORED), window, longest(rule, window, context.get(MAX_GROUP_LENGTH)));
        }

        void compute(ChunkInput in, ChunkOutput out) {
            long zero = done.enter(in);
            Records hits = in.records();
            long found = 0;
            long from = done.first();
            while (from < in.beyond()) {
                long to = ends.endOfWhole(hits, from, in.beyond());
                found += group(some.of(hits, from, to), out, found, zero + from);
                from = to;
            }
            out.records(found);
            done.leave(from);
        }

        /// Groups hits that no group shares with others; returns how many groups there are.
        private long group(Records hits, ChunkOutput out, long before, long number) {
            long room = hits.count() / 2 + 1;
            long found = coincidence.group(hits, target.of(out.records(before + room), before, before + room));
            if (found > room) {
                coincidence.group(hits, target.of(out.records(before + found), before, before + found));
            }
            Records groups = out.records(before + found);
            for (long i = before; i < before + found; i++) {
                if (numbers != null) {
                    MASK.set(groups, i, mask(hits, FIRST.get(groups, i), HITS.get(groups, i)));
                }
                FIRST.set(groups, i, FIRST.get(groups, i) + number);
            }
            return found;
        }

        private long mask(Records hits, long from, long count) {
            long mask = 0;
            for (long i = from; i < from + count; i++) {
                int channel = numbers.of(hits, i);
                mask |= channel < Long.SIZE ? 1L << channel : 0;
            }
            return mask;
        }

        @Override
        public void close() {
            coincidence.close();
        }
    }
}
