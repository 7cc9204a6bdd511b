package dev.sluice.host.kernel;

import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.feature.BasicFeatures;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.feature.OrphanFragments;
import dev.sluice.plugin.Option;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.BaselineBinding;
import dev.sluice.waveform.BasicFeaturesBinding;
import dev.sluice.waveform.PeakCharge;
import dev.sluice.waveform.PulseShapeBinding;
import dev.sluice.waveform.ThresholdHits;
import java.util.List;
import java.util.function.Function;

/// Kernels that read waveforms and give one result for each, or hits.
final class WaveformKernels {
    private static final List<String> ROWS = List.of("waveforms", "results");

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
        RecordType waveforms = words.waveforms();
        RecordType results = words.type("results", "peak:<f4,charge:<f4");
        return rows(
                words,
                waveforms,
                results,
                List.of(Features.PEAK_RANGE, Features.CHARGE_RANGE, Features.BASELINE_RANGE),
                ranges -> PeakCharge.between(waveforms, results)
                        .ranges(ranges.get(0), ranges.get(1))
                        .baselineRange(ranges.get(2))
                        .polarities(words.get(Features.POLARITY))
                        .emptyWindow(rule(words))::apply);
    }

    private static KernelForm.Bound basicFeatures(KernelWords words) {
        RecordType waveforms = words.waveforms();
        RecordType results = words.type("results", "height:<f4,amp:<f4,area:<f4,max_abs_diff:<f4");
        return rows(
                words,
                waveforms,
                results,
                List.of(BasicFeatures.HEIGHT_RANGE, BasicFeatures.AREA_RANGE, Features.BASELINE_RANGE),
                ranges -> BasicFeaturesBinding.between(
                        waveforms,
                        results,
                        builder -> builder.heightRange(ranges.get(0))
                                .areaRange(ranges.get(1))
                                .baselineRange(ranges.get(2))
                                .polarities(words.get(Features.POLARITY))
                                .emptyWindow(rule(words)))::apply);
    }

    private static KernelForm.Bound pulseShape(KernelWords words) {
        RecordType waveforms = words.waveforms();
        RecordType results = words.type("results", "peak_position:<f4,rise_time_samples:<f4");
        return rows(
                words,
                waveforms,
                results,
                List.of(PulseShapes.PEAK_RANGE, Features.BASELINE_RANGE),
                ranges -> PulseShapeBinding.between(
                                waveforms,
                                results,
                                builder -> builder.peakRange(ranges.get(0))
                                        .baselineRange(ranges.get(1))
                                        .polarities(words.get(Features.POLARITY))
                                        .emptyWindow(rule(words))
                                        .edgeFractions(
                                                words.get(PulseShapes.EDGE_LOW), words.get(PulseShapes.EDGE_HIGH))
                                        .widthFraction(words.get(PulseShapes.WIDTH))
                                        .constantFraction(words.get(PulseShapes.CONSTANT_FRACTION))
                                        .quantiles(
                                                words.get(PulseShapes.QUANTILE_LOW),
                                                words.get(PulseShapes.QUANTILE_HIGH))
                                        .gateBefore(words.count(PulseShapes.GATE_BEFORE))
                                        .gates(words.count(PulseShapes.SHORT_GATE), words.count(PulseShapes.LONG_GATE)))
                        ::apply);
    }

    private static KernelForm.Bound rows(
            KernelWords words,
            RecordType waveforms,
            RecordType results,
            List<Option<ChannelRanges>> options,
            Function<List<SampleRange>, RangeKernels.Rows> maker) {
        RangeKernels<RangeKernels.Rows> kernels = RangeKernels.of(waveforms, words.ranges(options), maker);
        if (kernels.single() != null) {
            return KernelForm.Bound.rows(waveforms, results, kernels.single()::apply);
        }
        return KernelForm.Bound.rows(waveforms, results, (from, to) -> {
            FragmentKernels.requireAsMany(from, to);
            kernels.each(from, (kernel, first, end) -> kernel.apply(from.slice(first, end), to.slice(first, end)));
        });
    }

    private static KernelForm.Bound thresholdHits(KernelWords words) {
        RecordType waveforms = words.waveforms();
        RecordType hits = words.fixed("hits", ThresholdHits.TYPE);
        RangeKernels<ThresholdHits> kernels = RangeKernels.of(
                waveforms,
                words.ranges(List.of(Features.BASELINE_RANGE)),
                ranges -> ThresholdHits.of(
                        waveforms,
                        builder -> builder.thresholds(words.get(ThresholdHitFinder.THRESHOLD))
                                .leftExtension(words.count(ThresholdHitFinder.LEFT_EXTENSION))
                                .rightExtension(words.count(ThresholdHitFinder.RIGHT_EXTENSION))
                                .overlappingExtensions(words.get(ThresholdHitFinder.OVERLAPPING))
                                .baselineRange(ranges.get(0))
                                .polarities(words.get(Features.POLARITY))
                                .emptyWindow(rule(words))));
        if (kernels.single() != null) {
            return new KernelForm.Bound(
                    List.of(waveforms, hits), arrays -> kernels.single().find(arrays[0], arrays[1]));
        }
        return new KernelForm.Bound(List.of(waveforms, hits), arrays -> {
            Records room = arrays[1];
            long[] found = new long[1];
            kernels.each(arrays[0], (kernel, first, end) -> {
                Records left = room.slice(Math.min(found[0], room.count()), room.count());
                found[0] += kernel.find(arrays[0].slice(first, end), left);
            });
            return found[0];
        });
    }

    private static EmptyWindow rule(KernelWords words) {
        return EmptyWindow.parse(words.get(Features.EMPTY_WINDOW));
    }

    /// Fragments of one call: what was before them is not known.
    private static KernelForm.Bound baseline(KernelWords words) {
        RecordType waveforms = words.waveforms();
        RecordType results = words.type("results", "baseline:<f4,baseline_rms:<f4");
        RangeKernels<BaselineBinding> kernels = RangeKernels.of(
                waveforms,
                words.ranges(List.of(Baselines.RANGE)),
                ranges -> BaselineBinding.between(
                        waveforms,
                        results,
                        builder -> builder.window(ranges.get(0))
                                .orphans(OrphanFragments.parse(words.get(Baselines.ORPHANS)))
                                .fallback(words.get(Baselines.FALLBACK))
                                .compatibility(FragmentKernels.compatibility(words))));
        int most = words.count(Baselines.CHANNELS);
        Bindings<ChannelBaselines> channels = new Bindings<>(() -> ChannelBaselines.of(most), ended -> {});
        return KernelForm.Bound.rows(
                waveforms,
                results,
                (from, to) -> channels.with(known -> {
                    known.clear();
                    FragmentKernels.requireAsMany(from, to);
                    kernels.each(
                            from,
                            (kernel, first, end) -> kernel.apply(from.slice(first, end), to.slice(first, end), known));
                    return to.count();
                }));
    }
}
