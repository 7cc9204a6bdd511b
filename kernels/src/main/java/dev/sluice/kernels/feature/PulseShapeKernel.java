package dev.sluice.kernels.feature;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.internal.check.Channels;
import dev.sluice.kernels.internal.check.Layouts;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.feature.PulseShapePlan;
import dev.sluice.kernels.internal.feature.RawGates;
import dev.sluice.kernels.internal.feature.RawLevels;
import dev.sluice.kernels.internal.feature.ScalarPulseShape;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import java.lang.foreign.MemorySegment;

/// Rise, fall, widths, constant-fraction time, charge quantiles and tail-to-total ratio of every waveform.
///
/// Immutable and safe from any thread; it owns no memory. It computes what `PulseShapeResults` asks for. Per record,
/// with `v` the valid length, `b` the baseline of `PeakChargeKernel`, and the signal `s[i]` = `b - wave[i]` for
/// negative pulses, `wave[i] - b` for positive ones, in float64:
///
/// - peak: the first greatest `s[i]` of the peak range, cut to `[0, v)`; `p` is its number and `A` its height. Edges,
///   and gates, need a peak with `A > 0`.
/// - leading edge at fraction `f`: from `p` backwards, the first sample with `s[i] <= f·A`; the time of the crossing is
///   `i + (f·A - s[i]) / (s[i+1] - s[i])`. Trailing edge: from `p` forwards, the first such sample;
///   `i - (f·A - s[i]) / (s[i-1] - s[i])`. So an earlier pulse in the record does not count.
/// - rise time, fall time: between the low and the high fraction; widths: between the leading and the trailing edge at
///   one fraction; constant-fraction time: the leading edge at a fraction of its own.
/// - quantiles: with `x[i] = max(s[i], 0)`, the first `i` at which the running sum of `x` over all valid samples is at
///   least the fraction `q` of its total; whole samples.
/// - charge (`q_total`): that total, the sum of `max(s[i], 0)` over all valid samples. Noise above the baseline is in
///   it, samples below are not.
/// - tail-to-total: (long - short) / long, with the sums of `s`, of either sign, over the gates `[g, g + long)` and
///   `[g, g + short)`, `g` some samples before `p`, cut to `[0, v)`. So it is no fraction of the charge above. NaN if
///   the record ends before the tail `[g + short, g + long)` begins.
///
/// What is not there (no baseline, no peak, an edge beyond the record, a tail beyond it, no charge) is NaN. For 16-bit
/// samples sums are exact but for the fraction of the baseline, which is added once; float samples are summed in
/// rising order, in gates in the order of `PeakChargeKernel`. A NaN sample is never the peak; a time or sum that it
/// takes part in is NaN.
///
/// Quantiles are those of `waveform_width_integral` in WaveformAnalysis, rise, fall and total width those of its
/// `waveform_width`; both take padding for signal, and the latter ignores polarity and finds the edges of whatever
/// pulse comes first in the record.
public final class PulseShapeKernel {

    private final WaveformLayout layout;
    private final PulseShapeResults results;
    private final PulseShapePlan.Loop loop;
    private final Call.Body body = this::run;
    private final int extent;
    private final int resultExtent;

    private PulseShapeKernel(Builder builder, KernelProvider provider) {
        this.layout = builder.layout;
        this.results = builder.results;
        this.loop = Loops.of(provider, builder.plan(), ScalarPulseShape::of);
        this.extent = layout.extent();
        this.resultExtent = results.extent();
    }

    /// A kernel for waveforms of this layout, with the default fractions and gates, every channel negative.
    public static Builder of(WaveformLayout layout) {
        return new Builder(layout);
    }

    /// Computes `count` records that start at byte `offset` of `waveforms`, into `target` from `resultOffset` on.
    ///
    /// Both segments must be native; a shared arena cannot be closed during the call. Result fields must not
    /// overlap fields that are read. Fails like `PeakChargeKernel.compute`, before anything is written. Allocates
    /// nothing.
    public void compute(MemorySegment waveforms, long offset, long count, MemorySegment target, long resultOffset) {
        long records = Segments.addressOfRecords("waveforms", waveforms, offset, count, layout.stride(), extent);
        long output = Segments.addressOfResults("results", target, resultOffset, count, results.stride(), resultExtent);
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
    public PulseShapeResults results() {
        return results;
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final WaveformLayout layout;
        private SampleRange peakRange = SampleRange.from(0);
        private SampleRange baselineRange = new SampleRange(0, 40);
        private Polarities polarities = Polarities.NEGATIVE;
        private EmptyWindow emptyWindow = EmptyWindow.NAN;
        private RawLevels levels = new RawLevels(0.1, 0.9, 0.5, 0.2, 0.1, 0.9);
        private RawGates gates = new RawGates(8, 24, 200);
        private PulseShapeResults results = PulseShapeResults.packed();
        private KernelProvider provider;

        private Builder(WaveformLayout layout) {
            this.layout = Fields.required("layout", layout);
        }

        /// Samples searched for the peak; all unless set.
        public Builder peakRange(SampleRange range) {
            this.peakRange = Fields.required("peakRange", range);
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

        /// Fractions of the height between which edges are timed, the low one also that of the total width; 0.1 and 0.9
        /// unless set. `0 < low < high < 1`.
        public Builder edgeFractions(double low, double high) {
            requireOrder("edge fractions", "edge", low, high);
            this.levels = levels.withEdges(low, high);
            return this;
        }

        /// Fraction of the height at which the width is taken; 0.5 unless set.
        public Builder widthFraction(double fraction) {
            this.levels = levels.withWidth(requireFraction("widthFraction", fraction));
            return this;
        }

        /// Fraction of the height that the leading edge is timed at; 0.2 unless set.
        public Builder constantFraction(double fraction) {
            this.levels = levels.withConstantFraction(requireFraction("constantFraction", fraction));
            return this;
        }

        /// Fractions of the charge; 0.1 and 0.9 unless set. `0 < low < high < 1`.
        public Builder quantiles(double low, double high) {
            requireOrder("quantiles", "quantile", low, high);
            this.levels = levels.withQuantiles(low, high);
            return this;
        }

        /// How many samples before the peak both gates start, 0 or more; 8 unless set.
        public Builder gateBefore(int samples) {
            if (samples < 0) {
                throw KernelArgumentException.of("no such gates", "give 0 samples or more", "gateBefore", samples);
            }
            this.gates = new RawGates(samples, gates.shortGate(), gates.longGate());
            return this;
        }

        /// How many samples the two gates are long, the short one first; 24 and 200 unless set.
        public Builder gates(int shortGate, int longGate) {
            if (shortGate < 1 || longGate <= shortGate) {
                throw KernelArgumentException.of(
                        "no such gates",
                        "give 0 < {shortGate} < {longGate}, in samples",
                        new Parameter("shortGate", shortGate),
                        new Parameter("longGate", longGate));
            }
            this.gates = new RawGates(gates.before(), shortGate, longGate);
            return this;
        }

        /// Where the results go, and which; all, packed, unless set.
        public Builder results(PulseShapeResults value) {
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
        public PulseShapeKernel build() {
            Channels.requireChannel(polarities, layout.channel());
            return new PulseShapeKernel(this, provider == null ? Kernels.provider() : provider);
        }

        private PulseShapePlan plan() {
            return new PulseShapePlan(
                    Layouts.waveforms(layout),
                    Layouts.window(layout, peakRange),
                    Layouts.window(layout, baselineRange),
                    Layouts.window(layout, SampleRange.from(0)),
                    Channels.polarities(polarities, layout.channel(), layout.extent()),
                    emptyWindow.value(),
                    levels,
                    gates,
                    results.wants(
                            PulseShapeValue.QUANTILE_LOW,
                            PulseShapeValue.QUANTILE_HIGH,
                            PulseShapeValue.QUANTILE_WIDTH,
                            PulseShapeValue.POSITIVE_CHARGE),
                    results.wants(PulseShapeValue.TAIL_TO_TOTAL),
                    results.stride(),
                    results.raw());
        }

        private static void requireOrder(String what, String name, double low, double high) {
            if (!(0 < low && low < high && high < 1)) {
                throw KernelArgumentException.of(
                        "no such " + what,
                        "give 0 < {" + name + "Low} < {" + name + "High} < 1",
                        new Parameter(name + "Low", low),
                        new Parameter(name + "High", high));
            }
        }

        private static double requireFraction(String name, double fraction) {
            if (!(0 < fraction && fraction < 1)) {
                throw KernelArgumentException.of("no such fraction", "give one between 0 and 1", name, fraction);
            }
            return fraction;
        }
    }
}
