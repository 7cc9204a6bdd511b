package dev.sluice.chunk;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;

/// A stream as the engine makes it: one view that moves on, whose memory is taken back before the next chunk is lent.
final class LentChunks implements Iterator<Chunk>, AutoCloseable {
    private final Iterator<Chunk> chunks;
    private final ChunkPool pool = new ChunkPool(1 << 22);
    private ChunkWindow window;
    private Lease lease;

    LentChunks(List<Chunk> chunks) {
        this.chunks = chunks.iterator();
    }

    @Override
    public boolean hasNext() {
        return chunks.hasNext();
    }

    @Override
    public Chunk next() {
        Chunk chunk = chunks.next();
        giveBack();
        lease = pool.acquire(chunk.nbytes(), "a test");
        window = new ChunkWindow(chunk.type());
        window.window().guard(lease);
        window.window().rebind(lease.memory(), 0, chunk.length());
        MemorySegment.copy(chunk.records().segment(), chunk.records().byteOffset(), lease.memory(), 0, chunk.nbytes());
        window.set(chunk.number(), chunk.start(), chunk.end(), chunk.runId(), chunk.dataType());
        chunk.losses().forEach(window::addLoss);
        window.check();
        return window.chunk();
    }

    private void giveBack() {
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    @Override
    public void close() {
        giveBack();
        pool.close();
    }
}
