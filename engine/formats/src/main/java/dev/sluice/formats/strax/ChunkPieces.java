package dev.sluice.formats.strax;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.Losses;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;

/// Gives the pieces of a stored chunk on, so that they tile its interval. Used by one thread.
///
/// What would be lent is copied, as the memory of a decoded chunk is used again. Records are counted from the start of
/// the run.
final class ChunkPieces implements SourceOutput {
    private final StraxChunk chunk;
    private final long before;
    private SourceOutput out;
    private long reached;
    private long taken;

    /// Pieces of the chunk, before which the run has `before` records.
    ChunkPieces(StraxChunk chunk, long before) {
        this.chunk = chunk;
        this.before = before;
        this.reached = chunk.start();
    }

    /// Where the next piece goes.
    ChunkPieces to(SourceOutput next) {
        out = next;
        return this;
    }

    /// Publishes what is left of the interval after the last record, if anything is; false if not.
    boolean close(SourceOutput last) {
        if (reached >= chunk.end()) {
            return false;
        }
        last.records(0);
        last.publish(0, reached, chunk.end());
        last.firstIndex(before + taken);
        lose(last, chunk.end());
        return true;
    }

    @Override
    public Records records(long capacity) {
        return out.records(capacity);
    }

    @Override
    public void lend(MemorySegment memory, long byteOffset, long count) {
        Records copy = out.records(count);
        MemorySegment.copy(
                memory,
                byteOffset,
                copy.segment(),
                copy.byteOffset(),
                count * copy.type().size());
    }

    @Override
    public void publish(long count, long start, long end) {
        taken += count;
        long last = taken == chunk.count() ? chunk.end() : Math.min(end, chunk.end());
        out.publish(count, reached, last);
        lose(out, last);
    }

    /// Gives what was stored as lost of the piece that ends there, and goes on from it.
    private void lose(SourceOutput piece, long end) {
        for (Loss stored : chunk.losses()) {
            Loss part = Losses.part(stored, reached, end, reached == chunk.start(), end == chunk.end());
            if (part != null) {
                piece.lost(part);
            }
        }
        reached = end;
    }

    @Override
    public void firstIndex(long index) {
        out.firstIndex(before + index);
    }

    @Override
    public void lost(Loss loss) {
        out.lost(loss);
    }
}
