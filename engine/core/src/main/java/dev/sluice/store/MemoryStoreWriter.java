package dev.sluice.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Copies chunks into memory of its own, which the store takes over at commit.
final class MemoryStoreWriter extends StoreWriter {
    private final MemoryStore store;
    private final TimeRange coverage;
    private final HeldMemory memory;
    private final List<Chunk> chunks = new ArrayList<>();

    MemoryStoreWriter(MemoryStore store, MemoryBudget budget, StoreKey key, RecordType type, TimeRange coverage) {
        super(key, type);
        this.store = store;
        this.coverage = Objects.requireNonNull(coverage, "coverage");
        this.memory = new HeldMemory(budget);
    }

    @Override
    protected void write(Chunk chunk) throws IOException {
        chunks.add(memory.copy(chunk, key()));
    }

    @Override
    protected void finish() {
        store.publish(this, new MemoryData(store, key(), type(), coverage, memory, chunks));
    }

    @Override
    protected void discard() {
        memory.release();
        store.forget(this);
    }
}
