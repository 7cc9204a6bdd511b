package dev.sluice.formats.wavedump.time;

import java.util.List;

/// What the channels that share a clock with one of them say about its events. One thread at a time; no allocation.
final class OtherLanes {
    /// Before a missing trigger says something, none was missing in so many steps of the board.
    private static final int STEPS_OF_BOARD = 128;

    private final EventLane own;
    private final List<EventLane> all;

    /// The channels in `all` but `own`.
    OtherLanes(EventLane own, List<EventLane> all) {
        this.own = own;
        this.all = all;
    }

    /// Whether another channel looks at an event with this counter and this tag.
    boolean confirm(long counter, long tag) {
        for (int other = 0; other < all.size(); other++) {
            EventLane lane = all.get(other);
            if (lane != own && lane.ahead.has(counter, tag)) {
                return true;
            }
        }
        return false;
    }

    /// Whether another channel starts with this event, or has just passed it.
    boolean startWith(long counter, long tag) {
        for (int other = 0; other < all.size(); other++) {
            EventLane lane = all.get(other);
            if (lane != own && (lane.passed.has(counter, tag) || lane.ahead.startsWith(counter, tag))) {
                return true;
            }
        }
        return false;
    }

    /// Whether the own channel should have triggers between these counters: others have, and never before was one
    /// missing in any channel.
    boolean missTriggersBetween(long before, long after) {
        boolean between = false;
        long steps = 0;
        for (int other = 0; other < all.size(); other++) {
            EventLane lane = all.get(other);
            if (lane.passed.gaps() > 0) {
                return false;
            }
            steps += lane.passed.steps();
            between |= lane != own && lane.ahead.hasBetween(before, after);
        }
        return between && steps >= STEPS_OF_BOARD;
    }
}
