package dev.sluice.documents;

import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.PeakCharge;

/// Peak-to-peak height and baseline-subtracted charge of every waveform (the guide's example 1).
public final class FeaturesStream extends StreamingPlugin {
    static final Option<SampleRange> PEAKS_RANGE = Option.range("peaks_range", 40, 90, "samples searched for the peak");
    static final Option<SampleRange> CHARGE_RANGE =
            Option.range("charge_range", 60, 400, "samples summed for the charge");
    static final RecordType FEATURES =
            RecordType.of("time:<i8", "peak:<f4", "charge:<f4").instantaneous();

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides("features_stream", FEATURES)
                .dependsOn("st_waveforms_stream")
                .version("1.0")
                .options(PEAKS_RANGE, CHARGE_RANGE);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records waveforms = in.records();
        Records features = out.records(waveforms.count());
        features.copyField("time", waveforms);
        PeakCharge.of(waveforms)
                .ranges(context.get(PEAKS_RANGE), context.get(CHARGE_RANGE))
                .into(features);
    }
}
