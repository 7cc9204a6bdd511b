package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarTrapezoid;
import dev.sluice.kernels.internal.filter.TrapezoidPlan;

/// The trapezoidal filter of Jordanov and Knoll: turns a preamplifier's pulses into trapezoids of the same height.
///
/// Immutable and safe from any thread. With `b` the baseline of the record, `x[i] = wave[i] - b` (0 before the record),
/// rise `k`, `l` = rise plus flat top, and `a = exp(-1 / decay)`:
///
///     d[i] = x[i] - x[i-k] - x[i-l] + x[i-k-l]
///     p[i] = p[i-1] + d[i]
///     s[i] = s[i-1] + (1 - a) p[i] + a d[i]
///     filtered[i] = s[i] / k
///
/// which is theirs (V. T. Jordanov, G. F. Knoll, Nucl. Instrum. Meth. A 345 (1994) 337,
/// [doi:10.1016/0168-9002(94)91011-1](https://doi.org/10.1016/0168-9002%2894%2991011-1)) with `M = a / (1 - a)` and the
/// gain `k (M + 1)` divided out: a pulse `A·a^i` rises linearly over `k` samples, stays at `A` for the flat top and
/// falls over `k` samples to 0. Without a decay (infinite) it shapes steps.
///
/// The baseline is the baseline field of the records if they have one, else the mean over the baseline range, summed
/// in rising order; where that is empty all samples are NaN. All in float64, sums in rising order, stored as float32
/// in ADC counts over the baseline, with the sign of the samples. A NaN sample spoils the rest of its record, or all
/// of it if it is in the baseline range.
public final class TrapezoidalFilter extends Filter {

    /// The longest rise and the longest flat top, in samples.
    public static final int LONGEST = 1 << 20;

    private final int rise;
    private final int flat;
    private final DecayingPulse shape;

    private TrapezoidalFilter(int rise, int flat, DecayingPulse shape) {
        this.rise = rise;
        this.flat = flat;
        this.shape = shape;
    }

    /// Trapezoids with a rise of so many samples and no flat top, from pulses that decay to 1/e in `decay` samples;
    /// infinity for steps. The baseline range is 0:40.
    ///
    /// Fails with `IllegalArgumentException` if there is no rise, it is out of range, or the decay is not positive.
    public static TrapezoidalFilter rising(int rise, double decay) {
        if (rise < 1 || rise > LONGEST) {
            throw KernelArgumentException.outside("rise", rise, 1, LONGEST, "samples");
        }
        return new TrapezoidalFilter(rise, 0, DecayingPulse.of(decay));
    }

    /// The same filter with a flat top of so many samples, 0 or more.
    public TrapezoidalFilter flatTop(int flat) {
        if (flat < 0 || flat > LONGEST) {
            throw KernelArgumentException.outside("flat", flat, 0, LONGEST, "samples");
        }
        return new TrapezoidalFilter(rise, flat, shape);
    }

    /// The same filter with another range of samples averaged for the baseline, where the records carry none.
    public TrapezoidalFilter baselineRange(SampleRange range) {
        return new TrapezoidalFilter(rise, flat, shape.baselineRange(range));
    }

    @Override
    FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider) {
        return Loops.of(provider, new TrapezoidPlan(shape.plan(filtering, layout), rise, flat), ScalarTrapezoid::of);
    }

    @Override
    public String toString() {
        return "trapezoid of rise=" + rise + ", flat=" + flat + ", " + shape;
    }
}
