package dev.sluice.chunk;

import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The same stream cut into other chunks: by number of records, by bytes, or where no record is open for a while.
///
/// Records that start at the same time stay together, so a chunk may hold more than was asked for. The chunk that
/// `next()` returns is valid until the next call. Holds one output chunk and one input chunk in memory; used by one
/// thread.
public final class Rechunk implements Iterator<Chunk>, AutoCloseable {
    private static final long NO_GAP = Long.MAX_VALUE;

    private final Iterator<Chunk> input;
    private final Continuity continuity = new Continuity();
    private final long bytes;
    private final long gap;
    private long limit;

    private Arena arena;
    private Records pending;
    private final List<Loss> losses = new ArrayList<>();
    private Chunk kin;
    private RecordTimes times;
    private long from;
    private long held;
    private long scanned;
    private long openUntil;
    private long start;
    private long end;
    private long number;

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

    /// Chunks that end where every record has ended for longer than `gap`, in the unit of time of the stream.
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
        return kin == null ? input.hasNext() : start < end || from < held || input.hasNext();
    }

    @Override
    public Chunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        long cut = nextCut();
        while (cut < 0 && input.hasNext()) {
            take(input.next());
            cut = nextCut();
        }
        return cut < 0 ? emit(held, end) : emit(cut, times.start(pending, cut));
    }

    private void take(Chunk chunk) {
        continuity.accept(chunk);
        if (kin == null) {
            // A view of nothing: the chunk itself may be refilled by its stream.
            kin = chunk.with(chunk.records().slice(0, 0), chunk.start(), chunk.start());
            times = chunk.type().times();
            start = chunk.start();
            openUntil = chunk.start();
            limit = bytes > 0 ? Math.max(1, bytes / chunk.type().size()) : limit;
        } else {
            Chunks.requireSameType(kin, chunk);
        }
        Arena grown = Arena.ofConfined();
        long left = held - from;
        Records joined = Records.allocate(chunk.type(), left + chunk.length(), grown);
        if (left > 0) {
            joined.copyFrom(0, pending, from, left);
        }
        joined.copyFrom(left, chunk.records(), 0, chunk.length());
        close();
        arena = grown;
        pending = joined;
        scanned -= from;
        from = 0;
        held = joined.count();
        losses.addAll(chunk.losses());
        end = chunk.end();
    }

    /// The index of the record with which the next chunk starts; -1 while that is not known yet.
    private long nextCut() {
        for (; scanned < held; scanned++) {
            long time = times.start(pending, scanned);
            boolean apart = scanned > from && time > times.start(pending, scanned - 1);
            boolean quiet = gap != NO_GAP && time > openUntil && time - openUntil > gap;
            if (apart && (scanned - from >= limit || quiet)) {
                return scanned;
            }
            openUntil = Math.max(openUntil, times.end(pending, scanned));
        }
        return -1;
    }

    private Chunk emit(long to, long until) {
        Chunk chunk = kin.with(pending.slice(from, to), start, until);
        chunk.set(number++, start, until, kin.runId(), kin.dataType());
        chunk.latestEnd(ChunkLaws.latestEnd(chunk.records()));
        losses.stream().filter(loss -> loss.start() < until).forEach(chunk::addLoss);
        losses.removeIf(loss -> loss.start() < until);
        start = until;
        from = to;
        return chunk;
    }

    /// Frees what is held; the last chunk returned is no longer valid.
    @Override
    public void close() {
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }
}
