package dev.sluice.plugins;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.util.List;

/// Cuts chunks from sorted records in memory, part after part, and lends them without copying or touching them: only
/// the
/// records at the borders are looked at.
///
/// A chunk has as many records as was asked for, more where records start at the same time, fewer at the end of a part.
/// It ends where the next one starts; the last one ends with the last record, one unit of time later at least. Used by
/// one thread; the memory belongs to the caller.
public final class RecordReader implements ChunkReader {
    private final List<Records> parts;
    private final RecordTimes times;
    private final TimeRange range;
    private final long chunkRecords;
    private int part;
    private long next;
    private long cursor;

    /// A reader of the records of `parts` that start in `range`; each part starts after the one before has ended.
    ///
    /// @throws ChunkLawException if a part starts before, or just when, the last record of the one in front of it
    /// starts
    public RecordReader(List<Records> parts, TimeRange range, long chunkRecords) {
        this.parts = parts.stream().filter(records -> records.count() > 0).toList();
        this.range = range;
        this.chunkRecords = chunkRecords;
        this.times = parts.get(0).type().times();
        for (int i = 1; i < this.parts.size(); i++) {
            requireAfter(this.parts.get(i - 1), this.parts.get(i));
        }
        if (!this.parts.isEmpty()) {
            seek();
        }
    }

    private void requireAfter(Records earlier, Records later) {
        long last = times.start(earlier, earlier.count() - 1);
        long first = times.start(later, 0);
        if (first <= last) {
            throw new ChunkLawException("the inputs overlap in time: one starts at time=" + first
                    + ", the one in front of it has a record at time=" + last
                    + "; give them in order of time, or merge them first");
        }
    }

    private void seek() {
        cursor = Math.max(range.start(), times.start(parts.get(0), 0));
        while (part < parts.size() && range.start() > times.start(parts.get(part), 0)) {
            next = Chunks.firstAtOrAfter(parts.get(part), range.start());
            if (next < parts.get(part).count()) {
                return;
            }
            next = 0;
            part++;
        }
    }

    @Override
    public boolean read(SourceOutput out) {
        if (part == parts.size()) {
            return false;
        }
        Records records = parts.get(part);
        if (times.start(records, next) >= range.end()) {
            return false;
        }
        long from = next;
        long to = endOfChunk(records, from);
        long end = endOfTime(records, to);
        if (end < cursor) {
            throw new ChunkLawException("the records are not sorted by time: record " + to + " starts at time=" + end
                    + ", time=" + cursor + " was reached before; sort them, for example with"
                    + " numpy.sort(array, order='time')");
        }
        out.lend(records.segment(), records.byteOffset() + from * records.type().size(), to - from);
        out.publish(to - from, cursor, end);
        cursor = end;
        next = to;
        if (to == records.count()) {
            part++;
            next = 0;
        }
        return true;
    }

    private long endOfChunk(Records records, long from) {
        long to = from + Math.min(chunkRecords, records.count() - from);
        while (to < records.count() && times.start(records, to) == times.start(records, to - 1)) {
            to++;
        }
        return to;
    }

    private long endOfTime(Records records, long to) {
        if (to < records.count()) {
            return times.start(records, to);
        }
        if (part + 1 < parts.size()) {
            return times.start(parts.get(part + 1), 0);
        }
        return Math.max(times.start(records, to - 1) + 1, times.end(records, to - 1));
    }
}
