package dev.sluice.kernels.internal.time;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.RawInteger;

/// The checked numbers of a sort by time and channel; immutable, safe from any thread.
///
/// Scratch memory holds, in this order, two columns of words, the counters, and a copy of the records.
///
/// @param stride  bytes from one record to the next, 8 or more; all of them are moved
/// @param time    the int64 start of a record, in bytes from its first
/// @param channel what breaks ties of time, or `RawInteger.ABSENT`
/// @param start   the same as `time`, read as any other integer field
public record TimeSortPlan(int stride, int time, RawInteger channel, RawInteger start)
        implements LoopPlan<TimeSortPlan.Loop> {
    /// The unchecked pass of `TimeSortKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Writes `count` records from address `records` on to address `target` on, in order; `scratch` has the bytes
        /// that `TimeSortPlan` asks for. The three do not overlap. Allocates nothing.
        void run(long records, int count, long target, long scratch);
    }

    /// A sort by the int64 at `time`, then by `channel`.
    public static TimeSortPlan of(int stride, int time, RawInteger channel) {
        RawInteger start = RawInteger.of(RawColumn.of(RawColumn.Type.INT64, time, stride));
        return new TimeSortPlan(stride, time, channel, start);
    }

    /// Bits of a key that one pass sorts by, at most: as many counters as the first-level cache holds beside the rest.
    public static final int DIGIT_BITS = 11;

    /// Passes that a word can need: its top bits are keys, and one bit at least is an index.
    private static final int PASSES = (Long.SIZE - 1 + DIGIT_BITS - 1) / DIGIT_BITS;

    private static final long COUNTERS = (long) (1 + PASSES) * Integer.BYTES << DIGIT_BITS;

    /// Bytes of scratch memory for `count` records of `stride` bytes.
    public static long scratchBytes(long count, int stride) {
        return copies(count) + count * stride;
    }

    /// Where the counters lie in scratch memory for `count` records: those of the buckets, then those of the digits.
    public static long counters(long count) {
        return 2 * Long.BYTES * count;
    }

    /// Where the copy of the records lies.
    public static long copies(long count) {
        return counters(count) + COUNTERS;
    }
}
