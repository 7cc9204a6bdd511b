package dev.sluice.chunk;

/// A half-open interval `[start, end)` of int64 time, in the unit of the stream that it is used with.
///
/// An empty range (`start == end`) is legal. [#UNBOUNDED] stands for all of time.
///
/// @param start first instant inside
/// @param end   first instant beyond
public record TimeRange(long start, long end) {
    /// All of time: no bound on either side.
    public static final TimeRange UNBOUNDED = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /// Refuses a range that ends before it starts.
    public TimeRange {
        if (end < start) {
            throw new IllegalArgumentException("a time range ends before it starts: start=" + start + ", end=" + end
                    + "; give the earlier time first");
        }
    }

    /// The range `[start, end)`.
    public static TimeRange of(long start, long end) {
        return new TimeRange(start, end);
    }

    /// Reads `A:B`, `A:` or `:B`; a missing side is unbounded. Underscores between digits are allowed.
    public static TimeRange parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("not a time range: '" + text + "'; write A:B, A: or :B, whole numbers");
        }
        String left = text.substring(0, colon).strip();
        String right = text.substring(colon + 1).strip();
        return new TimeRange(
                left.isEmpty() ? Long.MIN_VALUE : instant(left, text),
                right.isEmpty() ? Long.MAX_VALUE : instant(right, text));
    }

    private static long instant(String digits, String text) {
        try {
            return Long.parseLong(digits.replace("_", ""));
        } catch (NumberFormatException notWhole) {
            throw new IllegalArgumentException(
                    "not a whole number: '" + digits + "' in the time range '" + text + "'; write A:B in whole units",
                    notWhole);
        }
    }

    /// Whether there is no instant inside.
    public boolean isEmpty() {
        return start == end;
    }

    /// Whether neither side is bounded.
    public boolean isUnbounded() {
        return start == Long.MIN_VALUE && end == Long.MAX_VALUE;
    }

    /// Whether `time` lies inside.
    public boolean contains(long time) {
        return time >= start && time < end;
    }

    /// Whether the two ranges have an instant in common.
    public boolean overlaps(TimeRange other) {
        return start < other.end && other.start < end;
    }

    /// The instant of this range, bounds included, that is nearest to `time`.
    public long clamp(long time) {
        return Math.max(start, Math.min(end, time));
    }

    /// The instants inside both; an empty range at the nearest bound if there are none.
    public TimeRange intersect(TimeRange other) {
        long from = clamp(other.start);
        return new TimeRange(from, Math.max(from, clamp(other.end)));
    }

    /// `[start, end)`.
    @Override
    public String toString() {
        return "[" + start + ", " + end + ")";
    }
}
