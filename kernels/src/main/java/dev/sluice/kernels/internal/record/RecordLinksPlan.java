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
        /// `last` and `expected` have room for every int16, negative ones after the others. `last` numbers records
        /// from `base` on: what is below it is of calls before, so nothing is cleared. Allocates nothing.
        void run(long records, int count, int[] previous, int[] next, long[] last, long[] expected, long base);

        /// The same into memory, of int64 if `wide`, else of int32.
        void write(
                long records,
                int count,
                long previous,
                long next,
                boolean wide,
                long[] last,
                long[] expected,
                long base);
    }
}
