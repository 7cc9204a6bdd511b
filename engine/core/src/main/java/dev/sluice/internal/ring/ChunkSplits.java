package dev.sluice.internal.ring;

import java.util.Arrays;

/// Where one output of a slot is cut into several chunks: after which records, at which times. None: it is one chunk.
///
/// Keeps its arrays, so that a steady state allocates nothing. Not thread-safe: handed on with its slot.
public final class ChunkSplits {
    private long[] records = new long[0];
    private long[] ends = new long[0];
    private int cuts;

    void clear() {
        cuts = 0;
    }

    public void cut(long count, long end) {
        if (cuts == records.length) {
            records = Arrays.copyOf(records, Math.max(8, 2 * cuts));
            ends = Arrays.copyOf(ends, records.length);
        }
        records[cuts] = count;
        ends[cuts++] = end;
    }

    /// The number of chunks, 1 or more.
    int count() {
        return cuts + 1;
    }

    public int cuts() {
        return cuts;
    }

    /// The index after the last record of the chunk that cut `index` ends.
    public long records(int index) {
        return records[index];
    }

    /// The time at which cut `index` ends a chunk.
    public long end(int index) {
        return ends[index];
    }
}
