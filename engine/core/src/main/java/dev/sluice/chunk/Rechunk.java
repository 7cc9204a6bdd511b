package dev.sluice.chunk;

import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The same stream cut into other chunks: by number of records, by bytes, or where no record is open for a while.
///
/// Records that start at the same time stay together, and a disjoint type is cut only where no record is open, so a
/// chunk may hold more than was asked for. The chunk that `next()` returns is valid until the next call. Holds about
/// one output chunk and one input chunk in memory, half as much again where many small chunks make a large one; used by
/// one thread.
public final class Rechunk implements Iterator<Chunk>, AutoCloseable {
    private static final long NO_GAP = -1;

    private final Iterator<Chunk> input;
    private final Continuity continuity = new Continuity();
    private final List<Loss> losses = new ArrayList<>();
    private final long bytes;
    private final long gap;
    private long limit;

    private Chunk kin;
    private RecordTimes times;
    private RecordWindow shown;
    private RecordBuffer buffer;
    private long scanned;
    private long openUntil;
    private long start;
    private long end;
    private long number;
    private boolean closed;

    private Rechunk(Iterator<Chunk> input, long limit, long bytes, long gap) {
        this.input = input;
        this.limit = limit;
        this.bytes = bytes;
        this.gap = gap;
    }

    /// Chunks of `count` records.
    public static Rechunk byCount(Iterator<Chunk> input, long count) {
        return new Rechunk(input, positive("count", count), 0, NO_GAP);
    }

    /// Chunks of as many records as fit into `bytes`, at least one.
    public static Rechunk byBytes(Iterator<Chunk> input, long bytes) {
        return new Rechunk(input, 0, positive("bytes", bytes), NO_GAP);
    }

    /// Chunks that end where every record has ended for longer than `gap`, in the unit of time of the stream. A stream
    /// that has no such gap becomes one chunk, all of it in memory.
    public static Rechunk byGap(Iterator<Chunk> input, long gap) {
        if (gap < 0) {
            throw new IllegalArgumentException("the time gap is negative: gap=" + gap + "; give 0 or more");
        }
        return new Rechunk(input, Long.MAX_VALUE, 0, gap);
    }

    private static long positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    "a chunk needs room for a record: " + name + "=" + value + "; give 1 or more");
        }
        return value;
    }

    @Override
    public boolean hasNext() {
        return kin == null ? input.hasNext() : start < end || buffer.count() > 0 || input.hasNext();
    }

    @Override
    public Chunk next() {
        if (closed) {
            throw new IllegalStateException("the rechunked stream is closed; take its chunks before it is");
        }
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        long cut = nextCut();
        while (cut < 0 && input.hasNext()) {
            take(input.next());
            cut = nextCut();
        }
        if (cut >= 0) {
            return emit(cut, times.start(buffer.records(), cut));
        }
        Chunk last = emit(buffer.count(), end);
        losses.forEach(last::addLoss);
        losses.clear();
        return last;
    }

    private void take(Chunk chunk) {
        if (kin == null) {
            begin(chunk);
        } else {
            Chunks.requireSameType(kin, chunk);
        }
        continuity.accept(chunk);
        buffer.append(chunk.records());
        Losses.join(losses, chunk.losses(), chunk.start());
        end = chunk.end();
    }

    private void begin(Chunk first) {
        kin = first.namesake();
        times = first.type().times();
        buffer = new RecordBuffer(first.type(), WorkingMemory.UNCOUNTED, "rechunked " + first.dataType());
        start = first.start();
        openUntil = first.start();
        limit = bytes > 0 ? Math.max(1, bytes / first.type().size()) : limit;
    }

    /// The index of the record with which the next chunk starts; -1 while that is not known yet.
    private long nextCut() {
        if (buffer == null) {
            return -1;
        }
        Records records = buffer.records();
        for (; scanned < buffer.count(); scanned++) {
            if (scanned > 0 && separates(times.start(records, scanned - 1), times.start(records, scanned))) {
                return scanned;
            }
            openUntil = Math.max(openUntil, times.end(records, scanned));
        }
        return -1;
    }

    private boolean separates(long before, long time) {
        if (time == before) {
            return false;
        }
        if (gap != NO_GAP) {
            // The two may lie further apart than an int64 counts; an unsigned one counts it.
            return time > openUntil && Long.compareUnsigned(time - openUntil, gap) > 0;
        }
        return scanned >= limit && (time >= openUntil || !kin.type().isDisjoint());
    }

    private Chunk emit(long to, long until) {
        endShown();
        shown = new RecordWindow(kin.type());
        Records held = buffer.records();
        shown.rebind(held.segment().asReadOnly(), held.byteOffset(), to);
        Chunk chunk = kin.with(shown.records(), start, until);
        chunk.set(number++, start, until, kin.runId(), kin.dataType());
        chunk.latestEnd(ChunkLaws.latestEnd(chunk.records()));
        List<Loss> told = new ArrayList<>(0);
        Losses.moveBefore(until, losses, told);
        told.forEach(chunk::addLoss);
        start = until;
        buffer.drop(to);
        scanned -= to;
        return chunk;
    }

    /// The last chunk that was given is not valid any more.
    private void endShown() {
        if (shown != null) {
            shown.end(kin.dataType());
        }
    }

    /// Frees what is held; the last chunk returned is no longer valid, and no other follows.
    @Override
    public void close() {
        closed = true;
        endShown();
        if (buffer != null) {
            buffer.close();
        }
    }
}
