package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.PoleZeroPlan;
import dev.sluice.kernels.internal.filter.PulsePlan;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarPoleZero;

/// Pole-zero correction: turns the exponential decay of a preamplifier's pulses into a step.
///
/// Immutable and safe from any thread. With `b` the baseline of the record and `a = exp(-1 / decay)`:
///
///     x[i] = wave[i] - b
///     filtered[i] = x[i] + (1 - a) · Σ_(j < i) x[j]
///
/// which is the recursion `filtered[i] = filtered[i-1] + x[i] - a·x[i-1]` of germanium spectroscopy (`pole_zero` of
/// dspeed) with the running sum taken over samples instead of results, so that rounding does not add up. A pulse
/// `A·a^i` becomes a step of height `A`; without a decay (infinite) the result is `x`.
///
/// The baseline is the baseline field of the records if they have one, else the mean over the baseline range, summed
/// in rising order; where that is empty all samples are NaN. A baseline that is off by `e` tilts the result by `e·(1 -
/// a)` per sample. All in float64, sums in rising order, stored as float32 in ADC counts over the baseline, with the
/// sign of the samples. A NaN sample spoils the rest of its record, or all of it if it is in the baseline range.
public final class PoleZeroFilter extends Filter {

    private final DecayingPulse shape;

    private PoleZeroFilter(DecayingPulse shape) {
        this.shape = shape;
    }

    /// The correction of pulses that decay to 1/e in `decay` samples; infinity for none. The baseline range is 0:40.
    ///
    /// Fails with `IllegalArgumentException` unless the decay is positive.
    public static PoleZeroFilter of(double decay) {
        return new PoleZeroFilter(DecayingPulse.of(decay));
    }

    /// The same filter with another range of samples averaged for the baseline, where the records carry none.
    public PoleZeroFilter baselineRange(SampleRange range) {
        return new PoleZeroFilter(shape.baselineRange(range));
    }

    @Override
    FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider) {
        PulsePlan pulses = shape.plan(filtering, layout);
        return Loops.of(provider, new PoleZeroPlan(pulses), ScalarPoleZero::of);
    }

    @Override
    public String toString() {
        return "pole-zero correction, " + shape;
    }
}
