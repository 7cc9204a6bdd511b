package dev.sluice.analysis.feature;

import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.Channels;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.BasicFeaturesBinding;
import java.util.List;

/// Height over the baseline, amplitude, area and greatest difference of neighbours of every waveform.
///
///     ./sluice run --target basic_features --set height_range=40:90 --set area_range=0: --set polarity=positive
///
/// Heights, amplitudes and differences are in ADC counts, areas in ADC counts × samples, times in the unit of the
/// waveforms. The formulas are those of [dev.sluice.kernels.feature.BasicFeaturesKernel].
public final class BasicFeatures extends FeaturePlugin {
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
    public static final Option<ChannelRanges> HEIGHT_RANGE =
            Option.ranges("height_range", 40, 90, "samples searched for height and amplitude");
    /// Samples summed for the area.
    public static final Option<ChannelRanges> AREA_RANGE =
            Option.ranges("area_range", 0, SampleRange.OPEN, "samples summed for the area");

    /// The plugin; options come from the context.
    public BasicFeatures() {
        super(TYPE, List.of(HEIGHT_RANGE, AREA_RANGE));
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(Waveforms.DATA_TYPE)
                .version("1.1")
                .writesEveryField()
                .onePerRecord()
                .help("height, amplitude, area and greatest difference of neighbours of every waveform")
                .options(
                        HEIGHT_RANGE,
                        AREA_RANGE,
                        Features.BASELINE_RANGE,
                        Features.POLARITY,
                        Channels.BOARDS,
                        Features.EMPTY_WINDOW);
    }

    @Override
    RowKernels.Kernel kernel(PluginContext context, ChannelSettings settings) {
        EmptyWindow rule = EmptyWindow.parse(context.get(Features.EMPTY_WINDOW));
        BasicFeaturesBinding features = BasicFeaturesBinding.between(
                context.inputType(),
                TYPE,
                kernel -> kernel.heightRange(settings.range(HEIGHT_RANGE))
                        .areaRange(settings.range(AREA_RANGE))
                        .baselineRange(settings.range(Features.BASELINE_RANGE))
                        .polarities(settings.polarities(Features.POLARITY))
                        .emptyWindow(rule));
        MissingWindows missing = new MissingWindows(context, settings)
                .fragments(MissingWindows.WHOLE)
                .samples("values are NaN or infinite where they need them; --select"
                        + " 'isfinite(height) && isfinite(area)' keeps the others")
                .rule(rule)
                .range(HEIGHT_RANGE, "height and amp are")
                .range(AREA_RANGE, "area is")
                .baseline(
                        Features.BASELINE_RANGE, rule == EmptyWindow.ZERO ? "the baseline is" : "height and area are");
        return missing.after(features::apply);
    }
}
