package dev.sluice.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import java.util.List;

/// What is known of a chunk in a store without reading it. An immutable value, safe from any thread.
///
/// @param start    first instant
/// @param end      first instant beyond
/// @param count    number of records
/// @param byteSize size of the records in memory, in bytes
/// @param losses   what was lost inside
public record StoredChunk(long start, long end, long count, long byteSize, List<Loss> losses) {
    /// Refuses an interval that ends before it starts, and negative sizes.
    public StoredChunk {
        losses = List.copyOf(losses);
        if (end < start || count < 0 || byteSize < 0) {
            throw new IllegalArgumentException("not a chunk: start=" + start + ", end=" + end + ", count=" + count
                    + ", byteSize=" + byteSize + "; it ends after it starts, and sizes are 0 or more");
        }
    }

    /// The same facts about a chunk at hand.
    public static StoredChunk of(Chunk chunk) {
        return new StoredChunk(chunk.start(), chunk.end(), chunk.length(), chunk.nbytes(), chunk.losses());
    }

    /// The interval `[start, end)`.
    public TimeRange range() {
        return new TimeRange(start, end);
    }
}
