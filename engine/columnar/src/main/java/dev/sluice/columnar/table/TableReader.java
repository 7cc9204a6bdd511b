package dev.sluice.columnar.table;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.LatestEnd;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.Records;

/// Cuts chunks from a table: it reads the blocks that hold the range of time, and no other. Owns the table; used by one
/// thread.
///
/// A chunk ends with its block, later only where records start at one time. Whether records are in order the engine
/// checks, as of all sources; where that breaks at a border of chunks, it is found here. A block that is damaged ends
/// the run, or, under [FailurePolicy#SKIP], is lost with its time.
final class TableReader implements ChunkReader {
    private final Table table;
    private final TimeRange range;
    private final long chunkRecords;
    private final boolean skipping;
    private final LatestEnd ends;
    private final long from;
    private final long to;
    private long next;
    private long cursor;
    private long latestEnd = Long.MIN_VALUE;
    private boolean covered;

    TableReader(Table table, SourceContext context) {
        this.table = table;
        this.range = context.timeRange();
        this.chunkRecords = context.chunkRecords();
        this.skipping = context.failurePolicy() == FailurePolicy.SKIP;
        this.ends = new LatestEnd(table.type());
        long rows = table.rows();
        this.from = range.start() == Long.MIN_VALUE ? 0 : firstAtOrAfter(range.start());
        this.to = range.end() == Long.MAX_VALUE ? rows : Math.max(from, firstAtOrAfter(range.end()));
        this.next = from;
        this.cursor = rows == 0 ? 0 : Math.max(range.start(), table.time(0));
        this.covered = !(from == to && from > 0 && to < rows && !range.isEmpty());
    }

    private long firstAtOrAfter(long time) {
        long low = 0;
        long high = table.rows();
        while (low < high) {
            long middle = low + high >>> 1;
            if (table.time(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean read(SourceOutput out) {
        if (next == to) {
            return coverRange(out);
        }
        long first = next;
        try {
            table.check(first);
        } catch (FormatException damaged) {
            if (!skipping) {
                throw damaged;
            }
            lose(out, damaged);
            return true;
        }
        long last = chunkEnd(first);
        Records records = out.records(last - first);
        table.read(first, records);
        ends.take(records, 0, records.count());
        latestEnd = Math.max(latestEnd, Math.max(ends.time(), after(table.time(last - 1))));
        next = last;
        long end = end();
        out.publish(last - first, cursor, end);
        out.firstIndex(first);
        cursor = end;
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

    private void lose(SourceOutput out, FormatException damaged) {
        next = Math.min(to, table.blockEnd(next));
        // How long the last block lasts is not known when it is the damaged one.
        latestEnd = Math.max(latestEnd, after(cursor));
        long end = end();
        out.records(0);
        out.publish(0, cursor, end);
        if (cursor < end) {
            out.lost(new Loss(cursor, end, damaged.finding()));
        }
        cursor = end;
    }

    private long chunkEnd(long first) {
        long last = Math.min(Math.min(to, table.blockEnd(first)), first + chunkRecords);
        while (last < to && table.time(last) == table.time(last - 1)) {
            last++;
        }
        return last;
    }

    /// Where the chunk ends that the record in row `next` comes after.
    private long end() {
        if (next == to) {
            return to < table.rows() ? range.end() : Math.min(range.end(), Math.max(cursor, latestEnd));
        }
        long end = table.time(next);
        if (end < cursor || end >= range.end() && range.end() != Long.MAX_VALUE) {
            throw new ChunkLawException("the records are not sorted by time: row " + next + " of " + table.path()
                    + " starts at time=" + end + ", before one in front of it; sort the table by time");
        }
        return end;
    }

    private static long after(long time) {
        return time == Long.MAX_VALUE ? time : time + 1;
    }

    @Override
    public void requireUnchanged() {
        table.requireUnchanged();
    }

    @Override
    public void close() {
        table.close();
    }
}
