package dev.sluice.kernels.unchecked;

/// The checked numbers of a sort by time and channel; immutable, safe from any thread.
///
/// @param stride  bytes from one record to the next, 8 or more; all of them are moved
/// @param time    the int64 start of a record, in bytes from its first
/// @param channel what breaks ties of time, or `RawInteger.ABSENT`
public record TimeSortPlan(int stride, int time, RawInteger channel) implements LoopPlan<TimeSortLoop> {

    /// Bits of a key that one pass sorts by, at most: as many counters as the first-level cache holds beside the rest.
    public static final int DIGIT_BITS = 11;

    /// Passes that a word can need: its top bits are keys, and one bit at least is an index.
    public static final int PASSES = (Long.SIZE - 1 + DIGIT_BITS - 1) / DIGIT_BITS;

    private static final long COUNTERS = (long) PASSES * Integer.BYTES << DIGIT_BITS;

    /// Bytes of scratch memory for `count` records: two words each, and the counters.
    public static long scratchBytes(long count) {
        return 2 * Long.BYTES * count + COUNTERS;
    }
}
