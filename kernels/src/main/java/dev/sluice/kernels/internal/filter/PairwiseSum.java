package dev.sluice.kernels.internal.filter;

/// Sums of doubles in the order of numpy: eight running sums side by side, and halves of more than 128 numbers apart.
///
/// So the error grows with the logarithm of the count (N. J. Higham, SIAM J. Sci. Comput. 14 (1993) 783,
/// [doi:10.1137/0914050](https://doi.org/10.1137/0914050)). Stateless, safe from any thread.
public final class PairwiseSum {

    private static final int LANES = 8;
    private static final int BLOCK = 128;

    private PairwiseSum() {}

    /// The sum of these numbers, with the bits of `numpy.sum`.
    public static double of(double[] values) {
        return of(values, 0, values.length);
    }

    private static double of(double[] values, int from, int count) {
        if (count > BLOCK) {
            int half = count / 2 / LANES * LANES;
            return of(values, from, half) + of(values, from + half, count - half);
        }
        return count < LANES ? inOrder(values, 0.0, from, from + count) : block(values, from, count);
    }

    private static double block(double[] values, int from, int count) {
        double[] sums = new double[LANES];
        int whole = count / LANES * LANES;
        for (int i = 0; i < whole; i++) {
            sums[i % LANES] += values[from + i];
        }
        for (int step = 1; step < LANES; step *= 2) {
            for (int i = 0; i < LANES; i += 2 * step) {
                sums[i] += sums[i + step];
            }
        }
        return inOrder(values, sums[0], from + whole, from + count);
    }

    private static double inOrder(double[] values, double start, int from, int to) {
        double sum = start;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
