package dev.sluice.analysis.hit;

import dev.sluice.analysis.RecordSlice;
import dev.sluice.chunk.Chunks;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;

/// Copies of hits of strax, whose `record_i` is the index of their record among those at hand, as kernels read it. Of
/// one thread; owns memory, which grows with the chunks and [#close] frees.
///
/// The record of a hit is the first one of its channel that starts at `time - left * dt`. Where hits number the records
/// of the run, that number less that of the first record at hand leads to it, and it is only looked whether that is
/// the one; else it is searched. So numbers that are wrong, or of another run, change nothing.
public final class NumberedHits implements AutoCloseable {
    private static final int BLOCK = 1024;

    private final RecordType type;
    private final LongField[] fields;
    private final long[][] columns;
    private final LongField record;
    private final LongField recordTime;
    private final LongField recordChannel;
    private final long longest;
    private final RecordSlice some;
    private final WorkingBuffer memory;
    private long first;

    /// Hits of that type, in records of the other one, which last `longest` at most.
    public NumberedHits(RecordType hits, RecordType records, long longest, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "numbered hits");
        this.type = hits;
        this.longest = longest;
        record = hits.longField("record_i");
        fields = new LongField[] {
            hits.longField("time"),
            hits.longField("length"),
            hits.longField("dt"),
            hits.longField("left"),
            hits.longField("channel"),
            record
        };
        columns = new long[fields.length][BLOCK];
        recordTime = records.longField("time");
        recordChannel = records.longField("channel");
        some = new RecordSlice(hits);
    }

    /// The hits from `from` to `to`; until the next call.
    ///
    /// @throws IllegalArgumentException if the record of one is not there, or too long
    public Records of(Records hits, long from, long to, Records records) {
        Records copy = memory.records(type, to - from);
        copy.copyFrom(0, hits, from, to - from);
        for (long done = 0; done < to - from; done += BLOCK) {
            int count = (int) Math.min(BLOCK, to - from - done);
            for (int i = 0; i < fields.length; i++) {
                fields[i].column(copy, done, count, columns[i]);
            }
            for (int i = 0; i < count; i++) {
                record.set(copy, done + i, indexOfRecord(i, records));
            }
        }
        return some.of(copy, 0, to - from);
    }

    /// The number of the first of `records`, as the hit at `index` counts them; any number if its record is not there.
    public long numberOfFirst(Records hits, long index, Records records) {
        long start = fields[0].get(hits, index) - fields[3].get(hits, index) * fields[2].get(hits, index);
        return record.get(hits, index) - search(records, start, fields[4].get(hits, index));
    }

    private long indexOfRecord(int hit, Records records) {
        long time = columns[0][hit];
        long dt = columns[2][hit];
        long start = time - columns[3][hit] * dt;
        long end = time + columns[1][hit] * dt;
        if (end - start > longest) {
            throw new IllegalArgumentException("a hit ends at time=" + end + ", longer after the start"
                    + " of its record at time=" + start + " than longest_record=" + longest
                    + "; set longest_record to the time that records last at most");
        }
        long channel = columns[4][hit];
        long number = columns[5][hit];
        long likely = number - first;
        if (likely >= 0 && likely < records.count() && isRecord(records, likely, start, channel)) {
            return firstOfEqual(records, likely, start, channel);
        }
        long found = search(records, start, channel);
        if (found < 0) {
            throw new IllegalArgumentException("the record of a hit is not there: channel=" + channel + " time=" + time
                    + " left=" + columns[3][hit] + " dt=" + dt + ", so it starts at time=" + start
                    + "; give the records that the hits were found in");
        }
        first = number - found;
        return found;
    }

    private boolean isRecord(Records records, long index, long start, long channel) {
        return recordTime.get(records, index) == start && recordChannel.get(records, index) == channel;
    }

    /// Records of one start and channel follow each other.
    private long firstOfEqual(Records records, long index, long start, long channel) {
        long at = index;
        while (at > 0 && isRecord(records, at - 1, start, channel)) {
            at--;
        }
        return at;
    }

    private long search(Records records, long start, long channel) {
        long index = Chunks.firstAtOrAfter(records, start);
        while (index < records.count() && recordTime.get(records, index) == start) {
            if (recordChannel.get(records, index) == channel) {
                return index;
            }
            index++;
        }
        return -1;
    }

    @Override
    public void close() {
        memory.close();
    }
}
