package dev.sluice.plugins;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.Polarities;
import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.BasicFeaturesBinding;

/// Height over the baseline, amplitude, area and greatest difference of neighbours of every waveform.
///
///     ./sluice run --target basic_features --set height_range=40:90 --set area_range=0: --set polarity=positive
///
/// Heights, amplitudes and differences are in ADC counts, areas in ADC counts × samples, times in the unit of the
/// waveforms. The formulas are those of [dev.sluice.kernels.BasicFeaturesKernel].
public final class BasicFeatures extends StreamingPlugin {
    /// The name under which the features are provided.
    public static final String DATA_TYPE = "basic_features";

    /// One record per waveform.
    public static final RecordType TYPE = RecordType.of(
                    "time:<i8",
                    "endtime:<i8",
                    "board:<i4",
                    "channel:<i4",
                    "height:<f4",
                    "amp:<f4",
                    "area:<f4",
                    "max_abs_diff:<f4")
            .documented(FieldDocs.CUSTOMARY
                    .with("time", "time", "start of the waveform", "never missing")
                    .with("endtime", "time", "first instant after the waveform", "never missing")
                    .with(
                            "height",
                            "ADC counts",
                            "greatest distance to the baseline in the direction of pulses, over height_range",
                            "NaN without a baseline or a sample of height_range")
                    .with(
                            "amp",
                            "ADC counts",
                            "greatest less least sample of height_range",
                            "NaN where the record has no sample of it")
                    .with(
                            "area",
                            "ADC counts x samples",
                            "sum over area_range of the distance to the baseline, positive in the direction of pulses",
                            "NaN without a baseline or a sample of area_range")
                    .with(
                            "max_abs_diff",
                            "ADC counts",
                            "greatest distance of two neighbouring samples, over the whole record",
                            "NaN where there are fewer than two samples"));

    /// Samples searched for height and amplitude.
    public static final Option<SampleRange> HEIGHT_RANGE =
            Option.range("height_range", 40, 90, "samples searched for height and amplitude");
    /// Samples summed for the area.
    public static final Option<SampleRange> AREA_RANGE =
            Option.range("area_range", 0, SampleRange.OPEN, "samples summed for the area");

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(Waveforms.DATA_TYPE)
                .version("1.1")
                .writesEveryField()
                .onePerRecord()
                .help("height, amplitude, area and greatest difference of neighbours of every waveform")
                .options(HEIGHT_RANGE, AREA_RANGE, Features.BASELINE_RANGE, Features.POLARITY, Features.EMPTY_WINDOW);
    }

    @Override
    public boolean isBoundToThread() {
        return false;
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(context);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records waveforms = in.records();
        context.prepared(Bound.class).compute(in.chunk().number(), waveforms, out.records(waveforms.count()));
    }

    /// The kernel and the field copies of one worker.
    private static final class Bound {
        private final HeaderCopy header;
        private final BasicFeaturesBinding features;
        private final MissingWindows missing;
        private final PulsePlaces places;

        Bound(PluginContext context) {
            RecordType waveforms = context.inputType();
            Polarities polarities = context.get(Features.POLARITY);
            EmptyWindow rule = EmptyWindow.parse(context.get(Features.EMPTY_WINDOW));
            header = HeaderCopy.between(waveforms, TYPE);
            features = BasicFeaturesBinding.between(
                    waveforms,
                    TYPE,
                    kernel -> kernel.heightRange(context.get(HEIGHT_RANGE))
                            .areaRange(context.get(AREA_RANGE))
                            .baselineRange(context.get(Features.BASELINE_RANGE))
                            .polarities(polarities)
                            .emptyWindow(rule));
            places = new PulsePlaces(context, HEIGHT_RANGE, AREA_RANGE);
            missing = new MissingWindows(context)
                    .rule(rule)
                    .range(HEIGHT_RANGE, "height and amp are")
                    .range(AREA_RANGE, "area is")
                    .baseline(
                            Features.BASELINE_RANGE,
                            rule == EmptyWindow.ZERO ? "the baseline is" : "height and area are");
        }

        void compute(long chunk, Records waveforms, Records results) {
            features.apply(waveforms, results);
            header.copy(waveforms, results);
            missing.count(waveforms);
            places.look(chunk, waveforms);
        }
    }
}
