package dev.sluice.plugins;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;

/// Cuts chunks from sorted records in memory, part after part, and lends them without copying or touching them: only
/// the records at the borders are looked at, and those outside the range of time are not.
///
/// A chunk has as many records as was asked for, more where records start at the same time or, if their type is
/// disjoint, are open; fewer at the end of a part. It ends where the next one starts; the last one ends with the range
/// of time, or where the run ends earlier, with the last record. Used by one thread; the memory belongs to the caller.
public final class RecordReader implements ChunkReader {
    private final List<Records> parts = new ArrayList<>();
    private final RecordTimes times;
    private final TimeRange range;
    private final long chunkRecords;
    private final boolean disjoint;
    private boolean recordsBefore;
    private boolean recordsAfter;
    private boolean covered;
    private int part;
    private long next;
    private long cursor;
    private long latestEnd = Long.MIN_VALUE;

    /// A reader of the records of `sources`, at least one, that start in `range`; each starts after the one before has
    /// started its last record.
    ///
    /// @throws ChunkLawException if one does not
    public RecordReader(List<Records> sources, TimeRange range, long chunkRecords) {
        this.range = range;
        this.chunkRecords = chunkRecords;
        this.times = sources.get(0).type().times();
        this.disjoint = sources.get(0).type().isDisjoint();
        List<Records> filled =
                sources.stream().filter(records -> records.count() > 0).toList();
        for (int i = 1; i < filled.size(); i++) {
            requireAfter(filled.get(i - 1), filled.get(i));
        }
        filled.forEach(this::take);
        if (!filled.isEmpty()) {
            cursor = Math.max(range.start(), times.start(filled.get(0), 0));
        }
        // A range between two records holds none, but the run covers it: one empty chunk says so.
        covered = !(parts.isEmpty() && recordsBefore && recordsAfter && !range.isEmpty());
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

    private void take(Records records) {
        long from = range.start() == Long.MIN_VALUE ? 0 : Chunks.firstAtOrAfter(records, range.start());
        long to = range.end() == Long.MAX_VALUE ? records.count() : Chunks.firstAtOrAfter(records, range.end());
        recordsBefore |= from > 0;
        recordsAfter |= to < records.count();
        if (from < to) {
            parts.add(records.slice(from, to));
        }
    }

    @Override
    public boolean read(SourceOutput out) {
        if (part == parts.size()) {
            return coverRange(out);
        }
        Records records = parts.get(part);
        long from = next;
        long to = endOfChunk(records, from);
        // Disorder inside the chunk is found by the laws that it is checked against; until then it has an interval.
        long end = Math.max(cursor, endOfTime(records, to));
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

    private boolean coverRange(SourceOutput out) {
        if (covered) {
            return false;
        }
        covered = true;
        out.records(0);
        out.publish(0, cursor, range.end());
        return true;
    }

    private long endOfChunk(Records records, long from) {
        long count = records.count();
        long to = from + Math.min(chunkRecords, count - from);
        if (disjoint) {
            reach(records, from, to);
        }
        while (to < count && !mayCut(records, to)) {
            if (disjoint) {
                reach(records, to, to + 1);
            }
            to++;
        }
        return to;
    }

    private void reach(Records records, long from, long to) {
        for (long i = from; i < to; i++) {
            latestEnd = Math.max(latestEnd, times.end(records, i));
        }
    }

    private boolean mayCut(Records records, long at) {
        long time = times.start(records, at);
        long before = times.start(records, at - 1);
        if (time < before) {
            throw new ChunkLawException("the records are not sorted by time: record " + at + " starts at time=" + time
                    + ", before the one in front of it at time=" + before
                    + "; sort them, for example with numpy.sort(array, order='time')");
        }
        return time > before && (!disjoint || time >= latestEnd);
    }

    private long endOfTime(Records records, long to) {
        if (to < records.count()) {
            return times.start(records, to);
        }
        if (part + 1 < parts.size()) {
            return times.start(parts.get(part + 1), 0);
        }
        if (recordsAfter) {
            return range.end();
        }
        long last = times.start(records, to - 1);
        long end = Math.max(times.end(records, to - 1), last == Long.MAX_VALUE ? last : last + 1);
        return disjoint ? Math.max(end, latestEnd) : end;
    }
}
