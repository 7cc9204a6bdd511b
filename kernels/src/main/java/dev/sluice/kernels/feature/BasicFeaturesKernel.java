package dev.sluice.kernels.feature;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.internal.check.Channels;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.feature.BasicFeaturesPlan;
import dev.sluice.kernels.internal.feature.ScalarBasicFeatures;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Height over the baseline, amplitude, area and greatest difference of neighbours of every waveform.
///
/// Immutable and safe from any thread; it owns no memory. Per record, with `v` the valid length (all samples if the
/// layout has no such field), every range first cut to `[0, v)`, and `b` the baseline of `PeakChargeKernel`:
///
/// - height = `b - min(wave)` for negative pulses, `max(wave) - b` for positive ones, over the height range, in ADC
///   counts; negative if the samples stay on the other side of the baseline.
/// - amplitude = `max(wave) - min(wave)` over the height range, in ADC counts.
/// - area = n·b - Σ wave for negative pulses, Σ wave - n·b for positive ones, over the `n` samples of the area range,
///   in ADC counts × samples, neither clipped nor times the sampling period.
/// - max_abs_diff = `max |wave[i + 1] - wave[i]|` over all valid samples, in ADC counts.
///
/// An empty range gives NaN, as do fewer than two samples of their differences; with `EmptyWindow.ZERO` each gives 0.
/// Results are computed in float64 (integer sums and differences exactly, float sums in the order
/// of `PeakChargeKernel`) and stored as float32; a NaN sample gives the canonical NaN in every result that sees it.
///
/// The formulas are those of `basic_features` in WaveformAnalysis (`builtin/cpu/basic_features.py`), which however
/// takes padding for signal.
public final class BasicFeaturesKernel {

    private final WaveformLayout layout;
    private final BasicFeaturesResults results;
    private final BasicFeaturesPlan.Loop loop;
    private final Call.Body body = this::run;
    private final int stride;
    private final int extent;

    private BasicFeaturesKernel(Builder builder, KernelProvider provider) {
        this.layout = builder.layout;
        this.results = builder.results;
        this.loop = Loops.of(provider, builder.plan(), ScalarBasicFeatures::of);
        this.stride = layout.stride();
        this.extent = layout.extent();
    }

    /// A kernel for waveforms of this layout, with the default ranges, every channel negative.
    public static Builder of(WaveformLayout layout) {
        return new Builder(layout);
    }

    /// Computes `count` records that start at byte `offset` of `waveforms`, into `target` from `resultOffset` on.
    ///
    /// Both segments must be native; a shared arena cannot be closed during the call. Result fields must not
    /// overlap fields that are read. Fails like `PeakChargeKernel.compute`, before anything is written. Allocates
    /// nothing.
    public void compute(MemorySegment waveforms, long offset, long count, MemorySegment target, long resultOffset) {
        long records = Segments.addressOfRecords("waveforms", waveforms, offset, count, stride, extent);
        long output =
                Segments.addressOfResults("results", target, resultOffset, count, results.stride(), results.extent());
        Call.begin()
                .holding(waveforms)
                .holding(target)
                .with(records)
                .with(count)
                .with(Segments.limit(waveforms))
                .with(output)
                .run(body);
    }

    private long run(Call call) {
        loop.run(call.number(0), call.number(1), call.number(2), call.number(3));
        return 0;
    }

    /// The waveforms that this kernel reads.
    public WaveformLayout layout() {
        return layout;
    }

    /// The results that this kernel writes.
    public BasicFeaturesResults results() {
        return results;
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final WaveformLayout layout;
        private SampleRange heightRange = new SampleRange(40, 90);
        private SampleRange areaRange = SampleRange.from(0);
        private SampleRange baselineRange = new SampleRange(0, 40);
        private Polarities polarities = Polarities.NEGATIVE;
        private EmptyWindow emptyWindow = EmptyWindow.NAN;
        private BasicFeaturesResults results = BasicFeaturesResults.PACKED;
        private KernelProvider provider;

        private Builder(WaveformLayout layout) {
            this.layout = Fields.required("layout", layout);
        }

        /// Samples searched for height and amplitude; 40:90 unless set.
        public Builder heightRange(SampleRange range) {
            this.heightRange = Fields.required("heightRange", range);
            return this;
        }

        /// Samples summed for the area; all unless set.
        public Builder areaRange(SampleRange range) {
            this.areaRange = Fields.required("areaRange", range);
            return this;
        }

        /// Samples averaged for the baseline where the layout has no baseline field; 0:40 unless set.
        public Builder baselineRange(SampleRange range) {
            this.baselineRange = Fields.required("baselineRange", range);
            return this;
        }

        /// Polarity of the channels; all negative unless set. Channels that differ need a channel field.
        public Builder polarities(Polarities value) {
            this.polarities = Fields.required("polarities", value);
            return this;
        }

        /// Where the results go; four packed float32 unless set.
        public Builder results(BasicFeaturesResults value) {
            this.results = Fields.required("results", value);
            return this;
        }

        /// What a window gives of which a record has no sample; NaN unless set.
        public Builder emptyWindow(EmptyWindow rule) {
            this.emptyWindow = Fields.required("emptyWindow", rule);
            return this;
        }

        /// Computes with this provider instead of `Kernels.provider()`.
        public Builder provider(KernelProvider value) {
            this.provider = Fields.required("provider", value);
            return this;
        }

        /// The kernel; fails with `IllegalArgumentException` if polarities differ by channel and there is no channel.
        public BasicFeaturesKernel build() {
            Channels.requireChannel(polarities, layout.channel());
            return new BasicFeaturesKernel(this, provider == null ? Kernels.provider() : provider);
        }

        private BasicFeaturesPlan plan() {
            return new BasicFeaturesPlan(
                    Layouts.waveforms(layout),
                    Layouts.window(layout, heightRange),
                    Layouts.window(layout, areaRange),
                    Layouts.window(layout, baselineRange),
                    Layouts.window(layout, SampleRange.from(0)),
                    Channels.polarities(polarities, layout.channel(), layout.extent()),
                    emptyWindow.value(),
                    results.stride(),
                    results.heightOffset(),
                    results.amplitudeOffset(),
                    results.areaOffset(),
                    results.differenceOffset());
        }
    }
}
