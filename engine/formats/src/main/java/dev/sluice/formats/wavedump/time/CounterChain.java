package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.wavedump.file.EventHeaders;
import java.util.Arrays;

/// Judges which of a file's next events have an event counter that fits the others. One thread at a time; no allocation
/// after construction.
final class CounterChain extends CheapestChain {
    private static final double LONG_JUMP = 0.9;
    private static final double CONFIRMED = 8;
    private static final double TOO_LONG = 0.5;
    private static final int FEW = 3;
    private static final long LEAST_LONG = 1L << 8;
    private static final long NEVER_LONG = 1L << 16;

    private final EventRing events;
    private final long[] steps;
    private boolean anchored;
    private long anchor;
    private long longest;

    CounterChain(EventRing events, int most) {
        super(most);
        this.events = events;
        this.steps = new long[most];
    }

    /// Looks at the events of the ring after the counter `before`, or after nothing if it is not `known`.
    void begin(boolean known, long before) {
        clear();
        anchored = known;
        anchor = before;
        longest = longestUsual();
    }

    /// Adds the next event of the ring, which other files confirm or not.
    void add(boolean confirmed) {
        boolean tooLong = nodes() == 0
                && !anchored
                && events.size() > 1
                && EventHeaders.isTooLong(events.counter[events.at(0)], events.counter[events.at(1)]);
        startGroup();
        add(confirmed ? CONFIRMED : tooLong ? TOO_LONG : 1);
    }

    @Override
    double step(int from, int to) {
        if (from == ANCHOR && !anchored) {
            return 0;
        }
        long before = from == ANCHOR ? anchor : events.counter[events.at(from)];
        long triggers = EventHeaders.triggers(before, events.counter[events.at(to)]);
        long after = events.counter[events.at(to)];
        boolean turns = !anchored && (after < before && triggers > longest || EventHeaders.isTooLong(before, after));
        if (triggers <= 0 || turns) {
            return Double.POSITIVE_INFINITY;
        }
        return triggers <= longest ? 0 : LONG_JUMP;
    }

    private long longestUsual() {
        int count = 0;
        for (int index = 1; index < events.size() && count < steps.length; index++) {
            long triggers =
                    EventHeaders.triggers(events.counter[events.at(index - 1)], events.counter[events.at(index)]);
            if (triggers > 0) {
                steps[count++] = triggers;
            }
        }
        if (count < FEW) {
            return NEVER_LONG;
        }
        Arrays.sort(steps, 0, count);
        return 64 * steps[count / 2] + LEAST_LONG;
    }
}
