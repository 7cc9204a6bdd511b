package dev.sluice.kernels.internal.filter;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of a moving average whose window is too wide to be summed again for every sample.
///
/// Immutable, safe from any thread.
///
/// @param direct the same average as sums over the window
public record WideAveragePlan(FirPlan direct) implements LoopPlan<FilterLoop> {

    /// How many samples a window has.
    public int window() {
        return direct.taps().length;
    }

    /// Bytes of scratch memory that a record needs: the samples, and after them the sums of a window.
    public long scratchBytes() {
        return direct.scratchBytes() + Double.BYTES * (long) window();
    }

    /// Where in scratch memory the sums of a window go.
    public long sums(long scratch) {
        return scratch + direct.scratchBytes();
    }
}
