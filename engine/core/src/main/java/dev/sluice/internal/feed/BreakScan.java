package dev.sluice.internal.feed;

import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Finds the breaks in time of a stream: where a record starts more than a gap after the end of all before it.
///
/// Looks at every record once, in order; used by one thread.
final class BreakScan {
    private final RecordTimes times;
    private final long gap;
    private boolean begun;
    private long openUntil;
    private long segment;

    BreakScan(RecordType type, long gap) {
        this.times = type.times();
        this.gap = gap;
    }

    /// The segment of the records that were looked at last.
    long segment() {
        return segment;
    }

    /// The index after the last record of the segment in which record `from` lies; the records before `from` were
    /// looked at before.
    long segmentEnd(Records records, long from, long count) {
        for (long i = from; i < count; i++) {
            if (breaksAt(times.start(records, i))) {
                if (i > from) {
                    return i;
                }
                segment++;
            }
            openUntil = begun ? Math.max(openUntil, times.end(records, i)) : times.end(records, i);
            begun = true;
        }
        return count;
    }

    /// The two times may lie further apart than an int64 counts; an unsigned one counts it.
    private boolean breaksAt(long start) {
        return begun && start > openUntil && Long.compareUnsigned(start - openUntil, gap) > 0;
    }
}
