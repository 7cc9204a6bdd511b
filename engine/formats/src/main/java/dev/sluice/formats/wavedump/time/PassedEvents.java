package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.wavedump.file.EventHeaders;

/// What a channel has passed: counter and tag of its last events, and how far it has counted. One thread at a time; no
/// allocation after construction.
///
/// The order of an event is its counter with roll-overs added; its upper bits count how often the run has started
/// again: see [#restarts].
final class PassedEvents {
    private static final int REMEMBERED = 16;
    private static final int RESTART_BITS = 40;
    private static final long USUAL_STEP = 1L << 16;

    private final long[] counters = new long[REMEMBERED];
    private final long[] tags = new long[REMEMBERED];
    private int passed;
    private boolean any;
    private long counter;
    private long tag;
    private long order;
    private int restarted;
    private long steps;
    private long gaps;

    /// How often the run has started again in the files, up to the event of this order.
    static int restarts(long order) {
        return (int) (order >>> RESTART_BITS);
    }

    /// Triggers between two counters if they are as few as usual; 0 if not.
    static long usualTriggers(long before, long after) {
        long triggers = EventHeaders.triggers(before, after);
        return triggers <= USUAL_STEP ? Math.max(0, triggers) : 0;
    }

    /// Whether any event of this run was passed.
    boolean any() {
        return any;
    }

    /// The counter of the last event.
    long counter() {
        return counter;
    }

    /// The tag of the last event, as it stands in the file.
    long tag() {
        return tag;
    }

    /// The order of the last event.
    long order() {
        return order;
    }

    /// How often one event followed the other without a trigger between them.
    long steps() {
        return steps;
    }

    /// How often triggers were missing between two events.
    long gaps() {
        return gaps;
    }

    /// Whether `next` comes a usual number of triggers after the last event.
    boolean isFollowedBy(long next) {
        return usualTriggers(counter, next) > 0;
    }

    /// Whether `next` comes right after the last event.
    boolean isNext(long next) {
        return any && EventHeaders.triggers(counter, next) == 1;
    }

    /// Whether one of the last events had this counter and this tag.
    boolean has(long ofCounter, long ofTag) {
        for (int event = 0; event < REMEMBERED; event++) {
            if (counters[event] == ofCounter && tags[event] == ofTag) {
                return true;
            }
        }
        return false;
    }

    /// Passes an event, and counts its order on.
    void add(long nextCounter, long nextTag) {
        long step = any ? EventHeaders.triggers(counter, nextCounter) : 0;
        steps += step == 1 ? 1 : 0;
        gaps += step > 1 ? 1 : 0;
        order = any ? order + step : ((long) restarted << RESTART_BITS) + nextCounter;
        any = true;
        counter = nextCounter;
        tag = nextTag;
        counters[passed % REMEMBERED] = nextCounter;
        tags[passed++ % REMEMBERED] = nextTag;
    }

    /// Passes an event whose counter is of no use: its order is its index.
    void addUncounted() {
        order++;
    }

    /// Triggers are missing after the event that is left out now.
    void addGap() {
        gaps++;
    }

    /// The counter had rolled over before the first event.
    void rollOver() {
        order += EventLane.COUNTER_RANGE;
    }

    /// Another run starts: its counters have nothing to do with those before.
    void restart() {
        restarted++;
        any = false;
    }
}
