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
import dev.sluice.kernels.internal.feature.PeakChargePlan;
import dev.sluice.kernels.internal.feature.ScalarPeakCharge;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Peak-to-peak height and baseline-subtracted charge of every waveform.
///
/// Immutable and safe from any thread; it owns no memory. Per record, with `v` the valid length (all samples if the
/// layout has no such field) and every range first cut to `[0, v)`:
///
/// - peak = max(wave) - min(wave) over the peak range, in ADC counts. A NaN sample gives NaN.
/// - baseline `b` = the baseline field if the layout has one, else the mean over the baseline range.
/// - charge = n·b - Σ wave for negative pulses, Σ wave - n·b for positive ones, over the `n` samples of the charge
///   range, in ADC counts × samples.
///
/// An empty range gives NaN, and so does a charge without a baseline; with `EmptyWindow.ZERO` each gives 0.
///
/// Integer samples are summed exactly, at any record length. Float samples are summed in float64 in a fixed order: 16
/// partial sums, sample `i` of the window into partial `i mod 16`, each in rising `i` and starting at +0.0; then
/// partials `j` and `j+8` are added, `j` and `j+4`, `j` and `j+2`, `j` and `j+1`: pairwise at the end (N. J. Higham,
/// SIAM J. Sci. Comput. 14 (1993) 783, [doi:10.1137/0914050](https://doi.org/10.1137/0914050)). Mean and charge are
/// evaluated in float64 and stored as float32. So the result does not depend on the machine or its vector width. NaN
/// results are the canonical NaN.
public final class PeakChargeKernel {

    private final WaveformLayout layout;
    private final PeakChargeResults results;
    private final PeakChargePlan.Loop loop;
    private final Call.Body body = this::run;
    private final int stride;
    private final int extent;

    private PeakChargeKernel(Builder builder) {
        this.layout = builder.layout;
        this.results = builder.results;
        this.loop = Loops.of(builder.chosenProvider(), builder.plan(), ScalarPeakCharge::of);
        this.stride = layout.stride();
        this.extent = layout.extent();
    }

    /// A kernel for waveforms of this layout, with the default ranges, every channel negative.
    public static Builder of(WaveformLayout layout) {
        return new Builder(layout);
    }

    /// Computes `count` records that start at byte `offset` of `waveforms`, into `target` from `resultOffset` on.
    ///
    /// Both segments must be native; a shared arena of theirs cannot be closed during the call. Result fields must not
    /// overlap fields that are read. Fails before anything is written: `IndexOutOfBoundsException` if a segment is too
    /// small, `IllegalArgumentException` if it is a heap or read-only segment, `IllegalStateException` if it is closed,
    /// `WrongThreadException` if it belongs to another thread. Allocates nothing.
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
    public PeakChargeResults results() {
        return results;
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final WaveformLayout layout;
        private SampleRange peakRange = new SampleRange(40, 90);
        private SampleRange chargeRange = new SampleRange(60, 400);
        private SampleRange baselineRange = new SampleRange(0, 40);
        private Polarities polarities = Polarities.NEGATIVE;
        private EmptyWindow emptyWindow = EmptyWindow.NAN;
        private PeakChargeResults results = PeakChargeResults.of(2 * Float.BYTES, 0, Float.BYTES);
        private KernelProvider provider;

        private Builder(WaveformLayout layout) {
            this.layout = Fields.required("layout", layout);
        }

        /// Samples searched for the peak; 40:90 unless set.
        public Builder peakRange(SampleRange range) {
            this.peakRange = Fields.required("peakRange", range);
            return this;
        }

        /// Samples summed for the charge; 60:400 unless set.
        public Builder chargeRange(SampleRange range) {
            this.chargeRange = Fields.required("chargeRange", range);
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

        /// Where the results go; peak and charge as two packed float32 unless set.
        public Builder results(PeakChargeResults value) {
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
        public PeakChargeKernel build() {
            Channels.requireChannel(polarities, layout.channel());
            return new PeakChargeKernel(this);
        }

        private KernelProvider chosenProvider() {
            return provider == null ? Kernels.provider() : provider;
        }

        private PeakChargePlan plan() {
            return new PeakChargePlan(
                    Layouts.waveforms(layout),
                    Layouts.window(layout, peakRange),
                    Layouts.window(layout, chargeRange),
                    Layouts.window(layout, baselineRange),
                    Channels.polarities(polarities, layout.channel(), layout.extent()),
                    emptyWindow.value(),
                    results.stride(),
                    results.peakOffset(),
                    results.chargeOffset(),
                    results.baselineOffset());
        }
    }
}
