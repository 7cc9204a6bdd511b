package dev.sluice.analysis.hit;

import dev.sluice.analysis.RecordSlice;
import dev.sluice.chunk.Chunks;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;

/// Copies of hits of strax, whose `record_i` is the index of their record among those at hand, as kernels read it. Of
/// one thread; owns memory, which grows with the chunks and [#close] frees.
///
/// The record of a hit is the one of its channel that starts at `time - left * dt`.
public final class NumberedHits implements AutoCloseable {
    private final RecordType type;
    private final RecordTimes times;
    private final LongField left;
    private final LongField dt;
    private final LongField channel;
    private final LongField record;
    private final RecordTimes recordTimes;
    private final LongField recordChannel;
    private final long longest;
    private final RecordSlice some;
    private final WorkingBuffer memory;
    private Records copy;

    /// Hits of that type, in records of the other one, which last `longest` at most.
    public NumberedHits(RecordType hits, RecordType records, long longest, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "numbered hits");
        this.type = hits;
        this.longest = longest;
        times = hits.times();
        left = hits.longField("left");
        dt = hits.longField("dt");
        channel = hits.longField("channel");
        record = hits.longField("record_i");
        recordTimes = records.times();
        recordChannel = records.longField("channel");
        some = new RecordSlice(hits);
    }

    /// The hits from `from` to `to`; until the next call.
    ///
    /// @throws IllegalArgumentException if the record of one is not there, or too long
    public Records of(Records hits, long from, long to, Records records) {
        copy = memory.records(type, to - from);
        copy.copyFrom(0, hits, from, to - from);
        for (long i = 0; i < to - from; i++) {
            record.set(copy, i, indexOfRecord(i, records));
        }
        return some.of(copy, 0, to - from);
    }

    private long indexOfRecord(long hit, Records records) {
        long start = times.start(copy, hit) - left.get(copy, hit) * dt.get(copy, hit);
        if (times.end(copy, hit) - start > longest) {
            throw new IllegalArgumentException("a hit ends at time=" + times.end(copy, hit) + ", longer after the start"
                    + " of its record at time=" + start + " than longest_record=" + longest
                    + "; set longest_record to the time that records last at most");
        }
        long own = channel.get(copy, hit);
        long index = Chunks.firstAtOrAfter(records, start);
        while (index < records.count() && recordTimes.start(records, index) == start) {
            if (recordChannel.get(records, index) == own) {
                return index;
            }
            index++;
        }
        throw new IllegalArgumentException("the record of a hit is not there: channel=" + own + " time="
                + times.start(copy, hit) + " left=" + left.get(copy, hit) + " dt=" + dt.get(copy, hit)
                + ", so it starts at time=" + start + "; give the records that the hits were found in");
    }

    @Override
    public void close() {
        memory.close();
    }
}
