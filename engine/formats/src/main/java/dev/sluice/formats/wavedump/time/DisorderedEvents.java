package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.wavedump.file.EventHeaders;

/// Finds the next events of a channel that stand in the wrong order, and sorts them. One thread at a time; no
/// allocation.
///
/// Events are sorted only where all of them stand right after that: then counter and tag of each say so.
final class DisorderedEvents {
    private static final int MOST = 16;

    /// A run that was appended to a short one would be sorted in front of it.
    private static final int FAR_TRIGGERS = 1 << 10;

    /// Of a turn of the clock: first events in disorder that take longer may as well have a wrong counter.
    private static final int SHORT = 64;

    private final ReadAhead ahead;
    private final EventRing window;
    private final PassedEvents passed;
    private final long turn;

    /// Of a channel whose clock turns after `turn` ticks at least.
    DisorderedEvents(ReadAhead ahead, PassedEvents passed, long turn) {
        this.ahead = ahead;
        this.window = ahead.window;
        this.passed = passed;
        this.turn = turn;
    }

    /// How many of the next events stand in the wrong order, and all of them in the right one once they are sorted; 0
    /// if there are none.
    int count() {
        int most = Math.min(window.size(), MOST);
        for (int count = 2; count <= most; count++) {
            if (isClosed(count) && isRightOnceSorted(count)) {
                return count;
            }
        }
        return 0;
    }

    /// Sorts the next `count` events by their counters.
    void sort(int count) {
        for (int rank = 0; rank < count; rank++) {
            for (int event = count - 1; event > rank; event--) {
                long counter = window.counter[window.at(event)];
                if (EventHeaders.triggers(counter, window.counter[window.at(event - 1)]) > 0) {
                    window.swap(event - 1, event);
                }
            }
        }
    }

    /// Whether the event after the first `count` has a greater counter than all of them.
    private boolean isClosed(int count) {
        if (count == window.size()) {
            // More of them, with none before or after, may be another run.
            return ahead.isAtEnd() && (passed.any() || count <= RestartSigns.LEAST_EVENTS_OF_A_RUN);
        }
        long next = window.counter[window.at(count)];
        for (int event = 0; event < count; event++) {
            if (PassedEvents.usualTriggers(window.counter[window.at(event)], next) == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isRightOnceSorted(int count) {
        int before = -1;
        boolean moved = false;
        long ticks = 0;
        for (int rank = 0; rank < count; rank++) {
            int at = window.at(next(before, count));
            long counter = before < 0 ? passed.counter() : window.counter[window.at(before)];
            long tag = before < 0 ? passed.tag() : window.tag[window.at(before)];
            boolean first = before < 0 && !passed.any();
            long triggers = first ? 1 : PassedEvents.usualTriggers(counter, window.counter[at]);
            boolean far = !passed.any() && triggers > FAR_TRIGGERS;
            if (triggers == 0 || far || !first && !isEarlier(tag, window.tag[at])) {
                return false;
            }
            ticks += first ? 0 : window.tag[at] - tag & turn - 1;
            moved |= at != window.at(rank);
            before = next(before, count);
        }
        return moved && ticks < (passed.any() ? turn / 2 : turn / SHORT);
    }

    /// Of the first `count` events the one whose counter comes next after that of the event `before`, -1 for none.
    private int next(int before, int count) {
        int found = -1;
        for (int event = 0; event < count; event++) {
            long counter = window.counter[window.at(event)];
            boolean after = before < 0 || EventHeaders.triggers(window.counter[window.at(before)], counter) > 0;
            if (after && (found < 0 || EventHeaders.triggers(counter, window.counter[window.at(found)]) > 0)) {
                found = event;
            }
        }
        return found < 0 ? before : found;
    }

    private boolean isEarlier(long tag, long other) {
        long ticks = other - tag & turn - 1;
        return ticks > 0 && ticks < turn / 2;
    }
}
