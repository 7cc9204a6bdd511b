package dev.sluice.plugin;

import dev.sluice.chunk.Loss;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;

/// The chunk that a [ChunkReader] is to fill, in memory of the ring itself; valid during the call of `read` only.
public interface SourceOutput {
    /// Room for `capacity` records, in memory of the engine; what was written by an earlier call for this chunk is
    /// kept. All bytes are zero until they are written, unless the source said that it [writes every
    /// field][PluginSpec#writesEveryField()].
    Records records(long capacity);

    /// Shows `count` records that lie in memory of the reader (a mapped file, a buffer) without copying them. That
    /// memory must stay as it is until the reader is closed; no thread writes to it.
    void lend(MemorySegment memory, long byteOffset, long count);

    /// Completes the chunk: its first `count` records, which start in `[start, end)`.
    void publish(long count, long start, long end);

    /// Says, after [#publish], which record of the run the first one of this chunk is, from 0. Only for sources that
    /// begin to read after the start of the run: the engine counts on from the last chunk, and from 0 where all is
    /// read.
    default void firstIndex(long index) {}

    /// Marks an interval of this chunk as lost.
    void lost(Loss loss);
}
