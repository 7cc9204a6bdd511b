package dev.sluice.analysis.hit;

import dev.sluice.analysis.SamplingPeriods;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.waveform.HitIntervals;
import dev.sluice.waveform.ThresholdHits;

/// Hits over a threshold with the time that each lasts, in order of their starts: what is to be grouped over channels.
///
///     ./sluice run --target hit_windows --set threshold=10
///
/// A hit lasts from `edge_start` to `edge_end`, both counted from the start of its waveform, an exact int64: only their
/// products with `dt` are float64, rounded. Hits have the time of their waveform, so the chunk in which one starts may
/// be a later one: the plugin is shown hits so far back as a waveform lasts (`longest_waveform`). One that starts
/// after the end of the run, which is that of its last waveform, is left out. Merging hits first makes no other
/// groups, as long as the gap that is merged over is no more than the window of the groups.
public final class HitWindows extends StreamingPlugin {
    /// The name under which they are provided.
    public static final String DATA_TYPE = "hit_windows";

    /// One record per hit.
    public static final RecordType TYPE = HitIntervals.TYPE;

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(ThresholdHitFinder.DATA_TYPE)
                .version("1.1")
                .writesEveryField()
                .help("hits over a threshold with the time that each lasts, in order of their starts")
                .options(HitMerger.LONGEST_WAVEFORM);
    }

    @Override
    public Requirements demand(OptionValues options) {
        return Requirements.NONE.halo(options.get(HitMerger.LONGEST_WAVEFORM), 0);
    }

    @Override
    public Object prepare(PluginContext context) {
        RecordType hits = context.inputType();
        if (!hits.sameLayout(ThresholdHits.TYPE)) {
            throw new IllegalArgumentException("hits of another type than " + ThresholdHitFinder.DATA_TYPE + ": "
                    + hits.descr() + " is not " + ThresholdHits.TYPE.descr() + "; convert them");
        }
        return new Bound(
                new SamplingPeriods(hits, context),
                new HitIntervals(hits, context.get(HitMerger.LONGEST_WAVEFORM), context.memory()));
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        context.prepared(Bound.class).compute(in, out);
    }

    /// What one worker needs.
    private record Bound(SamplingPeriods periods, HitIntervals intervals) implements AutoCloseable {
        void compute(ChunkInput in, ChunkOutput out) {
            periods.require(in.records());
            long found = intervals.find(in.records(), in.start(), in.end());
            if (found > 0) {
                intervals.write(out.records(found));
            }
        }

        @Override
        public void close() {
            intervals.close();
        }
    }
}
