package dev.sluice.stream;

import java.time.Duration;

/// How a pass over a run is watched. Immutable; the results do not depend on any of it.
///
/// @param watchdog       how long a plugin, a source or a reader may take for one chunk before it is reported as stuck;
///     zero for no watchdog
/// @param failing        whether a plugin or source that is stuck fails the run; a slow reader never does. A reader's
///     thread then computes nothing itself, as it could not be failed
/// @param unreadPatience how long a reader waits for a pass that is held up by a stream that no thread reads
public record FlowSettings(Duration watchdog, boolean failing, Duration unreadPatience) {
    private static final Duration UNREAD_PATIENCE = Duration.ofSeconds(2);

    /// Checks every setting.
    public FlowSettings {
        if (watchdog.isNegative() || unreadPatience.isNegative()) {
            throw new IllegalArgumentException("watchdog=" + watchdog + " or unreadPatience=" + unreadPatience
                    + " is negative; give zero or more");
        }
    }

    /// No watchdog; two seconds for a stream that no thread reads.
    public static FlowSettings defaults() {
        return new FlowSettings(Duration.ZERO, false, UNREAD_PATIENCE);
    }

    /// The same with a watchdog that reports after `limit`, and fails the run then if `fail`.
    public FlowSettings withWatchdog(Duration limit, boolean fail) {
        return new FlowSettings(limit, fail, unreadPatience);
    }

    /// The same with another patience for streams that no thread reads.
    public FlowSettings withUnreadPatience(Duration limit) {
        return new FlowSettings(watchdog, failing, limit);
    }
}
