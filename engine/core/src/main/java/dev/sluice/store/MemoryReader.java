package dev.sluice.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.Records;
import java.util.List;

/// Lends the chunks of a [MemoryStore] one after the other; holds their memory until it is closed. For one thread.
final class MemoryReader implements ChunkReader {
    private final MemoryStore store;
    private final HeldMemory memory;
    private final List<Chunk> chunks;
    private int next;
    private boolean closed;

    MemoryReader(MemoryStore store, HeldMemory memory, List<Chunk> chunks) {
        this.store = store;
        this.memory = memory;
        this.chunks = chunks;
    }

    @Override
    public boolean read(SourceOutput out) {
        if (closed) {
            throw new IllegalStateException("the reader of stored chunks is closed; open another");
        }
        if (next == chunks.size()) {
            return false;
        }
        Chunk chunk = chunks.get(next++);
        Records records = chunk.records();
        store.countRead();
        if (chunk.isEmpty()) {
            out.records(0);
        } else {
            out.lend(records.segment(), records.byteOffset(), records.count());
        }
        out.publish(chunk.length(), chunk.start(), chunk.end());
        for (int i = 0; i < chunk.losses().size(); i++) {
            out.lost(chunk.losses().get(i));
        }
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.release();
        }
    }
}
