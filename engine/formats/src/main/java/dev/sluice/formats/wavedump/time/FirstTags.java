package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.wavedump.file.EventHeaders;
import dev.sluice.formats.wavedump.file.EventScanner;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Collects tags of a channel's events by their counters. Stateless.
final class FirstTags {
    private static final int EVENTS = 256;
    private static final int MOST_EVENTS = 1 << 20;

    /// They are in memory, as objects.
    private static final int MOST_NEAR = 1 << 16;

    private static final int KEPT = 4;
    private static final int CLOSE = 256;
    private static final long USUAL_STEP = 1L << 16;

    private FirstTags() {}

    /// What is done with an event; false to stop.
    private interface Sink {
        boolean take(long counter, long tag);
    }

    private static void scan(WaveDumpFile cursor, Sink sink) {
        EventHeaders headers = cursor.headers();
        EventScanner scanner = new EventScanner(headers, cursor.evidence());
        long at = 0;
        for (int event = 0; event < MOST_EVENTS; event++) {
            EventScanner.Found found = scanner.at(at);
            boolean sound = found == EventScanner.Found.EVENT;
            if (!sound && found != EventScanner.Found.BROKEN) {
                return;
            }
            // A broken event has a right tag too, if its counter agrees with those before it.
            if ((sound || scanner.isBelieved()) && !sink.take(headers.counter(at), headers.tag(at))) {
                return;
            }
            at = scanner.resumption();
        }
    }

    /// The first tags of each file of a lane, up to another run, without those whose counter does not fit.
    static Map<Long, Long> of(EventLane lane) {
        List<long[]> events = new ArrayList<>();
        for (WaveDumpFile cursor : lane.cursors) {
            int most = events.size() + EVENTS;
            scan(cursor, (counter, tag) -> {
                events.add(new long[] {counter, tag});
                return events.size() < most;
            });
        }
        Map<Long, Long> tags = new HashMap<>();
        long last = -1;
        long before = -1;
        for (int event = 0; event < events.size(); event++) {
            long counter = events.get(event)[0];
            long next = event + 1 < events.size() ? events.get(event + 1)[0] : -1;
            boolean astray = before >= 0 && follows(before, counter);
            if (last >= 0 && !astray && EventHeaders.triggers(last, counter) <= 0 && goesOn(last, counter, next)) {
                break;
            }
            // Counter 0 is the first of another run.
            boolean starts = next <= 0 || follows(counter, next) && !EventHeaders.isTooLong(counter, next);
            if (last < 0 ? starts : follows(last, counter)) {
                tags.putIfAbsent(counter, events.get(event)[1]);
                before = last;
                last = counter;
            } else if (astray) {
                // The last one stood too early.
                tags.putIfAbsent(counter, events.get(event)[1]);
                last = counter;
            }
        }
        return tags;
    }

    /// Tags of a lane's events around the counters from `first` to `last`, and of a few in front of them.
    static Map<Long, Long> near(EventLane lane, long first, long last, boolean wraps) {
        TreeMap<Long, Long> near = new TreeMap<>();
        for (WaveDumpFile cursor : lane.cursors) {
            Falls falls = new Falls();
            scan(cursor, (raw, tag) -> {
                long counter = unwrapped(raw, wraps);
                if (falls.isRestart(counter) || counter > last + CLOSE) {
                    return false;
                }
                if (falls.isForward()) {
                    near.putIfAbsent(counter, tag);
                }
                if (counter < first - CLOSE && near.size() > KEPT) {
                    near.pollFirstEntry();
                }
                return near.size() < MOST_NEAR;
            });
        }
        return near;
    }

    /// A counter of 24 bits that may roll over from one file to the other.
    static long unwrapped(long counter, boolean wraps) {
        return wraps && counter >= EventLane.COUNTER_RANGE / 2 ? counter - EventLane.COUNTER_RANGE : counter;
    }

    /// Whether the counters go on from one that fell, as where another run starts.
    private static boolean goesOn(long last, long counter, long next) {
        return follows(counter, next) && EventHeaders.triggers(last, next) <= 0;
    }

    private static boolean follows(long before, long after) {
        long triggers = EventHeaders.triggers(before, after);
        return triggers > 0 && triggers <= USUAL_STEP;
    }

    /// The counters of a file, one after the other, and whether they fall and go on from there, as where another run
    /// starts.
    private static final class Falls {
        private static final long NONE = Long.MIN_VALUE;
        private long before = NONE;
        private long last = NONE;
        private long fallen = NONE;

        /// Takes the next counter, and says whether another run started with the one before.
        private boolean isRestart(long counter) {
            boolean astray = before != NONE && counter > before;
            boolean falls = last != NONE && counter <= last && !astray;
            boolean restarts = falls && fallen != NONE && counter > fallen && counter - fallen <= USUAL_STEP;
            fallen = falls ? counter : NONE;
            before = falls || counter <= last ? before : last;
            last = falls ? last : counter;
            return restarts;
        }

        private boolean isForward() {
            return fallen == NONE;
        }
    }
}
