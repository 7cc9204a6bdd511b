package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.filter.EdgeFit;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.FirPlan;
import dev.sluice.kernels.internal.filter.PolynomialFit;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarFir;
import dev.sluice.kernels.internal.memory.Fields;

/// Savitzky–Golay smoothing: every sample becomes the value, at its place, of the polynomial that fits its window best.
///
/// Immutable and safe from any thread. The window has an odd number of samples, with the sample in its middle; the fit
/// is by least squares (A. Savitzky, M. J. E. Golay, Anal. Chem. 36 (1964) 1627,
/// [doi:10.1021/ac60214a047](https://doi.org/10.1021/ac60214a047); scipy's `savgol_filter` without a
/// derivative). Weights by Gram polynomials, in float64; sums as in [FirFilter]. Results have the unit of the samples.
///
/// With edges `FIT`, which is the default, samples nearer to an end than half a window have the polynomial
/// of the first or last whole window. A record shorter than the window is then fitted with the widest window of an odd
/// number of samples that it has, and one that is too short for the degree stays as it is.
public final class SavitzkyGolayFilter extends Filter {

    /// The widest window, in samples.
    public static final int WIDEST = 1_001;

    /// The highest degree.
    public static final int HIGHEST_DEGREE = 10;

    private final int window;
    private final int degree;
    private final FilterEdges edges;

    private SavitzkyGolayFilter(int window, int degree, FilterEdges edges) {
        this.window = window;
        this.degree = degree;
        this.edges = edges;
    }

    /// A window of `window` samples, fitted by a polynomial of `degree`, which is less; edges are fitted.
    ///
    /// Fails with `IllegalArgumentException` if the window is even or too wide, or the degree does not fit it.
    public static SavitzkyGolayFilter of(int window, int degree) {
        if (window < 1 || window > WIDEST || window % 2 == 0) {
            throw KernelArgumentException.of(
                    "window has no middle sample", "give an odd number from 1 to " + WIDEST, "window", window);
        }
        if (degree < 0 || degree >= window || degree > HIGHEST_DEGREE) {
            throw KernelArgumentException.of(
                    "polynomial does not fit the window",
                    "give a {degree} from 0 to " + Math.min(window - 1, HIGHEST_DEGREE),
                    new Parameter("degree", degree),
                    new Parameter("window", window));
        }
        return new SavitzkyGolayFilter(window, degree, FilterEdges.FIT);
    }

    /// The same filter with other edges.
    public SavitzkyGolayFilter edges(FilterEdges value) {
        return new SavitzkyGolayFilter(window, degree, Fields.required("edges", value));
    }

    /// The weights of the samples of a window, in rising order; they are symmetric.
    public double[] weights() {
        double[] weights = new double[window];
        for (int i = 0; i < window; i++) {
            weights[i] = PolynomialFit.weight(i - window / 2, 0, window / 2, degree);
        }
        return weights;
    }

    @Override
    FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider) {
        EdgeFit fit = edges == FilterEdges.FIT ? EdgeFit.of(window / 2, degree) : null;
        FirPlan plan = new FirPlan(filtering, weights(), window / 2, 1.0, edges.raw(), fit);
        return Loops.of(provider, plan, ScalarFir::of);
    }

    @Override
    public String toString() {
        return "Savitzky-Golay of window=" + window + ", degree=" + degree + ", edges=" + edges;
    }
}
