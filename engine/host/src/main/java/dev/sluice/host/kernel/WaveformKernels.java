package dev.sluice.host.kernel;

import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.feature.OrphanFragments;
import dev.sluice.plugin.Option;
import dev.sluice.record.RecordType;
import dev.sluice.waveform.BaselineBinding;
import dev.sluice.waveform.BasicFeaturesBinding;
import dev.sluice.waveform.PeakCharge;
import dev.sluice.waveform.PulseShapeBinding;
import dev.sluice.waveform.ThresholdHits;
import java.util.List;

/// Kernels that read waveforms and give one result for each, or hits.
final class WaveformKernels {
    private static final List<String> ROWS = List.of("waveforms", "results");

    private static final Option<SampleRange> PEAK_RANGE =
            Option.range("peak_range", 40, 90, "samples searched for the peak");
    private static final Option<SampleRange> CHARGE_RANGE =
            Option.range("charge_range", 60, 400, "samples summed for the charge");
    private static final Option<SampleRange> BASELINE_RANGE =
            Option.range("baseline_range", 0, 40, "samples averaged for the baseline, where the waveforms carry none");
    private static final Option<SampleRange> HEIGHT_RANGE =
            Option.range("height_range", 40, 90, "samples searched for the height");
    private static final Option<SampleRange> AREA_RANGE =
            Option.range("area_range", 0, SampleRange.OPEN, "samples summed");
    private static final Option<SampleRange> SHAPE_RANGE =
            Option.range("shape_peak_range", 0, SampleRange.OPEN, "samples searched");

    static final List<KernelForm> FORMS = List.of(
            new KernelForm("peak_charge", "PeakChargeKernel", ROWS, WaveformKernels::peakCharge),
            new KernelForm("basic_features", "BasicFeaturesKernel", ROWS, WaveformKernels::basicFeatures),
            new KernelForm("pulse_shape", "PulseShapeKernel", ROWS, WaveformKernels::pulseShape),
            new KernelForm(
                    "threshold_hits",
                    "ThresholdHitsKernel",
                    List.of("waveforms", "hits"),
                    WaveformKernels::thresholdHits),
            new KernelForm("baseline", "BaselineKernel", ROWS, WaveformKernels::baseline));

    private WaveformKernels() {}

    private static KernelForm.Bound peakCharge(KernelWords words) {
        RecordType waveforms = words.type("waveforms");
        RecordType results = words.type("results");
        PeakCharge kernel = PeakCharge.between(waveforms, results)
                .ranges(words.get(PEAK_RANGE), words.get(CHARGE_RANGE))
                .baselineRange(words.get(BASELINE_RANGE))
                .polarities(words.get(Features.POLARITY))
                .emptyWindow(rule(words));
        return KernelForm.Bound.rows(waveforms, results, kernel::apply);
    }

    private static KernelForm.Bound basicFeatures(KernelWords words) {
        RecordType waveforms = words.type("waveforms");
        RecordType results = words.type("results");
        BasicFeaturesBinding kernel = BasicFeaturesBinding.between(
                waveforms,
                results,
                builder -> builder.heightRange(words.get(HEIGHT_RANGE))
                        .areaRange(words.get(AREA_RANGE))
                        .baselineRange(words.get(BASELINE_RANGE))
                        .polarities(words.get(Features.POLARITY))
                        .emptyWindow(rule(words)));
        return KernelForm.Bound.rows(waveforms, results, kernel::apply);
    }

    private static KernelForm.Bound pulseShape(KernelWords words) {
        RecordType waveforms = words.type("waveforms");
        RecordType results = words.type("results");
        PulseShapeBinding kernel = PulseShapeBinding.between(
                waveforms,
                results,
                builder -> builder.peakRange(words.get(SHAPE_RANGE))
                        .baselineRange(words.get(BASELINE_RANGE))
                        .polarities(words.get(Features.POLARITY))
                        .emptyWindow(rule(words))
                        .edgeFractions(words.get(PulseShapes.EDGE_LOW), words.get(PulseShapes.EDGE_HIGH))
                        .widthFraction(words.get(PulseShapes.WIDTH))
                        .constantFraction(words.get(PulseShapes.CONSTANT_FRACTION))
                        .quantiles(words.get(PulseShapes.QUANTILE_LOW), words.get(PulseShapes.QUANTILE_HIGH))
                        .gateBefore(words.count(PulseShapes.GATE_BEFORE))
                        .gates(words.count(PulseShapes.SHORT_GATE), words.count(PulseShapes.LONG_GATE)));
        return KernelForm.Bound.rows(waveforms, results, kernel::apply);
    }

    private static KernelForm.Bound thresholdHits(KernelWords words) {
        RecordType waveforms = words.type("waveforms");
        RecordType hits = words.type("hits", ThresholdHits.TYPE);
        ThresholdHits kernel = ThresholdHits.of(
                waveforms,
                builder -> builder.thresholds(words.get(ThresholdHitFinder.THRESHOLD))
                        .leftExtension(words.count(ThresholdHitFinder.LEFT_EXTENSION))
                        .rightExtension(words.count(ThresholdHitFinder.RIGHT_EXTENSION))
                        .overlappingExtensions(words.get(ThresholdHitFinder.OVERLAPPING))
                        .baselineRange(words.get(BASELINE_RANGE))
                        .polarities(words.get(Features.POLARITY))
                        .emptyWindow(rule(words)));
        return new KernelForm.Bound(List.of(waveforms, hits), arrays -> kernel.find(arrays[0], arrays[1]));
    }

    private static EmptyWindow rule(KernelWords words) {
        return EmptyWindow.parse(words.get(Features.EMPTY_WINDOW));
    }

    /// Fragments of one call: what was before them is not known.
    private static KernelForm.Bound baseline(KernelWords words) {
        RecordType waveforms = words.type("waveforms");
        RecordType results = words.type("results");
        BaselineBinding kernel = BaselineBinding.between(
                waveforms,
                results,
                builder -> builder.window(words.get(BASELINE_RANGE))
                        .orphans(OrphanFragments.parse(words.get(Baselines.ORPHANS)))
                        .fallback(words.get(Baselines.FALLBACK))
                        .compatibility(FragmentKernels.compatibility(words)));
        int channels = words.count(Baselines.CHANNELS);
        return KernelForm.Bound.rows(
                waveforms, results, (from, to) -> kernel.apply(from, to, ChannelBaselines.of(channels)));
    }
}
