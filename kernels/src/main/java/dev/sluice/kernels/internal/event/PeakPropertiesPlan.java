package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of the properties of peaks; immutable, safe from any thread.
///
/// @param peaks       where the fields lie
/// @param topChannels channels below this one are at the top; 0 to leave the fraction alone
/// @param strax       true for the rules and the rounding of strax
public record PeakPropertiesPlan(RawPeaks peaks, int topChannels, boolean strax)
        implements LoopPlan<PeakPropertiesPlan.Loop> {
    /// The unchecked pass of `PeakPropertiesKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Computes the properties of `count` peaks, in place. Returns -1; or, with nothing written, the index of the
        /// first peak whose length is beyond its samples. Allocates nothing.
        long run(long peaks, long count, long scratch);
    }

    /// How many fractions of the area are looked for: 0 to 1 in steps of 0.05.
    public static final int FRACTIONS = 2 * RawPeaks.WIDTHS - 1;
    /// Bytes of scratch memory: one float32 per fraction.
    public static final int SCRATCH = Float.BYTES * FRACTIONS;
}
