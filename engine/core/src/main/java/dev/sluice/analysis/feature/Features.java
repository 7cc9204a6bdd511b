package dev.sluice.analysis.feature;

import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.Channels;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.PeakCharge;
import java.util.List;

/// Time, channel, peak-to-peak height, charge and baseline of every waveform.
///
///     ./sluice run --target features --set peak_range=40:90 --set charge_range=60:400 --set polarity=negative
///
/// Heights and baselines are in ADC counts, charges in ADC counts × samples, times in the unit of the waveforms. The
/// formulas are those of [dev.sluice.kernels.feature.PeakChargeKernel].
public final class Features extends FeaturePlugin {
    /// The name under which the features are provided.
    public static final String DATA_TYPE = "features";

    /// One record per waveform.
    public static final RecordType TYPE = RecordType.of(
                    "time:<i8", "endtime:<i8", "board:<i4", "channel:<i4", "peak:<f4", "charge:<f4", "baseline:<f4")
            .documented(FieldDocs.CUSTOMARY
                    .with("time", "time", "start of the waveform", "never missing")
                    .with("endtime", "time", "first instant after the waveform", "never missing")
                    .with(
                            "peak",
                            "ADC counts",
                            "greatest less least sample of peak_range",
                            "NaN where the record has no sample of it, or one that is NaN")
                    .with(
                            "charge",
                            "ADC counts x samples",
                            "sum over charge_range of the distance to the baseline, positive in the direction of pulses",
                            "NaN without a baseline or a sample of charge_range")
                    .with(
                            "baseline",
                            "ADC counts",
                            "the input's baseline, or the mean over baseline_range",
                            "NaN where the record has no sample of it"));

    /// Samples searched for the peak.
    public static final Option<ChannelRanges> PEAK_RANGE =
            Option.ranges("peak_range", 40, 90, "samples searched for the peak");
    /// Samples summed for the charge.
    public static final Option<ChannelRanges> CHARGE_RANGE =
            Option.ranges("charge_range", 60, 400, "samples summed for the charge");
    /// Samples averaged for the baseline where the waveforms carry none.
    public static final Option<ChannelRanges> BASELINE_RANGE =
            Option.ranges("baseline_range", 0, 40, "samples averaged for the baseline, where the input carries none");
    /// The direction of pulses.
    public static final Option<Polarities> POLARITY = Option.polarity(
            "polarity", "negative", "direction of pulses: negative, positive, or per channel 0:positive,1:negative");

    /// What a range gives of which a record has no sample.
    public static final Option<String> EMPTY_WINDOW = Option.choice(
            "empty_window",
            "nan",
            List.of("nan", "zero"),
            "what a range gives of which a record has no sample: nan, or zero as WaveformAnalysis has it");

    /// The plugin; options come from the context.
    public Features() {
        super(TYPE, List.of(PEAK_RANGE, CHARGE_RANGE));
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(Waveforms.DATA_TYPE)
                .version("1.1")
                .writesEveryField()
                .onePerRecord()
                .help("peak-to-peak height and baseline-subtracted charge of every waveform")
                .options(PEAK_RANGE, CHARGE_RANGE, BASELINE_RANGE, POLARITY, Channels.BOARDS, EMPTY_WINDOW);
    }

    @Override
    RowKernels.Kernel kernel(PluginContext context, ChannelSettings settings) {
        EmptyWindow rule = EmptyWindow.parse(context.get(EMPTY_WINDOW));
        PeakCharge peakCharge = PeakCharge.between(context.inputType(), TYPE)
                .ranges(settings.range(PEAK_RANGE), settings.range(CHARGE_RANGE))
                .baselineRange(settings.range(BASELINE_RANGE))
                .polarities(settings.polarities(POLARITY))
                .emptyWindow(rule);
        MissingWindows missing = new MissingWindows(context, settings)
                .fragments(MissingWindows.WHOLE)
                .samples("peak, charge or baseline is NaN or infinite where it needs them; --select"
                        + " 'isfinite(peak) && isfinite(charge)' keeps the others")
                .rule(rule)
                .range(PEAK_RANGE, "peak is")
                .range(CHARGE_RANGE, "charge is")
                .baseline(BASELINE_RANGE, rule == EmptyWindow.ZERO ? "baseline is" : "baseline and charge are");
        return missing.after(peakCharge::apply);
    }
}
