package dev.sluice.internal.ring;

import org.agrona.collections.LongArrayList;

/// Where one output of a slot is cut into several chunks: after which records, at which times. None: it is one chunk.
///
/// Keeps its lists, so that a steady state allocates nothing. Not thread-safe: handed on with its slot.
public final class ChunkSplits {
    private final LongArrayList records = new LongArrayList();
    private final LongArrayList ends = new LongArrayList();

    void clear() {
        records.clear();
        ends.clear();
    }

    public void cut(long count, long end) {
        records.addLong(count);
        ends.addLong(end);
    }

    /// The number of chunks, 1 or more.
    int count() {
        return cuts() + 1;
    }

    public int cuts() {
        return ends.size();
    }

    /// The index after the last record of the chunk that cut `index` ends.
    public long records(int index) {
        return records.getLong(index);
    }

    /// The time at which cut `index` ends a chunk.
    public long end(int index) {
        return ends.getLong(index);
    }
}
