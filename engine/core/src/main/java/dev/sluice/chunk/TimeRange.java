package dev.sluice.chunk;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// A half-open interval `[start, end)` of int64 time, in the unit of the stream that it is used with.
///
/// An empty range (`start == end`) is legal. [#UNBOUNDED] stands for all of time.
///
/// Immutable; safe from any thread.
///
/// @param start first instant inside
/// @param end   first instant beyond
public record TimeRange(long start, long end) {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]++(_[0-9]++)*+");
    private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?[0-9]+([.][0-9]+)?[eE][+-]?[0-9]{1,2}");
    private static final String REMEDY = "; write A:B, A: or :B, in whole units of time such as 1000000000 or 1e9";

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

    /// Reads `A:B`, `A:` or `:B`; a missing side is unbounded. Underscores between digits are allowed, and scientific
    /// notation such as `1.5e9` where it is a whole number.
    ///
    /// @throws IllegalArgumentException on anything else, on numbers beyond int64, and if A is after B
    public static TimeRange parse(String text) {
        if (text == null) {
            throw new IllegalArgumentException("the time range is missing: range=null" + REMEDY);
        }
        int colon = text.indexOf(':');
        if (colon < 0 || text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("not a time range: '" + text + "'" + REMEDY);
        }
        String left = text.substring(0, colon).strip();
        String right = text.substring(colon + 1).strip();
        return new TimeRange(
                left.isEmpty() ? Long.MIN_VALUE : instant(left, text),
                right.isEmpty() ? Long.MAX_VALUE : instant(right, text));
    }

    private static long instant(String digits, String text) {
        if (SCIENTIFIC.matcher(digits).matches()) {
            return scientific(new BigDecimal(digits), text);
        }
        if (!WHOLE.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "not a whole number: '" + digits + "' in the time range '" + text + "'" + REMEDY);
        }
        try {
            return Long.parseLong(digits.replace("_", ""));
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException(
                    "beyond int64: '" + digits + "' in the time range '" + text + "'; leave a side empty for no bound",
                    tooLarge);
        }
    }

    private static long scientific(BigDecimal value, String text) {
        if (value.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(
                    "not a whole number: '" + value + "' in the time range '" + text + "'" + REMEDY);
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(
                    "beyond int64: '" + value + "' in the time range '" + text + "'; leave a side empty for no bound",
                    tooLarge);
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
        return Math.max(start, other.start) < Math.min(end, other.end);
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
