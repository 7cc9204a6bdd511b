package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of a search for peaks; immutable, safe from any thread.
///
/// @param peaks       where the results go
/// @param toPe        PE per ADC count × sample, by channel; owned by the plan
/// @param gap         least gap between peaks, ns
/// @param left        extension to the left, ns
/// @param right       extension to the right, ns
/// @param minArea     least area, PE
/// @param minChannels least number of channels
/// @param maxDuration longest peak, ns
/// @param strax       true for the rules and the rounding of strax
public record FindPeaksPlan(
        RawPeaks peaks,
        Gains toPe,
        long gap,
        long left,
        long right,
        double minArea,
        int minChannels,
        long maxDuration,
        boolean strax)
        implements LoopPlan<FindPeaksPlan.Loop> {
    /// The unchecked pass of `FindPeaksKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Finds the peaks of `count` hits; writes the first `capacity` of them at most.
        ///
        /// Returns how many there are, whether they had room or not; or -1 minus the index of the first hit that cannot
        /// be: then nothing was written. Allocates nothing.
        long run(long hits, long count, long peaks, long capacity, long scratch);
    }

    /// Bytes of scratch memory: a sum and a mark per channel, and what a group adds up to.
    public long scratchBytes() {
        return group() + 4L * Long.BYTES;
    }

    /// Where in scratch memory the numbers of a group lie.
    public long group() {
        return 2L * Long.BYTES * peaks.channels();
    }
}
