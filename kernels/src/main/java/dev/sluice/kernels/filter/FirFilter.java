package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.FirPlan;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarFir;
import dev.sluice.kernels.internal.memory.Fields;
import java.util.Arrays;

/// A filter with a finite impulse response: convolution with any taps. Immutable and safe from any thread.
///
/// With taps `h` of which number `origin` meets the sample itself:
///
///     filtered[i] = Σ_t h[t] · wave[i + origin - t]
///
/// which is numpy's `convolve`, cut to the record. The sum is formed in float64 from +0.0 on, in rising order of the
/// samples, each product fused with its addition (rounded once), and stored as float32: the same bits at any vector
/// width. Results have the unit of the samples times that of the taps; a result beyond float32 is infinite. A NaN
/// sample makes the results whose window contains it NaN, and no others.
public final class FirFilter extends Filter {

    /// The most taps a filter may have.
    public static final int MOST_TAPS = 65_536;

    /// Greatest magnitude of a tap: sums of any float32 samples stay within float64.
    public static final double GREATEST_TAP = 1e200;

    private final double[] taps;
    private final int origin;
    private final FilterEdges edges;

    private FirFilter(double[] taps, int origin, FilterEdges edges) {
        this.taps = taps;
        this.origin = origin;
        this.edges = edges;
    }

    /// Convolution with these taps, the impulse response; the middle one (of an even number, the first of the two)
    /// meets the sample itself, and there are zeros beyond the ends.
    ///
    /// Fails with `IllegalArgumentException` if there is no tap, or one that is not finite or beyond `GREATEST_TAP`.
    public static FirFilter of(double... taps) {
        double[] own = Fields.required("taps", taps).clone();
        if (own.length == 0 || own.length > MOST_TAPS) {
            throw KernelArgumentException.of("wrong number of taps", "give 1 to " + MOST_TAPS, "taps", own.length);
        }
        for (int i = 0; i < own.length; i++) {
            if (!(Math.abs(own[i]) <= GREATEST_TAP)) {
                throw KernelArgumentException.of(
                        "tap " + i + " out of range",
                        "the greatest magnitude is " + GREATEST_TAP + ": scale the taps",
                        "taps",
                        own[i]);
            }
        }
        return new FirFilter(own, (own.length - 1) / 2, FilterEdges.ZERO);
    }

    /// Reads taps written as numbers with commas between them, such as `1,2,1`; fails as `of`.
    public static FirFilter parse(String text) {
        String[] words = Fields.required("taps", text).split(",", -1);
        double[] taps = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                taps[i] = Double.parseDouble(words[i].strip());
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException(
                        "tap is not a number: taps[" + i + "]='" + words[i] + "'; write numbers with commas, as 1,2,1",
                        wrong);
            }
        }
        return of(taps);
    }

    /// The same filter with another tap that meets the sample itself: 0 is the first.
    public FirFilter origin(int tap) {
        if (tap < 0 || tap >= taps.length) {
            throw KernelArgumentException.of(
                    "the origin is no tap",
                    "give a number from 0 to " + (taps.length - 1),
                    new Parameter("origin", tap),
                    new Parameter("taps", taps.length));
        }
        return new FirFilter(taps, tap, edges);
    }

    /// The same filter with other edges, any but `FIT`.
    public FirFilter edges(FilterEdges value) {
        return new FirFilter(taps, origin, withoutFit(Fields.required("edges", value)));
    }

    /// The same filter with taps divided by their sum, so that a constant waveform stays what it is.
    ///
    /// Fails with `IllegalArgumentException` if the sum is 0 or so small that a tap leaves its range.
    public FirFilter normalised() {
        double sum = 0.0;
        for (double tap : taps) {
            sum += tap;
        }
        if (sum == 0.0) {
            throw KernelArgumentException.of(
                    "taps whose sum is 0 cannot be normalised",
                    "give taps with another sum",
                    "taps",
                    Arrays.toString(taps));
        }
        double[] scaled = taps.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= sum;
        }
        return of(scaled).origin(origin).edges(edges);
    }

    /// The taps.
    public double[] taps() {
        return taps.clone();
    }

    @Override
    FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider) {
        return Loops.of(provider, plan(filtering), ScalarFir::of);
    }

    FirPlan plan(RawFiltering filtering) {
        int left = taps.length - 1 - origin;
        return new FirPlan(filtering, reversed(taps), left, 1.0, edges.raw(), null);
    }

    private static double[] reversed(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[values.length - 1 - i];
        }
        return result;
    }

    @Override
    public String toString() {
        return "FIR of " + taps.length + " taps, origin=" + origin + ", edges=" + edges;
    }
}
