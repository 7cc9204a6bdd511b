package dev.sluice.chunk;

/// Which records of a chunk belong to a range of time `[a, b)`.
///
/// The three differ only for records that straddle a bound of the range.
public enum Selection {
    /// Records that have an instant in the range: `start < b` and `end > a`, or an instantaneous record inside. An
    /// empty range has no instant.
    TOUCHING {
        @Override
        public boolean holds(long start, long end, TimeRange range) {
            return !range.isEmpty() && start < range.end() && (end > range.start() || start >= range.start());
        }
    },
    /// Records that start in the range: `a <= start < b`. Every record is in exactly one of the ranges that tile a run.
    STARTING_IN {
        @Override
        public boolean holds(long start, long end, TimeRange range) {
            return range.contains(start);
        }
    },
    /// Records that lie in the range with their whole extent: `start >= a`, `end <= b`, and `start < b`.
    CONTAINED {
        @Override
        public boolean holds(long start, long end, TimeRange range) {
            return range.contains(start) && end <= range.end();
        }
    };

    /// Whether a record from `start` to `end` belongs to `range`.
    public abstract boolean holds(long start, long end, TimeRange range);
}
