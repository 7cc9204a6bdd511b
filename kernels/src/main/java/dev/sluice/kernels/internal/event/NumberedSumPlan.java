package dev.sluice.kernels.internal.event;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of a sum of waveforms of hits that number their records; immutable, safe from any thread.
///
/// @param sum what is summed; no links are followed
public record NumberedSumPlan(SumWaveformPlan sum) implements LoopPlan<NumberedSumPlan.Loop> {
    /// Bytes of the widest vector.
    private static final int VECTOR = 64;

    /// The unchecked pass of `NumberedHitSum`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Sums the waveforms of `peakCount` peaks; the number of the first record is `number`.
        ///
        /// Returns false, with nothing written, unless every hit lies in the record of its number. Allocates nothing.
        boolean run(
                long peaks,
                long peakCount,
                long hits,
                long hitCount,
                long records,
                long recordCount,
                long number,
                long scratch);
    }

    /// Bytes of scratch memory: those of the sum, and a vector, of which the first bytes may be the end of a waveform.
    public long scratchBytes() {
        return sum.scratchBytes() + VECTOR;
    }
}
