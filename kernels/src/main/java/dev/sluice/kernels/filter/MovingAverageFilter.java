package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.FirPlan;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarFir;
import dev.sluice.kernels.internal.filter.ScalarWideAverage;
import dev.sluice.kernels.internal.filter.WideAveragePlan;
import dev.sluice.kernels.internal.memory.Fields;
import java.util.Arrays;

/// The moving average: every sample becomes the mean of the `window` samples around it.
///
/// Immutable and safe from any thread.
///
///     filtered[i] = 1 / window · Σ wave[i - window / 2 + k]    over k from 0 to window - 1, window / 2 rounded down
///
/// as scipy's `uniform_filter1d`: an even window has one sample more before than after. The divisor is the window at
/// the edges too. Integer samples are summed exactly. Float samples are summed in float64: up to `WIDEST_DIRECT`
/// samples in rising order; in a wider window, in falling order from the last sample whose index is one less than a
/// multiple of the window, counted from the first window's first sample, plus the sum of those after it, in rising
/// order. Nothing is ever subtracted, so that no error builds up along a record, and a NaN or infinite sample spoils
/// only the results whose window contains it. Stored as float32, in the unit of the samples.
public final class MovingAverageFilter extends Filter {

    /// The widest window, in samples.
    public static final int WIDEST = FirFilter.MOST_TAPS;

    /// The widest window whose samples are all summed again for every result; cheaper by vectors than what a wider
    /// window has instead, which costs the same for all windows.
    public static final int WIDEST_DIRECT = 48;

    private final int window;
    private final FilterEdges edges;

    private MovingAverageFilter(int window, FilterEdges edges) {
        this.window = window;
        this.edges = edges;
    }

    /// The mean of `window` samples, with the first and the last sample again beyond the ends.
    ///
    /// Fails with `IllegalArgumentException` if the window is empty or wider than `WIDEST`.
    public static MovingAverageFilter of(int window) {
        if (window < 1 || window > WIDEST) {
            throw KernelArgumentException.outside("window", window, 1, WIDEST, "samples");
        }
        return new MovingAverageFilter(window, FilterEdges.NEAREST);
    }

    /// The same filter with other edges, any but `FIT`.
    public MovingAverageFilter edges(FilterEdges value) {
        return new MovingAverageFilter(window, withoutFit(Fields.required("edges", value)));
    }

    @Override
    FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider) {
        double[] ones = new double[window];
        Arrays.fill(ones, 1.0);
        FirPlan plan = new FirPlan(filtering, ones, window / 2, 1.0 / window, edges.raw(), null);
        return window <= WIDEST_DIRECT
                ? Loops.of(provider, plan, ScalarFir::of)
                : Loops.of(provider, new WideAveragePlan(plan), ScalarWideAverage::of);
    }

    @Override
    public String toString() {
        return "moving average of window=" + window + ", edges=" + edges;
    }
}
