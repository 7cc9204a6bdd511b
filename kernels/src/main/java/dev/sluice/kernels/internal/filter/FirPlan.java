package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;

/// The checked numbers of a filter with a finite impulse response, and what its loops do per record around their sums.
///
/// Immutable, safe from any thread. A loop loads the valid samples of a record into scratch memory as doubles, has the
/// plan put `left` and `right` samples around them, forms the sums, and has the plan put the edges right.
///
/// @param filtering from where to where
/// @param taps      weights in rising order of the samples that they meet, the impulse response reversed; not to be
///                  changed by anyone
/// @param left      how many samples before a sample its sum begins
/// @param scale     what every sum is multiplied by
/// @param edges     what stands beyond the ends of a record
/// @param fit       the polynomial for the edges, only for `Edges.FIT`, else null
public record FirPlan(RawFiltering filtering, double[] taps, int left, double scale, Edges edges, EdgeFit fit)
        implements LoopPlan<FilterLoop> {

    /// What stands beyond the ends of a record: `dev.sluice.kernels.filter.FilterEdges` has the same names and says
    /// more.
    public enum Edges {
        /// Zeros.
        ZERO,
        /// The first and the last sample again.
        NEAREST,
        /// Nothing: samples whose sum would reach there are 0.
        VALID,
        /// A polynomial through the first or last samples.
        FIT
    }

    /// How many samples after a sample its sum ends.
    public int right() {
        return taps.length - 1 - left;
    }

    /// Bytes of scratch memory that a record needs.
    public long scratchBytes() {
        return Double.BYTES * ((long) filtering.waveforms().samples() + taps.length);
    }

    /// Where in scratch memory the samples go.
    public long samples(long scratch) {
        return scratch + Double.BYTES * (long) left;
    }

    /// Puts what the edges ask for around `valid` samples, one or more.
    public void surround(long scratch, int valid) {
        long first = samples(scratch);
        long end = first + Double.BYTES * (long) valid;
        boolean nearest = edges == Edges.NEAREST;
        double before = nearest ? AddressSpace.float64(first) : 0.0;
        double after = nearest ? AddressSpace.float64(end - Double.BYTES) : 0.0;
        for (int i = 0; i < left; i++) {
            AddressSpace.float64(scratch + Double.BYTES * (long) i, before);
        }
        for (int i = 0; i < right(); i++) {
            AddressSpace.float64(end + Double.BYTES * (long) i, after);
        }
    }

    /// Puts the samples near the edges right, and writes zeros after the valid ones.
    public void finish(long scratch, long result, int valid) {
        if (edges == Edges.VALID) {
            filtering.clear(result, 0, Math.min(left, valid));
            filtering.clear(result, Math.max(0, valid - right()), valid);
        } else if (edges == Edges.FIT) {
            fit.finish(filtering, samples(scratch), result, valid);
        }
        filtering.clearPadding(result, valid);
    }
}
