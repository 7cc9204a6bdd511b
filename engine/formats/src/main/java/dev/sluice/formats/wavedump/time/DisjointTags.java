package dev.sluice.formats.wavedump.time;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The tags of two sets of files that have no event counter in common, in the order of the counter. Immutable.
///
/// They are of one run if the tags of one go on from those of the other: if steps from an event of one to the next of
/// the other are as those within each of them are. A pause between them may as well be that to another run.
record DisjointTags(TreeMap<Long, Long> merged, Map<Long, Long> second, boolean wraps, long turn) {
    private static final double LONG = 8;
    private static final int PART_OF_TURN = 8;
    private static final double FEW_PER_TURN = 64;
    private static final int MANY_CHANGES = 8;
    private static final int LEAST_STEPS = 3;
    private static final long RARE = 64;
    private static final long MANY_TRIGGERS = 256;

    static DisjointTags of(Map<Long, Long> first, Map<Long, Long> second, long turn) {
        long least = Math.min(Collections.min(first.keySet()), Collections.min(second.keySet()));
        long greatest = Math.max(Collections.max(first.keySet()), Collections.max(second.keySet()));
        boolean wraps = greatest < EventLane.COUNTER_RANGE && greatest - least > EventLane.COUNTER_RANGE / 2;
        TreeMap<Long, Long> merged = new TreeMap<>();
        first.forEach((counter, tag) -> merged.put(FirstTags.unwrapped(counter, wraps), tag));
        TreeMap<Long, Long> others = new TreeMap<>();
        second.forEach((counter, tag) -> others.put(FirstTags.unwrapped(counter, wraps), tag));
        merged.putAll(others);
        return new DisjointTags(merged, others, wraps, turn);
    }

    /// Whether the first set of files has the first event.
    boolean startsWithFirst() {
        return !second.containsKey(merged.firstKey());
    }

    /// Whether events of one stand between those of the other.
    boolean isInterleaved() {
        int changes = 0;
        Long before = null;
        for (Long counter : merged.keySet()) {
            changes += before != null && isChange(before, counter) ? 1 : 0;
            before = counter;
        }
        return changes > 1;
    }

    /// Tags of a lane of the earlier files around the later ones.
    Map<Long, Long> near(EventLane lane) {
        boolean firstIsEarly = startsWithFirst();
        long from = Long.MAX_VALUE;
        for (Long counter : merged.keySet()) {
            from = second.containsKey(counter) == firstIsEarly ? Math.min(from, counter) : from;
        }
        Map<Long, Long> near = FirstTags.near(lane, from, merged.lastKey(), wraps);
        TreeMap<Long, Long> raw = new TreeMap<>();
        near.forEach((counter, tag) -> raw.put(counter < 0 ? counter + EventLane.COUNTER_RANGE : counter, tag));
        return raw;
    }

    private boolean isChange(long before, long after) {
        return second.containsKey(before) != second.containsKey(after);
    }

    /// Whether the tags of one go on from those of the other, or the clock never turns, so that it is all the same.
    boolean goOn() {
        double[] own = new double[merged.size()];
        int steps = 0;
        int changes = 0;
        long[] triggers = new long[merged.size()];
        Map.Entry<Long, Long> before = null;
        for (Map.Entry<Long, Long> event : merged.entrySet()) {
            if (before != null && isChange(before.getKey(), event.getKey())) {
                changes++;
            } else if (before != null) {
                triggers[steps] = event.getKey() - before.getKey();
                own[steps++] = perTrigger(before, event);
            }
            before = event;
        }
        Arrays.sort(own, 0, steps);
        double usual = steps < LEAST_STEPS ? turn / FEW_PER_TURN : Math.max(1, own[steps / 2]);
        double most = Math.max(2, turn / PART_OF_TURN / usual);
        if (turns() && steps >= LEAST_STEPS) {
            // A board that has no event for far longer than usual may be another run.
            Arrays.sort(triggers, 0, steps);
            most = Math.min(most, RARE * triggers[steps / 2] + MANY_TRIGGERS);
        }
        int few = changes < MANY_CHANGES ? 0 : changes / MANY_CHANGES;
        double longest = turns() ? steps < LEAST_STEPS ? usual : LONG * usual : turn;
        return jumps(longest, most) <= few;
    }

    private boolean turns() {
        long before = -1;
        for (long tag : merged.values()) {
            if ((tag & turn - 1) < (before & turn - 1) && before >= 0) {
                return true;
            }
            before = tag;
        }
        return false;
    }

    /// So often a step from one to the other is longer than `longest`, or more triggers lie between them than `most`.
    private int jumps(double longest, double most) {
        int jumps = 0;
        Map.Entry<Long, Long> before = null;
        for (Map.Entry<Long, Long> event : merged.entrySet()) {
            boolean change = before != null && isChange(before.getKey(), event.getKey());
            boolean jump = change
                    && (perTrigger(before, event) > longest
                            || longest < turn && ticks(before, event) > turn / PART_OF_TURN
                            || event.getKey() - before.getKey() > most);
            jumps += jump ? 1 : 0;
            before = event;
        }
        return jumps;
    }

    private double perTrigger(Map.Entry<Long, Long> before, Map.Entry<Long, Long> after) {
        return (double) ticks(before, after) / (after.getKey() - before.getKey());
    }

    private long ticks(Map.Entry<Long, Long> before, Map.Entry<Long, Long> after) {
        return after.getValue() - before.getValue() & turn - 1;
    }
}
