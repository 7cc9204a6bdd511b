package dev.sluice.chunk;

import java.util.Objects;

/// An interval of time whose data were lost, and why: dropped, unreadable, or skipped after a failure.
///
/// A loss travels with the chunk that covers it, so that missing data are marked as such and never silently absent.
///
/// @param start first lost instant
/// @param end   first instant that is whole again
/// @param cause one sentence: what was lost, where, and why
public record Loss(long start, long end, String cause) {
    /// Refuses an interval that ends before it starts, and a loss without a cause.
    public Loss {
        Objects.requireNonNull(cause, "cause");
        if (end < start) {
            throw new IllegalArgumentException(
                    "a loss ends before it starts: start=" + start + ", end=" + end + "; give the earlier time first");
        }
    }

    /// `[start, end): cause`.
    @Override
    public String toString() {
        return "[" + start + ", " + end + "): " + cause;
    }
}
