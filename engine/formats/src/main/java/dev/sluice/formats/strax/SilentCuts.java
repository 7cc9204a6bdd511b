package dev.sluice.formats.strax;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.Losses;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Gathers records to chunks as strax wants them: about a size, and cut in the middle of a silence, which no record
/// reaches over. For one thread.
///
/// The law is that of strax's `Rechunker`: a cut lies before a record that starts more than 1000 ns after all records
/// before it have ended, 500 ns before it starts.
final class SilentCuts implements AutoCloseable {
    /// Bytes of records that a chunk is to have.
    static final long TARGET = 64_000_000;
    /// How much of it may be gathered while no silence comes.
    private static final long MOST = 8 * TARGET;

    private static final long SILENCE = 1000;
    private static final long FIRST = 1 << 20;

    private final StoreKey key;
    private final RecordType type;
    private final RecordTimes times;
    private final Taker taker;
    private final List<Loss> losses = new ArrayList<>();
    private Arena arena = Arena.ofShared();
    private MemorySegment bytes;
    private long count;
    private long latest = Long.MIN_VALUE;
    private long start;
    private long end;
    private int index;
    private boolean begun;

    /// Takes the records of a chunk with the memory that they lie in, which is its own from then on.
    interface Taker {
        void take(Cut chunk, Records records, Arena memory) throws IOException;
    }

    /// What the metadata say of a chunk.
    record Cut(
            int index,
            long start,
            long end,
            long count,
            long firstTime,
            long firstEnd,
            long lastTime,
            long lastEnd,
            List<Loss> losses) {}

    SilentCuts(StoreKey key, RecordType type, Taker taker) {
        this.key = key;
        this.type = type;
        this.times = type.times();
        this.taker = taker;
        this.bytes = arena.allocate(FIRST);
    }

    /// Adds the records of the next chunk.
    void add(Chunk chunk) throws IOException {
        if (chunk.start() < 0) {
            throw new StoreException(key + " cannot be kept as strax has it: it starts at time=" + chunk.start()
                    + ", and strax has no times below 0; use a store of kind sluice");
        }
        if (!begun) {
            begun = true;
            start = chunk.start();
        }
        end = chunk.end();
        losses.addAll(chunk.losses());
        Records records = chunk.records();
        reserve((count + records.count()) * type.size());
        MemorySegment.copy(records.segment(), records.byteOffset(), bytes, count * type.size(), records.byteSize());
        long from = count;
        count += records.count();
        long wanted = TARGET / type.size();
        for (long i = from; i < count; i++) {
            long time = times.start(gathered(), i);
            if (latest != Long.MIN_VALUE && time - latest > SILENCE && i >= wanted) {
                long cut = time - SILENCE / 2;
                List<Loss> own = new ArrayList<>();
                Losses.moveBefore(cut, losses, own);
                give(i, cut, own);
                i = 0;
                time = times.start(gathered(), 0);
            }
            latest = Math.max(latest, times.end(gathered(), i));
        }
        if (count * type.size() > MOST) {
            throw new StoreException(key + " cannot be kept as strax has it: no silence of " + SILENCE + " ns came in "
                    + count + " records, and its chunks end in one; use a store of kind sluice");
        }
    }

    private Records gathered() {
        return Records.of(type, bytes, 0, count);
    }

    /// Gives the first `records` away, and keeps the others.
    private void give(long records, long until, List<Loss> own) throws IOException {
        Arena given = arena;
        MemorySegment from = bytes;
        keep(count - records);
        Records whole = Records.of(type, from, 0, records);
        long last = records - 1;
        Cut made = records == 0
                ? new Cut(index, start, until, 0, 0, 0, 0, 0, own)
                : new Cut(
                        index,
                        start,
                        until,
                        records,
                        times.start(whole, 0),
                        times.end(whole, 0),
                        times.start(whole, last),
                        times.end(whole, last),
                        own);
        index++;
        start = until;
        count -= records;
        taker.take(made, whole, given);
    }

    /// Goes on with the last `records`, in memory of their own.
    private void keep(long records) {
        long left = records * type.size();
        Arena next = Arena.ofShared();
        try {
            MemorySegment room = next.allocate(records == 0 ? FIRST : Math.max(left, TARGET + TARGET / 4));
            MemorySegment.copy(bytes, (count - records) * type.size(), room, 0, left);
            bytes = room;
            arena = next;
        } catch (Throwable refused) {
            next.close();
            throw refused;
        }
    }

    private void reserve(long wanted) {
        if (wanted <= bytes.byteSize()) {
            return;
        }
        Arena larger = Arena.ofShared();
        try {
            MemorySegment room = larger.allocate(Math.max(wanted, 2 * bytes.byteSize()));
            MemorySegment.copy(bytes, 0, room, 0, count * type.size());
            arena.close();
            arena = larger;
            bytes = room;
        } catch (Throwable refused) {
            if (arena != larger) {
                larger.close();
            }
            throw refused;
        }
    }

    /// Gives what is left, up to the end of the run.
    void finish() throws IOException {
        if (begun) {
            // The last chunk has all losses that are left, those at its very end too.
            give(count, Math.max(end, latest), List.copyOf(losses));
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
