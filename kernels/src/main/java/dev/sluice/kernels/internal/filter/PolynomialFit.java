package dev.sluice.kernels.internal.filter;

/// Least-squares polynomials over a window of evenly spaced samples; stateless, safe from any thread.
///
/// Weights by Gram polynomials, which are orthogonal over the window, so that nothing is inverted (P. A. Gorry, Anal.
/// Chem. 62 (1990) 570).
public final class PolynomialFit {

    private PolynomialFit() {}

    /// The weight of sample `index` in the value at `position` of the polynomial of `degree` through the `2 half + 1`
    /// samples of a window; both count from the window's middle, -half to half. The degree is at most `2 half`.
    public static double weight(int index, int position, int half, int degree) {
        double atIndex = 1.0;
        double atPosition = 1.0;
        double atIndexBefore = 0.0;
        double atPositionBefore = 0.0;
        double norm = 1.0 / (2.0 * half + 1.0);
        double sum = norm;
        for (int k = 1; k <= degree; k++) {
            double divisor = k * (2.0 * half - k + 1.0);
            double rise = 2.0 * (2.0 * k - 1.0) / divisor;
            double fall = (k - 1.0) * (2.0 * half + k) / divisor;
            double nextAtIndex = rise * index * atIndex - fall * atIndexBefore;
            double nextAtPosition = rise * position * atPosition - fall * atPositionBefore;
            atIndexBefore = atIndex;
            atPositionBefore = atPosition;
            atIndex = nextAtIndex;
            atPosition = nextAtPosition;
            norm *= (2.0 * half - k + 1.0) / (2.0 * half + k + 1.0);
            sum += (2.0 * k + 1.0) * norm * (atIndex * atPosition);
        }
        return sum;
    }
}
