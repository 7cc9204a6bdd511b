package dev.sluice.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.record.RecordType;
import java.util.List;

/// What a [MemoryStore] keeps under one key.
final class MemoryData implements StoredData {
    private final MemoryStore store;
    private final StoreKey key;
    private final RecordType type;
    private final TimeRange coverage;
    private final HeldMemory memory;
    private final List<Chunk> kept;
    private final TimeIndex index;

    MemoryData(
            MemoryStore store, StoreKey key, RecordType type, TimeRange coverage, HeldMemory memory, List<Chunk> kept) {
        this.store = store;
        this.key = key;
        this.type = type;
        this.coverage = coverage;
        this.memory = memory;
        this.kept = List.copyOf(kept);
        this.index = new TimeIndex(kept.stream().map(StoredChunk::of).toList());
    }

    @Override
    public StoreKey key() {
        return key;
    }

    @Override
    public RecordType type() {
        return type;
    }

    @Override
    public TimeRange coverage() {
        return coverage;
    }

    @Override
    public List<StoredChunk> chunks() {
        return index.chunks();
    }

    @Override
    public long storedBytes() {
        return memory.bytes();
    }

    @Override
    public ChunkReader open(TimeRange range) throws StoreException {
        int first = index.first(range);
        int end = Math.max(first, index.end(range));
        if (!memory.hold()) {
            throw new StoreException(key
                    + " was removed from the store in memory, or that was closed; look for it again, or compute it");
        }
        return new MemoryReader(store, memory, kept.subList(first, end));
    }

    /// The store lets go of it.
    void drop() {
        memory.release();
    }
}
