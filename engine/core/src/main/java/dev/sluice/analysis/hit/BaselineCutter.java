package dev.sluice.analysis.hit;

import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.record.CutBaselineKernel;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.waveform.StraxTypes;

/// Records of strax without the baseline around their pulses, which is 0: what compresses well and loses no pulse.
///
///     ./sluice run --target records_baseline_cut --set samples_before=48 --set samples_after=30
///
/// The rule is that of [dev.sluice.kernels.record.CutBaselineKernel].
public final class BaselineCutter extends StreamingPlugin {
    /// The name under which the records are provided.
    public static final String DATA_TYPE = "records_baseline_cut";

    /// Samples cut off at the start of a pulse.
    public static final Option<Long> SAMPLES_BEFORE = samples("samples_before", 48, "start");
    /// Samples cut off at the end of a pulse.
    public static final Option<Long> SAMPLES_AFTER = samples("samples_after", 30, "end");

    private final FragmentLayout layout;

    /// Records of 110 samples.
    public BaselineCutter() {
        this(StraxTypes.SAMPLES);
    }

    /// Records with room for so many samples.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 32767
    public BaselineCutter(int samples) {
        this.layout = new FragmentLayout(samples);
    }

    private static Option<Long> samples(String name, int count, String where) {
        return Option.integer(name, count, "samples at the " + where + " of a pulse that are cut off")
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
                .help("fragments of pulses without the baseline around them")
                .options(SAMPLES_BEFORE, SAMPLES_AFTER);
    }

    @Override
    public Object prepare(PluginContext context) {
        StraxTypes.requireFragments("records", StraxTypes.record(layout.samples()), context.inputType());
        return CutBaselineKernel.of(layout)
                .before(context.get(SAMPLES_BEFORE).intValue())
                .after(context.get(SAMPLES_AFTER).intValue())
                .build();
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records records = in.records();
        if (records.count() > 0) {
            Records cut = out.records(records.count());
            context.prepared(CutBaselineKernel.class)
                    .cut(records.segment(), records.byteOffset(), records.count(), cut.segment(), cut.byteOffset());
        }
    }
}
