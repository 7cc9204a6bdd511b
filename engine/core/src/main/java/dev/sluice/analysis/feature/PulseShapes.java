package dev.sluice.analysis.feature;

import dev.sluice.analysis.ChannelSettings;
import dev.sluice.analysis.Channels;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.PulseShapeBinding;
import java.util.List;

/// Rise, fall, widths, constant-fraction time, charge quantiles and tail-to-total ratio of every waveform.
///
///     ./sluice run --target pulse_shape --set edge_low=0.1 --set edge_high=0.9 --set short_gate=24 --set long_gate=200
///
/// Times and widths are in samples, times counted from the record's first sample; heights are in ADC counts, charges
/// in ADC counts × samples. What a record does not show is NaN. The formulas are those of
/// [dev.sluice.kernels.feature.PulseShapeKernel].
public final class PulseShapes extends FeaturePlugin {
    /// The name under which the shapes are provided.
    public static final String DATA_TYPE = "pulse_shape";

    /// One record per waveform.
    public static final RecordType TYPE = RecordType.of(
                    "time:<i8",
                    "endtime:<i8",
                    "board:<i4",
                    "channel:<i4",
                    "peak_position:<f4",
                    "peak_height:<f4",
                    "rise_time_samples:<f4",
                    "fall_time_samples:<f4",
                    "width_samples:<f4",
                    "total_width_samples:<f4",
                    "constant_fraction_time_samples:<f4",
                    "t_low_samples:<f4",
                    "t_high_samples:<f4",
                    "width_integral_samples:<f4",
                    "q_total:<f4",
                    "tail_to_total:<f4")
            .documented(
                    FieldDocs.CUSTOMARY
                            .with("time", "time", "start of the waveform", "never missing")
                            .with("endtime", "time", "first instant after the waveform", "never missing")
                            .with(
                                    "peak_position",
                                    "samples",
                                    "number of the greatest signal of shape_peak_range, counted from the record's first sample",
                                    "NaN without a baseline or a sample of shape_peak_range")
                            .with(
                                    "peak_height",
                                    "ADC counts",
                                    "distance of that sample to the baseline, positive in the direction of pulses",
                                    "NaN without a baseline or a sample of shape_peak_range")
                            .with(
                                    "rise_time_samples",
                                    "samples",
                                    "from edge_low to edge_high of the height, before the peak",
                                    "NaN if the record does not show it")
                            .with(
                                    "fall_time_samples",
                                    "samples",
                                    "from edge_high to edge_low of the height, after the peak",
                                    "NaN if the record does not show it")
                            .with(
                                    "width_samples",
                                    "samples",
                                    "from the leading to the trailing edge at width_fraction of the height",
                                    "NaN if the record does not show it")
                            .with(
                                    "total_width_samples",
                                    "samples",
                                    "from the leading to the trailing edge at edge_low of the height",
                                    "NaN if the record does not show it")
                            .with(
                                    "constant_fraction_time_samples",
                                    "samples",
                                    "where the leading edge crosses constant_fraction of the height, counted from the record's first sample",
                                    "NaN if the record does not show it")
                            .with(
                                    "t_low_samples",
                                    "samples",
                                    "first sample at which the running charge reaches quantile_low of q_total",
                                    "NaN without a baseline or a charge")
                            .with(
                                    "t_high_samples",
                                    "samples",
                                    "first sample at which the running charge reaches quantile_high of q_total",
                                    "NaN without a baseline or a charge")
                            .with(
                                    "width_integral_samples",
                                    "samples",
                                    "t_high_samples less t_low_samples",
                                    "NaN without a baseline or a charge")
                            .with(
                                    "q_total",
                                    "ADC counts x samples",
                                    "sum over the whole record of the samples above the baseline, in the direction of pulses; those below count as 0",
                                    "NaN without a baseline or a sample")
                            .with(
                                    "tail_to_total",
                                    "fraction",
                                    "share of the tail in the long gate, of signals of either sign, so no fraction of q_total",
                                    "NaN without a peak, or where the record ends before the tail or the long gate holds no charge"));

    /// Samples searched for the peak.
    public static final Option<ChannelRanges> PEAK_RANGE =
            Option.ranges("shape_peak_range", 0, SampleRange.OPEN, "samples searched for the peak of the pulse shape");
    /// Where the rise begins and the fall ends.
    public static final Option<Double> EDGE_LOW =
            fraction("edge_low", 0.1, "fraction of the height where the rise begins and the fall ends");
    /// Where the rise ends and the fall begins.
    public static final Option<Double> EDGE_HIGH =
            fraction("edge_high", 0.9, "fraction of the height where the rise ends and the fall begins");
    /// Where the width is taken.
    public static final Option<Double> WIDTH =
            fraction("width_fraction", 0.5, "fraction of the height where the width is taken");
    /// Where the leading edge is timed.
    public static final Option<Double> CONSTANT_FRACTION =
            fraction("constant_fraction", 0.2, "fraction of the height where the leading edge is timed");
    /// Where the width by charge begins.
    public static final Option<Double> QUANTILE_LOW =
            fraction("quantile_low", 0.1, "fraction of the charge where the integral width begins");
    /// Where the width by charge ends.
    public static final Option<Double> QUANTILE_HIGH =
            fraction("quantile_high", 0.9, "fraction of the charge where the integral width ends");
    /// Where both gates begin.
    public static final Option<Long> GATE_BEFORE =
            gate("gate_before", 8, 0, "samples from the gates' start to the peak");
    /// The short gate.
    public static final Option<Long> SHORT_GATE = gate("short_gate", 24, 1, "length of the short gate");
    /// The long gate.
    public static final Option<Long> LONG_GATE = gate("long_gate", 200, 2, "length of the long gate");

    private static final long LONGEST_GATE = 1 << 30;

    private static Option<Double> fraction(String name, double value, String help) {
        return Option.real(name, value, help).where(given -> given > 0 && given < 1, "between 0 and 1");
    }

    private static Option<Long> gate(String name, long value, long least, String help) {
        return Option.integer(name, value, help)
                .unit("samples")
                .where(given -> given >= least && given <= LONGEST_GATE, "from " + least + " to " + LONGEST_GATE);
    }

    /// The plugin; options come from the context.
    public PulseShapes() {
        super(TYPE, List.of(PEAK_RANGE));
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE)
                .dependsOn(Waveforms.DATA_TYPE)
                .version("1.1")
                .writesEveryField()
                .onePerRecord()
                .help("rise, fall, widths, constant-fraction time, charge quantiles and tail-to-total ratio")
                .options(
                        PEAK_RANGE,
                        EDGE_LOW,
                        EDGE_HIGH,
                        WIDTH,
                        CONSTANT_FRACTION,
                        QUANTILE_LOW,
                        QUANTILE_HIGH,
                        GATE_BEFORE,
                        SHORT_GATE,
                        LONG_GATE,
                        Features.BASELINE_RANGE,
                        Features.POLARITY,
                        Channels.BOARDS,
                        Features.EMPTY_WINDOW);
    }

    @Override
    RowKernels.Kernel kernel(PluginContext context, ChannelSettings settings) {
        PulseShapeBinding shapes =
                PulseShapeBinding.between(context.inputType(), TYPE, kernel -> configure(kernel, settings, context));
        EmptyWindow rule = EmptyWindow.parse(context.get(Features.EMPTY_WINDOW));
        MissingWindows missing = new MissingWindows(context, settings)
                .fragments(MissingWindows.WHOLE)
                .samples("charges, and edges and gates that need them, are NaN or infinite; --select"
                        + " 'isfinite(q_total)' keeps the others")
                .range(PEAK_RANGE, "peak, edges and gates are")
                .rule(rule)
                .baseline(Features.BASELINE_RANGE, rule == EmptyWindow.ZERO ? "the baseline is" : "all values are");
        return missing.after(shapes::apply);
    }

    private static void configure(PulseShapeKernel.Builder kernel, ChannelSettings settings, PluginContext context) {
        kernel.peakRange(settings.range(PEAK_RANGE))
                .baselineRange(settings.range(Features.BASELINE_RANGE))
                .polarities(settings.polarities(Features.POLARITY))
                .emptyWindow(EmptyWindow.parse(context.get(Features.EMPTY_WINDOW)))
                .edgeFractions(context.get(EDGE_LOW), context.get(EDGE_HIGH))
                .widthFraction(context.get(WIDTH))
                .constantFraction(context.get(CONSTANT_FRACTION))
                .quantiles(context.get(QUANTILE_LOW), context.get(QUANTILE_HIGH))
                .gateBefore(Math.toIntExact(context.get(GATE_BEFORE)))
                .gates(Math.toIntExact(context.get(SHORT_GATE)), Math.toIntExact(context.get(LONG_GATE)));
    }
}
