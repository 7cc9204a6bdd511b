package dev.sluice.plugin;

/// Which things belong to a row of a [PerRowPlugin]. Immutable.
///
/// @param touching whether a thing belongs that shares some time with the row, or comes within the window of it; else
///     it lies in the row from its start to its end
/// @param window   how far around the row things are taken that touch it, in the unit of time
/// @param longest  how long a thing lasts at most; things that start before a chunk are looked for so far back
public record Within(boolean touching, long window, long longest) {
    private static final long MOST = Long.MAX_VALUE / 4;

    /// Checks the lengths.
    public Within {
        if (window < 0 || longest < 0 || window > MOST || longest > MOST) {
            throw new IllegalArgumentException(
                    "no things around a row: window=" + window + " longest=" + longest + ", limits are 0 and " + MOST);
        }
    }

    /// Things that start with the row or later, and end with it or earlier.
    public static Within contained() {
        return new Within(false, 0, 0);
    }

    /// Things, lasting `longest` at most, that end later than `window` before the row, and start earlier than `window`
    /// after it.
    ///
    /// @throws IllegalArgumentException if one of the two is negative, or beyond 2^61
    public static Within touching(long window, long longest) {
        return new Within(true, window, longest);
    }
}
