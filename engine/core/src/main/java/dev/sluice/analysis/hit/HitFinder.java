package dev.sluice.analysis.hit;

import dev.sluice.analysis.Channels;
import dev.sluice.analysis.SamplingPeriods;
import dev.sluice.chunk.Chunk;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.hit.HitOrder;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugin.Tally;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import dev.sluice.waveform.RecordNumbers;
import dev.sluice.waveform.StraxTypes;

/// Hits of strax in its records: runs of samples at or over a threshold, in order of time, then channel.
///
///     ./sluice run --target hits --set min_amplitude=15,3:20.5 --set min_height_over_noise=5
///
/// Amplitudes and heights are in ADC counts, areas in ADC counts × samples, times in ns. The formulas are those of
/// [dev.sluice.kernels.hit.FindHitsKernel]. `record_i` is the index of the record in the run, counted from 0 whatever
/// range of time is read and however chunks are cut, with `compatibility=strax` too: there it would be counted within
/// a chunk, and is the one field that is not the same. Where the place of records is not known, `record_i` is -1, and
/// a note of the run says how often. Hits must start in the chunk of their record, as they do where chunks end in
/// gaps.
public final class HitFinder extends StreamingPlugin {
    /// The name under which the hits are provided.
    public static final String DATA_TYPE = "hits";

    private static final LongField TIME = StraxTypes.HIT.longField("time");

    private final FragmentLayout layout;

    /// Hits in records of 110 samples.
    public HitFinder() {
        this(StraxTypes.SAMPLES);
    }

    /// Hits in records with room for so many samples.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 32767
    public HitFinder(int samples) {
        this.layout = new FragmentLayout(samples);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, StraxTypes.HIT)
                .dependsOn(PulseRecords.DATA_TYPE)
                .version("1.2")
                .writesEveryField()
                .help("hits in fragments of pulses, as strax's hits, in order of time")
                .options(
                        FragmentHits.LEAST_AMPLITUDE,
                        FragmentHits.LEAST_HEIGHT_OVER_NOISE,
                        FragmentHits.POLARITY,
                        PulseRecords.COMPATIBILITY,
                        Channels.BOARDS);
    }

    @Override
    public Object prepare(PluginContext context) {
        StraxTypes.requireFragments("records", StraxTypes.record(layout.samples()), context.inputType());
        Tally unknown = context.tally("the record of {hits} has no known place in the run: record_i is -1 there");
        return new Bound(
                new FragmentHits(layout, context),
                new HitOrder(),
                new SamplingPeriods(StraxTypes.HIT, context),
                unknown);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        if (in.records().count() > 0) {
            context.prepared(Bound.class).compute(in.chunk(), out);
        }
    }

    /// What one worker needs.
    private record Bound(FragmentHits found, HitOrder order, SamplingPeriods periods, Tally unknown)
            implements AutoCloseable {
        void compute(Chunk chunk, ChunkOutput out) {
            long first = chunk.firstIndex();
            boolean numbered = first != Chunk.UNNUMBERED && RecordNumbers.fit(first, chunk.length());
            found.find(chunk.records(), numbered ? first : 0);
            if (found.count() == 0) {
                return;
            }
            // More than this chunk needs: else every slot of the ring would grow by a few hits again and again.
            out.records(found.room());
            Records hits = out.records(found.count());
            order.sort(found.segment(), 0, found.count(), hits.segment(), hits.byteOffset());
            if (!numbered) {
                number(hits, first);
            }
            hits = periods.keep(hits, out);
            if (hits.count() == 0) {
                return;
            }
            long last = TIME.get(hits, hits.count() - 1);
            if (last >= chunk.end()) {
                throw new IllegalArgumentException("a hit starts at time=" + last + ", after the end=" + chunk.end()
                        + " of the chunk of its record; cut chunks where no record is open: declare the type of the"
                        + " raw records disjoint()");
            }
        }

        private void number(Records hits, long first) {
            if (first == Chunk.UNNUMBERED) {
                RecordNumbers.forget(hits);
                unknown.add(hits.count());
            } else {
                RecordNumbers.shift(hits, first);
            }
        }

        @Override
        public void close() {
            found.close();
        }
    }
}
