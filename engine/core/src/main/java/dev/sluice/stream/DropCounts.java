package dev.sluice.stream;

/// What a run lost on purpose, because a thread was too slow or data were too late. Immutable.
///
/// @param chunks  chunks that were dropped where there was no room for them; their intervals are among the losses
/// @param records the records in those
/// @param refused records that came to a live input later than it had declared
public record DropCounts(long chunks, long records, long refused) {
    /// Nothing.
    public static final DropCounts NONE = new DropCounts(0, 0, 0);
}
