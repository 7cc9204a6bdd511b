package dev.sluice.context;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.Losses;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The chunks of one stream, copied together as they come, until they are put into one piece. Used by one thread at a
/// time; owns its memory until it is closed.
final class ChunkAccumulator implements AutoCloseable {
    private static final long BLOCK_BYTES = 4 << 20;

    private final RecordType type;
    private final long limit;
    private final AtomicLong taken;
    private final Supplier<Arena> arenas;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private final List<Loss> losses = new ArrayList<>();
    private long count;
    private long start;
    private long end;
    private long latestEnd = Long.MIN_VALUE;
    private boolean any;
    private long firstIndex = Chunk.UNNUMBERED;

    /// Nothing yet, of `limit` bytes at most, of which `taken` are in use by this and others.
    ChunkAccumulator(RecordType type, long limit, AtomicLong taken, Supplier<Arena> arenas) {
        this.type = type;
        this.limit = limit;
        this.taken = taken;
        this.arenas = arenas;
    }

    /// @throws OutOfBudgetException if the records do not fit any more
    void add(Chunk chunk) {
        long before = taken.getAndAdd(chunk.nbytes());
        if (chunk.nbytes() > limit - before) {
            throw new OutOfBudgetException("the array of " + chunk.dataType() + " of run " + chunk.runId()
                    + " does not fit: " + before + " bytes so far, " + chunk.nbytes() + " more at time=" + chunk.start()
                    + ", limit=" + limit
                    + "; raise memory(...), take a range of time, select records or columns, or go through the stream");
        }
        if (!any) {
            any = true;
            start = chunk.start();
        }
        if (count == 0) {
            firstIndex = chunk.firstIndex();
        }
        end = chunk.end();
        latestEnd = Math.max(latestEnd, chunk.latestEnd());
        count += chunk.length();
        Losses.join(losses, chunk.losses(), chunk.start());
        if (!chunk.isEmpty()) {
            room(chunk.length()).add(chunk.records());
        }
    }

    private Block room(long more) {
        Block last = blocks.peekLast();
        if (last == null || last.records.count() - last.used < more) {
            Arena arena = arenas.get();
            long most = Math.max(more, BLOCK_BYTES / type.size());
            last = new Block(arena, Records.allocate(type, most, arena));
            blocks.addLast(last);
        }
        return last;
    }

    /// One chunk of all, in memory of `arena`; what it is copied from is freed on the way.
    Chunk into(Arena arena, String runId, String dataType) {
        Records all = Records.allocate(type, count, arena);
        long next = 0;
        while (!blocks.isEmpty()) {
            Block block = blocks.removeFirst();
            all.copyFrom(next, block.records, 0, block.used);
            next += block.used;
            block.arena.close();
        }
        ChunkWindow window = new ChunkWindow(type);
        window.window().rebind(all.segment(), all.byteOffset(), count);
        window.set(0, start, end, runId, dataType);
        losses.forEach(window::addLoss);
        window.firstIndex(firstIndex);
        window.reach(Math.max(end, latestEnd));
        return window.chunk();
    }

    @Override
    public void close() {
        blocks.forEach(block -> block.arena.close());
        blocks.clear();
    }

    /// Memory for many chunks.
    private static final class Block {
        private final Arena arena;
        private final Records records;
        private long used;

        Block(Arena arena, Records records) {
            this.arena = arena;
            this.records = records;
        }

        void add(Records more) {
            records.copyFrom(used, more, 0, more.count());
            used += more.count();
        }
    }
}
