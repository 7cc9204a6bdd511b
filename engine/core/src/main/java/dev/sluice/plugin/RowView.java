package dev.sluice.plugin;

import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;

/// One row of a [PerRowPlugin], the things in it, and where its result goes. Moved from row to row; of one worker.
///
/// Two indices go through rows and things together, both in order of time. Where not all things of a range lie in the
/// row, those that do are copied, into memory that grows with the rows.
public final class RowView {
    private final RecordTimes rowTimes;
    private final RecordTimes thingTimes;
    private final RecordType thingType;
    private final Within inside;
    private final Object prepared;
    private final WorkingBuffer memory;
    private Records copy;
    private Records shownCopy;
    private Records rows;
    private Records allThings;
    private Records results;
    private long row;
    private long result;
    private long start;
    private long end;
    private long earliest;
    private boolean copied;
    private long from;
    private long to;

    RowView(RecordType rows, RecordType things, Within inside, Object prepared, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "things in rows");
        this.rowTimes = rows.times();
        this.thingTimes = things.times();
        this.thingType = things;
        this.inside = inside;
        this.prepared = prepared;
    }

    /// The rows; read-only.
    public Records rows() {
        return rows;
    }

    /// Which of the rows it is.
    public long index() {
        return row;
    }

    /// When the row starts.
    public long start() {
        return start;
    }

    /// When the row ends.
    public long end() {
        return end;
    }

    /// The things: those in the row are from [#from()] to [#to()], in order of time; read-only, valid until the next
    /// row.
    public Records things() {
        return copied ? shownCopy : allThings;
    }

    /// The index of the first thing in the row.
    public long from() {
        return from;
    }

    /// The index after the last thing in the row; as [#from()] if there is none.
    public long to() {
        return to;
    }

    /// The results.
    public Records results() {
        return results;
    }

    /// Which of the results is that of the row.
    public long result() {
        return result;
    }

    /// What [PerRowPlugin#prepareRows] made for this worker.
    public <T> T prepared(Class<T> kind) {
        return kind.cast(prepared);
    }

    void begin(Records rowsOfChunk, Records thingsOfChunk, Records resultsOfChunk) {
        rows = rowsOfChunk;
        allThings = thingsOfChunk;
        results = resultsOfChunk;
        earliest = 0;
    }

    void move(long toRow, long toResult) {
        row = toRow;
        result = toResult;
        start = rowTimes.start(rows, toRow);
        end = rowTimes.end(rows, toRow);
        while (earliest < allThings.count() && isPast(earliest)) {
            earliest++;
        }
        copied = false;
        from = earliest;
        to = earliest;
        long members = 0;
        for (long i = earliest; i < allThings.count() && mayBelong(i); i++) {
            requireShort(i);
            if (belongs(i)) {
                members++;
                to = i + 1;
            }
        }
        if (members < to - from) {
            gather(members);
        }
    }

    private boolean mayBelong(long thing) {
        long thingStart = thingTimes.start(allThings, thing);
        return inside.touching() ? thingStart < end + inside.window() : thingStart <= end;
    }

    /// Whether the thing lies before this row, and so before all that follow.
    private boolean isPast(long thing) {
        return inside.touching()
                ? thingTimes.end(allThings, thing) <= start - inside.window()
                : thingTimes.start(allThings, thing) < start;
    }

    private boolean belongs(long thing) {
        long thingEnd = thingTimes.end(allThings, thing);
        return inside.touching() ? thingEnd > start - inside.window() : thingEnd <= end;
    }

    private void requireShort(long thing) {
        long length = thingTimes.end(allThings, thing) - thingTimes.start(allThings, thing);
        if (inside.touching() && length > inside.longest()) {
            throw new IllegalArgumentException("a thing at time=" + thingTimes.start(allThings, thing) + " lasts "
                    + length + ", longer than longest=" + inside.longest() + "; raise that in Within.touching(...)");
        }
    }

    private void gather(long members) {
        Records room = memory.records(thingType, members);
        if (room != copy) {
            copy = room;
            shownCopy = room.asReadOnly();
        }
        long next = 0;
        for (long i = from; i < to; i++) {
            if (belongs(i)) {
                copy.copyFrom(next++, allThings, i, 1);
            }
        }
        copied = true;
        from = 0;
        to = members;
    }

    void close() {
        memory.close();
    }
}
