package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.loop.LoopPlan;

/// The checked numbers of linking fragments; immutable, safe from any thread.
///
/// @param samples samples that a record has room for
public record RecordLinksPlan(int samples) implements LoopPlan<RecordLinksPlan.Loop> {
    /// The unchecked pass of `RecordLinks` over records; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Writes the index of the fragment before and after each of `count` records, -1 where there is none.
        ///
        /// `last` and `expected` have room for every int16, negative ones after the others. Allocates nothing.
        void run(long records, int count, int[] previous, int[] next, int[] last, long[] expected);
    }
}
