package dev.sluice.analysis.hit;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.record.CutOutsideHitsKernel;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.waveform.StraxTypes;

/// Records of strax with only the samples near hits left, the others 0: what compresses well.
///
///     ./sluice run --target records_cut --set left_extension=2 --set right_extension=15
///
/// The hits are those of [HitFinder] with the same options; the rule is that of
/// [dev.sluice.kernels.record.CutOutsideHitsKernel]. What is near a hit in a neighbouring fragment stays if that is in
/// the same chunk, as it is in those of sources: they end where no pulse goes on.
public final class RecordCutter extends StreamingPlugin {
    /// The name under which the records are provided.
    public static final String DATA_TYPE = "records_cut";

    /// Samples kept before a hit.
    public static final Option<Long> LEFT_EXTENSION = samples("left_extension", 2, "before");
    /// Samples kept after a hit.
    public static final Option<Long> RIGHT_EXTENSION = samples("right_extension", 15, "after");

    private final FragmentLayout layout;

    /// Records of 110 samples.
    public RecordCutter() {
        this(StraxTypes.SAMPLES);
    }

    /// Records with room for so many samples.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 32767
    public RecordCutter(int samples) {
        this.layout = new FragmentLayout(samples);
    }

    private static Option<Long> samples(String name, int count, String where) {
        return Option.integer(name, count, "samples " + where + " a hit that are kept")
                .unit("samples")
                .where(value -> value >= 0 && value <= Integer.MAX_VALUE, "from 0 to 2147483647");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, StraxTypes.record(layout.samples()))
                .dependsOn(PulseRecords.DATA_TYPE)
                .onePerRecord()
                .version("1.0")
                .writesEveryField()
                .help("fragments of pulses with only the samples near hits left")
                .options(
                        LEFT_EXTENSION,
                        RIGHT_EXTENSION,
                        FragmentHits.LEAST_AMPLITUDE,
                        FragmentHits.LEAST_HEIGHT_OVER_NOISE,
                        FragmentHits.POLARITY,
                        PulseRecords.COMPATIBILITY);
    }

    @Override
    public Object prepare(PluginContext context) {
        StraxTypes.requireFragments("records", StraxTypes.record(layout.samples()), context.inputType());
        CutOutsideHitsKernel kernel = CutOutsideHitsKernel.of(
                layout,
                context.get(LEFT_EXTENSION).intValue(),
                context.get(RIGHT_EXTENSION).intValue(),
                Compatibility.parse(context.get(PulseRecords.COMPATIBILITY)));
        return new Bound(new FragmentHits(layout, context), kernel, new RecordLinks(layout));
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records records = in.records();
        if (records.count() > 0) {
            context.prepared(Bound.class).compute(records, out.records(records.count()));
        }
    }

    /// What one worker needs.
    private record Bound(FragmentHits found, CutOutsideHitsKernel kernel, RecordLinks links) implements AutoCloseable {
        void compute(Records records, Records cut) {
            found.find(records, 0);
            kernel.cut(
                    records.segment(),
                    records.byteOffset(),
                    records.count(),
                    found.segment(),
                    0,
                    found.count(),
                    cut.segment(),
                    cut.byteOffset(),
                    links);
        }

        @Override
        public void close() {
            found.close();
        }
    }
}
