package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of strax' filter over pulses in fragments.
///
/// Immutable, safe from any thread.
///
/// @param filtering from where to where
/// @param weights   an odd number of weights, in rising order of the samples that they meet, each of them a float32;
///     not to be changed by anyone
/// @param left      how many samples before a sample its sum begins
public record StraxFirPlan(RawFiltering filtering, double[] weights, int left)
        implements LoopPlan<FragmentFirPlan.Loop> {

    /// How many samples after a sample its sum ends.
    public int right() {
        return weights.length - 1 - left;
    }

    /// Bytes of scratch memory that a record needs.
    public long scratchBytes() {
        return Double.BYTES * ((long) filtering.waveforms().samples() + weights.length);
    }

    /// The sign with which the weights mirror themselves around the middle one, 0 if they do not.
    ///
    /// `scipy.ndimage` adds the two samples of a pair before it weights them, and takes weights for equal that differ
    /// by no more than the spacing of doubles at 1.
    public int symmetry() {
        return mirrors(1) ? 1 : mirrors(-1) ? -1 : 0;
    }

    private boolean mirrors(int sign) {
        int middle = weights.length / 2;
        for (int i = 1; i <= middle; i++) {
            if (Math.abs(weights[middle + i] - sign * weights[middle - i]) > Math.ulp(1.0)) {
                return false;
            }
        }
        return true;
    }
}
