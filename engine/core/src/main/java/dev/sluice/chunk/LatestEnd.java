package dev.sluice.chunk;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// The end of the record that ends last, of all that were looked at so far; which need not be the last record.
///
/// For one thread; allocates nothing per look. A pass over the times costs little more than fetching them.
public final class LatestEnd {
    private final ChunkLaws laws;
    private long time = Long.MIN_VALUE;

    /// Of records of this type, none of which was looked at yet.
    public LatestEnd(RecordType type) {
        laws = new ChunkLaws(type);
    }

    /// Looks at the records from `from` to `to` (exclusive) too.
    public void take(Records records, long from, long to) {
        time = Math.max(time, laws.latestEnd(records, from, to));
    }

    /// The latest end; the least int64 if no record was looked at.
    public long time() {
        return time;
    }
}
