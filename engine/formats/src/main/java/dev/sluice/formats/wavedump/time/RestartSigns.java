package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.wavedump.file.EventHeaders;

/// Finds where another run starts in a channel's files: its counter falls, stays low and rises from there. One thread
/// at a time; no allocation.
final class RestartSigns {
    /// Fewer events than this may as well be wrong ones.
    static final int LEAST_EVENTS_OF_A_RUN = 3;

    private static final int LOOKED_AHEAD = 8;

    /// Counters up to here may be those of a run's first events.
    private static final long FIRST_COUNTERS = 64;

    private final EventRing window;
    private final PassedEvents passed;

    RestartSigns(EventRing window, PassedEvents passed) {
        this.window = window;
        this.passed = passed;
    }

    /// Whether the next event is the first of another run: the counter falls to a small number, stays low, and rises.
    boolean isFirst() {
        int looked = Math.min(window.size(), LOOKED_AHEAD);
        int place = window.at(0);
        long counter = window.counter[place];
        boolean falls = EventHeaders.triggers(passed.counter(), counter) <= 0
                && (counter < FIRST_COUNTERS || counter < passed.counter() / 2);
        boolean tagFalls = window.tag[place] < passed.tag();
        int least = tagFalls ? 2 : LEAST_EVENTS_OF_A_RUN;
        if (!falls || looked < least || passed.has(counter, window.tag[place])) {
            return false;
        }
        int rising = 0;
        for (int event = 1; event < looked; event++) {
            long next = window.counter[window.at(event)];
            rising += PassedEvents.usualTriggers(counter, next) > 0 ? 1 : 0;
            counter = next;
        }
        boolean fromZero = window.counter[place] == 0
                && tagFalls
                && window.counter[window.at(1)] == 1
                && window.tag[window.at(1)] < passed.tag();
        return (fromZero || window.counter[window.at(1)] <= passed.counter())
                && rising >= Math.max(least - 1, looked - 2);
    }

    /// Whether the next event is one of the last of a run, however few they are: the counters rise from it on, then
    /// another run starts, and none of these events stands there once more.
    boolean isOneOfTheLast(OtherLanes others) {
        int count = rising(0);
        if (count + LEAST_EVENTS_OF_A_RUN > window.size() || passed.any() && !follows(window.at(0))) {
            return false;
        }
        int next = window.at(count);
        long last = window.counter[window.at(count - 1)];
        long counter = window.counter[next];
        boolean small = counter < FIRST_COUNTERS || counter < last / 2;
        // What comes before the first trigger of all is of another run.
        boolean alone = passed.any()
                || counter == 0
                || others.startWith(window.counter[window.at(0)], window.tag[window.at(0)]);
        int least = alone ? 1 : small ? LEAST_EVENTS_OF_A_RUN - 1 : LEAST_EVENTS_OF_A_RUN;
        boolean fromZero = counter == 0 && window.tag[next] < window.tag[window.at(count - 1)];
        return count >= least
                && EventHeaders.triggers(last, counter) <= 0
                && !(passed.any() && follows(next))
                && rising(count) >= LEAST_EVENTS_OF_A_RUN
                && (!small || fromZero || window.counter[window.at(count + 1)] <= last)
                && !standTwice(count);
    }

    private boolean follows(int event) {
        return passed.isFollowedBy(window.counter[event]);
    }

    /// So many events of the window, from the one at `from` on, are whole and have rising counters.
    private int rising(int from) {
        int event = from;
        while (event < window.size()
                && !window.ghost[window.at(event)]
                && (event == from
                        || PassedEvents.usualTriggers(
                                        window.counter[window.at(event - 1)], window.counter[window.at(event)])
                                > 0)) {
            event++;
        }
        return event - from;
    }

    /// Whether one of the first `count` events of the window stands after them again.
    private boolean standTwice(int count) {
        for (int event = 0; event < count; event++) {
            for (int other = count; other < window.size(); other++) {
                if (window.counter[window.at(event)] == window.counter[window.at(other)]
                        && window.tag[window.at(event)] == window.tag[window.at(other)]) {
                    return true;
                }
            }
        }
        return false;
    }
}
