package dev.sluice.store;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.record.RecordType;
import java.io.IOException;
import java.util.List;

/// One type of data of one run as a store keeps it: complete, and not changing any more. Safe from any thread.
///
/// It owns nothing: data that are removed while it is held can no longer be opened; what is open by then is read to its
/// end.
public interface StoredData {
    /// Under what it is kept, lineage included.
    StoreKey key();

    /// The type of the records. A store whose format does not keep the declarations of time
    /// ([RecordType#instantaneous] and its kin) gives the fields alone: compare by [RecordType#sameLayout].
    RecordType type();

    /// The range of time that was asked for when it was written: unbounded if the whole run was. Data of a part of a
    /// run must not pass for the whole.
    TimeRange coverage();

    /// The chunks, which tile their time, in order. Known without reading records.
    List<StoredChunk> chunks();

    /// Bytes that it takes in the store.
    long storedBytes();

    /// Starts to read the chunks that the range needs, as [TimeIndex] says: those and no others are read. They come
    /// whole, with their losses; the reader cuts them to the range.
    ///
    /// Any number of readers may be open at once, each used by one thread. A reader may lend memory until it is closed.
    ///
    /// @throws IOException if the data were removed or cannot be read
    ChunkReader open(TimeRange range) throws IOException;

    /// From the start of the first chunk to the end of the last; `[0, 0)` if there is none.
    default TimeRange timeRange() {
        List<StoredChunk> chunks = chunks();
        return chunks.isEmpty()
                ? new TimeRange(0, 0)
                : new TimeRange(
                        chunks.get(0).start(), chunks.get(chunks.size() - 1).end());
    }

    /// The number of records in all chunks.
    default long count() {
        return chunks().stream().mapToLong(StoredChunk::count).sum();
    }

    /// Whether whatever `wanted` needs of the run is here: what was asked for when it was written contains it.
    default boolean covers(TimeRange wanted) {
        return coverage().start() <= wanted.start()
                && wanted.end() <= coverage().end();
    }
}
