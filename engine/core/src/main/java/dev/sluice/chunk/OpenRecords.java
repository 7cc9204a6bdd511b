package dev.sluice.chunk;

import dev.sluice.record.RecordTimes;

/// Finds the times at which no record is open in several sorted chunks of one type, swept together once in order of
/// time.
///
/// A record is open strictly between its start and its end. The chunks may be replaced between two sweeps by longer
/// ones that begin with the same records. Used by one thread, owns no memory.
final class OpenRecords {
    private final Chunk[] chunks;
    private final RecordTimes times;
    private final long[] next;
    private long closed;
    private long reach;

    /// A sweep over those of `chunks` that are not null, from `start` on, before which no record is open.
    OpenRecords(Chunk[] chunks, RecordTimes times, long start) {
        this.chunks = chunks;
        this.times = times;
        this.next = new long[chunks.length];
        this.closed = start;
        this.reach = start;
    }

    /// Goes on to `until`; returns the latest time not after it at which no record is open, or the start if none came.
    long sweep(long until) {
        for (int i = earliest(until); i >= 0; i = earliest(until)) {
            long time = times.start(chunks[i].records(), next[i]);
            if (reach <= time) {
                closed = time;
            }
            reach = Math.max(reach, times.end(chunks[i].records(), next[i]++));
        }
        if (reach <= until) {
            closed = until;
        }
        return closed;
    }

    /// The end of the record that ends last of those that were swept: before it, none of the later times is closed.
    long reach() {
        return reach;
    }

    private int earliest(long until) {
        int best = -1;
        long least = until;
        for (int i = 0; i < next.length; i++) {
            if (chunks[i] != null && next[i] < chunks[i].length()) {
                long time = times.start(chunks[i].records(), next[i]);
                if (time < least) {
                    best = i;
                    least = time;
                }
            }
        }
        return best;
    }
}
