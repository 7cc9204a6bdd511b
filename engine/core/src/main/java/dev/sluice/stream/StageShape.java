package dev.sluice.stream;

/// How a stage will run with given settings: its threads, its ring and its memory, known before anything is started.
/// Immutable.
///
/// @param feed         how it is fed
/// @param workers      threads that compute; one more fills the ring
/// @param slots        slots of the ring
/// @param chunkRecords records per chunk, as far as that is known: those of the source, or what the plugin asks for
/// @param slotBytes    bytes of buffers in a slot that holds such a chunk, one record out for each that comes in
public record StageShape(FeedKind feed, int workers, int slots, long chunkRecords, long slotBytes) {
    /// Bytes of the buffers of all slots; the greatest int64 if they are more.
    public long bytes() {
        return Math.multiplyHigh(slots, slotBytes) == 0 && slots * slotBytes >= 0 ? slots * slotBytes : Long.MAX_VALUE;
    }
}
