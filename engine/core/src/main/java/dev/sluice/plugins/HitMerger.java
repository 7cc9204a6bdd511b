package dev.sluice.plugins;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;
import dev.sluice.waveform.HitMerging;
import org.agrona.collections.Long2LongHashMap;

/// Hits of one channel that follow each other closely, merged.
///
///     ./sluice run --target hit_merged --set merge_gap=20 --set max_total_width=10000
///
/// Gap and width are in the unit of the hits' times; `component_offset` counts the hits in the merged ones before, over
/// the run. The rules are those of [dev.sluice.kernels.MergeHitsKernel]. Hits are merged inside a chunk: where one of
/// the next chunk is near enough to one of the chunks before, the run ends with an error that says so, rather than with
/// a hit in two halves.
public final class HitMerger extends StreamingPlugin {
    /// The name under which merged hits are provided.
    public static final String DATA_TYPE = "hit_merged";
    /// The name under which hits are expected.
    public static final String HITS = "hit_threshold";

    /// Hits over a threshold in waveforms.
    public static final RecordType HIT = RecordType.of(
                    "time:<i8",
                    "position:<i8",
                    "height:<f4",
                    "integral:<f4",
                    "edge_start:<i4",
                    "edge_end:<i4",
                    "width:<f4",
                    "dt:<f4",
                    "rise_time:<f4",
                    "fall_time:<f4",
                    "timestamp:<i8",
                    "board:<i2",
                    "channel:<i2",
                    "record_id:<i8")
            .instantaneous();

    /// Greatest distance that is bridged.
    public static final Option<Long> MERGE_GAP = Option.integer(
                    "merge_gap", 0, "hits of a channel at most so far apart are merged; 0 merges none")
            .unit("time")
            .where(gap -> gap >= 0, "0 or more");
    /// Greatest width of a merged hit.
    public static final Option<Long> MAX_TOTAL_WIDTH = Option.integer(
                    "max_total_width", 10_000, "greatest width of a merged hit")
            .unit("time")
            .where(width -> width >= 0, "0 or more");

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
                .version("1.0")
                .help("hits of one channel that follow each other closely, merged")
                .options(MERGE_GAP, MAX_TOTAL_WIDTH)
                .stateful();
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context, hits);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        if (in.records().count() > 0) {
            context.prepared(Bound.class).compute(in.records(), out);
        }
    }

    /// The kernel, and how far the hits before reach in each channel.
    private static final class Bound implements AutoCloseable {
        private final HitMerging merging;
        private final LongField offset;
        private final LongField count;
        private final LongField position;
        private final LongField start;
        private final LongField end;
        private final LongField timestamp;
        private final LongField board;
        private final LongField channel;
        private final DoubleField dt;
        private final double interval;
        private final long gap;
        private final Long2LongHashMap reach = new Long2LongHashMap(Long.MIN_VALUE);
        private long before;

        Bound(PluginContext context, RecordType expected) {
            RecordType hits = context.inputType();
            if (!hits.sameLayout(expected)) {
                throw new IllegalArgumentException("hits of another type than the plugin was made for: " + hits.descr()
                        + " is not " + expected.descr() + "; make it with that type");
            }
            gap = context.get(MERGE_GAP);
            merging = HitMerging.of(hits, gap, context.get(MAX_TOTAL_WIDTH));
            offset = HitMerging.type(hits).longField("component_offset");
            count = HitMerging.type(hits).longField("component_count");
            position = hits.longField("position");
            start = hits.longField("edge_start");
            end = hits.longField("edge_end");
            timestamp = hits.longField("timestamp");
            board = hits.has("board") ? hits.longField("board") : null;
            channel = hits.longField("channel");
            dt = hits.doubleField("dt");
            interval = hits.timeResolution() == TimeResolution.PICOSECONDS ? 1000 : 1;
        }

        void compute(Records hits, ChunkOutput out) {
            if (gap > 0) {
                requireWhole(hits);
            }
            Records merged = out.records(merging.merge(hits));
            merging.write(merged);
            for (long i = 0; i < merged.count(); i++) {
                offset.set(merged, i, before);
                before += count.get(merged, i);
            }
        }

        private void requireWhole(Records hits) {
            for (long i = 0; i < hits.count(); i++) {
                long latest = reach.get(key(hits, i));
                if (latest != Long.MIN_VALUE && edge(hits, i, start) - latest <= gap) {
                    throw new IllegalStateException("a hit of channel=" + channel.get(hits, i)
                            + " goes on beyond the end of a chunk: it ends at time=" + latest + ", the next one starts"
                            + " at time=" + edge(hits, i, start)
                            + "; ask for other chunks (--chunk-records), or for a smaller gap, now merge_gap=" + gap);
                }
            }
            for (long i = 0; i < hits.count(); i++) {
                long key = key(hits, i);
                reach.put(key, Math.max(reach.get(key), edge(hits, i, end)));
            }
        }

        private long key(Records hits, long index) {
            long number = board == null ? 0 : board.get(hits, index);
            return (number << Integer.SIZE) + channel.get(hits, index);
        }

        private long edge(Records hits, long index, LongField sample) {
            long distance = sample.get(hits, index) - position.get(hits, index);
            return timestamp.get(hits, index) + (long) Math.rint(distance * (dt.get(hits, index) * interval));
        }

        @Override
        public void close() {
            merging.close();
        }
    }
}
