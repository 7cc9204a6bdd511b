package dev.sluice.analysis.hit;

import dev.sluice.analysis.SamplingPeriods;
import dev.sluice.chunk.Chunks;
import dev.sluice.kernels.time.TimeSums;
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
import dev.sluice.waveform.HitMerging;
import dev.sluice.waveform.ThresholdHits;

/// Hits of one channel that follow each other closely, merged.
///
///     ./sluice run --target hit_merged --set merge_gap=20 --set max_total_width=10000
///
/// Gap and width are in the unit of the hits' times; `component_offset` counts the hits in the merged ones before,
/// over the run. The rules are those of [dev.sluice.kernels.hit.MergeHitsKernel]. A merged hit has the time of its
/// highest hit, and belongs to the chunk in which that lies; it is the same whatever the chunks. They are cut where no
/// channel has a hit for longer than the gap, and computed by all workers; where no such silence comes soon, they go on
/// in order: the plugin keeps the hits of those that go on in the next chunk, and is shown as much on either side as a
/// merged hit and a waveform (`longest_waveform`) can last.
public final class HitMerger extends StreamingPlugin {
    /// The name under which merged hits are provided.
    public static final String DATA_TYPE = "hit_merged";
    /// The name under which hits are expected.
    public static final String HITS = "hit_threshold";

    /// Hits over a threshold in waveforms.
    public static final RecordType HIT = ThresholdHits.TYPE;

    /// Greatest distance that is bridged.
    public static final Option<Long> MERGE_GAP = Option.integer(
                    "merge_gap", 0, "hits of a channel at most so far apart are merged; 0: that touch; -1: none")
            .sets("gap")
            .unit("time")
            .where(gap -> gap >= -1, "-1 or more");
    /// Greatest width of a merged hit.
    public static final Option<Long> MAX_TOTAL_WIDTH = Option.integer(
                    "max_total_width", 10_000, "greatest width of a merged hit")
            .sets("width")
            .unit("time")
            .where(width -> width >= 0 && width <= Long.MAX_VALUE / 4, "from 0 to 2305843009213693951");

    /// Longest waveform: hits have the time of theirs, and start up to so long after it.
    public static final Option<Long> LONGEST_WAVEFORM = Option.integer(
                    "longest_waveform", 1_000_000, "longest waveform in which hits lie")
            .unit("time")
            .where(length -> length >= 0 && length <= Long.MAX_VALUE / 4, "from 0 to 2305843009213693951");

    private final RecordType hits;

    /// Merges hits of the type [#HIT].
    public HitMerger() {
        this(HIT);
    }

    /// Merges hits of another type that has the fields that [HitMerging] reads, and a time.
    public HitMerger(RecordType hits) {
        this.hits = hits;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, HitMerging.type(hits))
                .dependsOn(HITS)
                .version("1.2")
                .writesEveryField()
                .help("hits of one channel that follow each other closely, merged")
                .options(MERGE_GAP, MAX_TOTAL_WIDTH, LONGEST_WAVEFORM)
                .stateful();
    }

    /// Where none are merged no hit looks at another.
    @Override
    public Requirements demand(OptionValues options) {
        long halo = options.get(MAX_TOTAL_WIDTH) + options.get(LONGEST_WAVEFORM) + 1;
        return options.get(MERGE_GAP) < 0
                ? Requirements.NONE.inOrder()
                : Requirements.NONE.halo(halo, halo).forgettingAt(silence(options.get(MERGE_GAP)));
    }

    /// Hits have the time of their waveform, and reach to their edge; both edges are rounded to whole times.
    private Silence silence(long gap) {
        HitEdges edges = new HitEdges(hits);
        return Silence.over(TimeSums.add(gap, 1)).reaching(edges::end);
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context, hits);
    }

    @Override
    public void reset(PluginContext context) {
        context.prepared(Bound.class).forget();
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        context.prepared(Bound.class).compute(in, out);
    }

    /// The kernel, and what it still has to merge of the chunks before.
    private static final class Bound implements AutoCloseable {
        private final HitMerging merging;
        private final OpenHits open;
        private final SamplingPeriods periods;
        private final boolean merges;
        private final LongField offset;
        private final LongField count;
        private long before;
        private boolean begins = true;

        Bound(PluginContext context, RecordType expected) {
            RecordType hits = context.inputType();
            if (!hits.sameLayout(expected)) {
                throw new IllegalArgumentException("hits of another type than the plugin was made for: " + hits.descr()
                        + " is not " + expected.descr() + "; make it with that type");
            }
            merging = HitMerging.of(hits)
                    .gap(context.get(MERGE_GAP))
                    .width(context.get(MAX_TOTAL_WIDTH))
                    .memory(context.memory())
                    .build();
            merges = context.get(MERGE_GAP) >= 0;
            open = new OpenHits(hits, context.get(LONGEST_WAVEFORM), context.memory());
            periods = new SamplingPeriods(hits, context);
            offset = HitMerging.type(hits).longField("component_offset");
            count = HitMerging.type(hits).longField("component_count");
        }

        /// No hit before the next chunk is merged with one in it: each of them is in a merged one.
        void forget() {
            open.forget();
            begins = true;
        }

        void compute(ChunkInput in, ChunkOutput out) {
            if (begins) {
                before = in.preceding();
                begins = false;
            }
            periods.require(in.records());
            Records hits = merges ? open.enter(in) : in.records();
            if (hits.count() == 0) {
                return;
            }
            Records merged = out.records(merging.merge(hits));
            merging.write(merged);
            if (merges) {
                open.leave(merging, hits, in.end());
            }
            long beyond = Chunks.firstAtOrAfter(merged, in.end());
            for (long i = Chunks.firstAtOrAfter(merged, in.start()); i < beyond; i++) {
                offset.set(merged, i, before);
                before += count.get(merged, i);
            }
        }

        @Override
        public void close() {
            open.close();
            merging.close();
        }
    }
}
