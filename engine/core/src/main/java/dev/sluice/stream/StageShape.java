package dev.sluice.stream;

import dev.sluice.plugin.Requirements;
import java.util.List;

/// A stage as it will run with given settings: its threads, its ring and its memory. Immutable.
///
/// It is known before anything is started. A stage is one ring, and the plugins that are computed in one pass over its
/// chunks.
///
/// @param name         its first plugin, or its source
/// @param inputs       the types of data that other stages feed it with; none if it reads from a source
/// @param demand       what its first plugin asks of the engine, such as a halo
/// @param feed         how it is fed
/// @param workers      threads that compute; one more fills the ring
/// @param slots        slots of the ring
/// @param chunkRecords records per chunk, as far as that is known: those of the source, or what the plugin asks for
/// @param slotBytes    bytes of buffers in a slot that holds such a chunk, one record out for each that comes in
public record StageShape(
        String name,
        List<String> inputs,
        Requirements demand,
        FeedKind feed,
        int workers,
        int slots,
        long chunkRecords,
        long slotBytes) {
    /// Copies the list.
    public StageShape {
        inputs = List.copyOf(inputs);
    }

    /// Bytes of the buffers of all slots; the greatest int64 if they are more.
    public long bytes() {
        return Math.multiplyHigh(slots, slotBytes) == 0 && slots * slotBytes >= 0 ? slots * slotBytes : Long.MAX_VALUE;
    }
}
