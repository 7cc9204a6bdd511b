package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.memory.AddressSpace;

/// The polynomials that the samples near the ends of a record take their values from; immutable, safe from any thread.
public final class EdgeFit {

    private final int half;
    private final int degree;

    /// Of each of the first `half` places in a window in turn: the weights of all its samples.
    private final double[] weights;

    private EdgeFit(int half, int degree, double[] weights) {
        this.half = half;
        this.degree = degree;
        this.weights = weights;
    }

    /// Fits of `degree` to windows of `2 half + 1` samples.
    public static EdgeFit of(int half, int degree) {
        int window = 2 * half + 1;
        double[] weights = new double[half * window];
        for (int place = 0; place < half; place++) {
            for (int i = 0; i < window; i++) {
                weights[place * window + i] = PolynomialFit.weight(i - half, place - half, half, degree);
            }
        }
        return new EdgeFit(half, degree, weights);
    }

    /// Stores the samples nearer than `half` to an end of `valid` samples, doubles from address `samples` on.
    ///
    /// A record shorter than a window has the widest window of an odd number of samples that fits; where that is too
    /// short for the degree it stays as it is.
    public void finish(RawFiltering filtering, long samples, long result, int valid) {
        int window = 2 * half + 1;
        if (valid < window) {
            finishShort(filtering, samples, result, valid);
            return;
        }
        long last = samples + Double.BYTES * (long) (valid - window);
        for (int place = 0; place < half; place++) {
            double first = 0.0;
            double mirrored = 0.0;
            for (int i = 0; i < window; i++) {
                long at = Double.BYTES * (long) i;
                first = Math.fma(AddressSpace.float64(samples + at), weights[place * window + i], first);
                mirrored =
                        Math.fma(AddressSpace.float64(last + at), weights[place * window + window - 1 - i], mirrored);
            }
            filtering.store(result, place, first);
            filtering.store(result, valid - 1L - place, mirrored);
        }
    }

    private void finishShort(RawFiltering filtering, long samples, long result, int valid) {
        int reach = (valid - 1) / 2;
        boolean fits = 2 * reach + 1 > degree;
        for (int i = 0; i < valid; i++) {
            double value = fits ? valueShort(samples, valid, i, reach) : AddressSpace.float64(samples + 8L * i);
            filtering.store(result, i, value);
        }
    }

    /// The value at sample `at` by the window of `2 reach + 1` samples that is as near to it as the ends allow.
    private double valueShort(long samples, int valid, int at, int reach) {
        int start = Math.clamp(at - reach, 0, valid - 2 * reach - 1);
        double sum = 0.0;
        for (int i = -reach; i <= reach; i++) {
            double sample = AddressSpace.float64(samples + Double.BYTES * (long) (start + reach + i));
            sum = Math.fma(sample, PolynomialFit.weight(i, at - start - reach, reach, degree), sum);
        }
        return sum;
    }
}
