// FeaturesStream.java
import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.*;
import dev.sluice.record.*;
import dev.sluice.waveform.PeakCharge;

public final class FeaturesStream extends StreamingPlugin {
    static final Option<SampleRange> PEAKS_RANGE = Option.range("peaks_range", 40, 90, "samples searched for the peak");
    static final Option<SampleRange> CHARGE_RANGE = Option.range("charge_range", 60, 400, "samples summed for the charge");
    static final RecordType FEATURES = RecordType.of("time:<i8", "peak:<f4", "charge:<f4").instantaneous();

    private final String provides;
    private final String dependsOn;

    public FeaturesStream(String provides, String dependsOn) {
        this.provides = provides;
        this.dependsOn = dependsOn;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(provides, FEATURES).dependsOn(dependsOn).version("1.0").options(PEAKS_RANGE, CHARGE_RANGE);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records waveforms = in.records();
        Records features = out.records(waveforms.count());
        features.copyField("time", waveforms);
        PeakCharge.of(waveforms).ranges(context.get(PEAKS_RANGE), context.get(CHARGE_RANGE)).into(features);
    }
}
