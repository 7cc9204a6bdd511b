package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds out which files count and tag the same triggers. Stateless.
///
/// Files of one board share event counter and trigger time tag. That is believed unless their first events prove
/// otherwise: most tags at the same counter differ, as between the groups of an x740 or x742, or where each file counts
/// for itself. The groups of an x742 have a clock each, so for files of different
/// groups a single such tag is proof.
final class SharedClocks {
    private static final int EVENTS = 256;
    private static final int CHANNELS_PER_GROUP = 8;
    private static final long USUAL_STEP = 1L << 16;
    private static final int NEAR = 16;
    private static final int CLOSE = 256;
    private static final int LEAST_STEPS = 4;
    private static final int FAR = 16;
    private static final int MOST_EVENTS = 1 << 20;

    private SharedClocks() {}

    /// Files of one clock, and the first events of them.
    private static final class Group {
        private final List<EventLane> lanes = new ArrayList<>();
        private final Map<Long, Long> tags = new HashMap<>();
    }

    /// Sorts the lanes of one board into those that share a clock; adds to `warnings` where counters contradict that.
    static List<List<EventLane>> of(List<EventLane> board, List<String> warnings) {
        boolean counting = board.stream().anyMatch(EventLane::counting);
        board.forEach(lane -> lane.count(counting));
        if (!counting) {
            return board.stream().map(List::of).toList();
        }
        List<Group> groups = new ArrayList<>();
        for (EventLane lane : board) {
            Group own = group(lane);
            Optional<Group> shared =
                    groups.stream().filter(group -> shares(group, own)).findFirst();
            shared.ifPresentOrElse(group -> unite(group, own), () -> groups.add(own));
        }
        while (uniteTwo(groups)) {
            // What a third file says of two may unite them with others.
        }
        requireKnown(groups);
        tellDisagreements(groups, warnings);
        return groups.stream().map(group -> group.lanes).toList();
    }

    private static Group group(EventLane lane) {
        Group group = new Group();
        group.lanes.add(lane);
        group.tags.putAll(tags(lane));
        return group;
    }

    private static void unite(Group group, Group other) {
        group.lanes.addAll(other.lanes);
        group.lanes.sort(Comparator.comparingInt(lane -> lane.index));
        other.tags.forEach(group.tags::putIfAbsent);
    }

    private static boolean uniteTwo(List<Group> groups) {
        for (int one = 0; one < groups.size(); one++) {
            for (int other = one + 1; other < groups.size(); other++) {
                if (shares(groups.get(one), groups.get(other))) {
                    unite(groups.get(one), groups.remove(other));
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean shares(Group group, Group other) {
        int same = 0;
        int different = 0;
        for (Map.Entry<Long, Long> event : other.tags.entrySet()) {
            Long tag = group.tags.get(event.getKey());
            same += event.getValue().equals(tag) ? 1 : 0;
            different += tag != null && !tag.equals(event.getValue()) ? 1 : 0;
        }
        boolean apart = isOfFloats(other) && group.lanes.stream().noneMatch(lane -> isOfDomain(other, lane));
        if (same + different == 0 && !group.tags.isEmpty() && !other.tags.isEmpty() && !apart) {
            return meet(group, other);
        }
        boolean lone = other.tags.size() == 1 || group.tags.size() == 1;
        return apart
                ? different == 0 || same > different
                : different == 0 || same >= different || different == 1 && lone;
    }

    /// Refuses files of which nobody knows whether they are of one run, where times depend on it.
    private static void requireKnown(List<Group> groups) {
        for (Group group : groups) {
            for (Group other : groups) {
                boolean apart = isOfFloats(other) && group.lanes.stream().noneMatch(lane -> isOfDomain(other, lane));
                if (group != other && !apart && areUnknown(group, other)) {
                    RunFile file = other.lanes.get(0).file;
                    throw new FormatException(
                            file.path(),
                            0,
                            "nobody knows whether the file is of the same run as "
                                    + group.lanes.get(0).file.path() + ": they have no event counter in common, and the"
                                    + " clock of board=" + file.board() + " turned in long pauses between them only",
                            "leave one of the two out, or read them one by one");
                }
            }
        }
    }

    private static boolean areUnknown(Group group, Group other) {
        if (group.tags.isEmpty()
                || other.tags.isEmpty()
                || other.tags.keySet().stream().anyMatch(group.tags::containsKey)) {
            return false;
        }
        boolean wraps = wraps(group.tags) || wraps(other.tags) || wraps(group.tags, other.tags);
        Map<Long, Long> tags = unwrapped(other.tags, wraps);
        TreeMap<Long, Long> merged = new TreeMap<>(unwrapped(group.tags, wraps));
        merged.putAll(tags);
        return isUnknown(merged, tags, group.lanes.get(0).turn);
    }

    /// Whether all steps from one file to the other are far longer than any within one of them, and the clock turns in
    /// one of them: then it is a pause of the run, or one of them is of another run.
    private static boolean isUnknown(TreeMap<Long, Long> merged, Map<Long, Long> tags, long turn) {
        int own = 0;
        boolean turns = false;
        double longest = 1;
        double shortest = Double.POSITIVE_INFINITY;
        Map.Entry<Long, Long> before = null;
        for (Map.Entry<Long, Long> event : merged.entrySet()) {
            if (before != null) {
                long triggers = event.getKey() - before.getKey();
                double step = (double) (event.getValue() - before.getValue() & turn - 1) / triggers;
                if (tags.containsKey(before.getKey()) == tags.containsKey(event.getKey())) {
                    own++;
                    longest = Math.max(longest, step);
                } else if (triggers <= CLOSE) {
                    turns |= (event.getValue() & turn - 1) < (before.getValue() & turn - 1);
                    shortest = Math.min(shortest, step);
                }
            }
            before = event;
        }
        return turns && own >= LEAST_STEPS && shortest > FAR * longest;
    }

    private static boolean isOfFloats(Group group) {
        return group.lanes.get(0).file.kind() == SampleKind.FLOAT_32;
    }

    private static boolean isOfDomain(Group group, EventLane lane) {
        return group.lanes.stream().anyMatch(own -> domain(own.channel()) == domain(lane.channel()));
    }

    private static void tellDisagreements(List<Group> groups, List<String> warnings) {
        for (int index = 1; index < groups.size(); index++) {
            Group group = groups.get(index);
            if (!isOfFloats(group)) {
                warnings.add(disagreement(groups.get(0), group.lanes.get(0), group.tags));
            }
        }
    }

    /// Whether files that have no counter in common among their first events are of one clock all the same: the
    /// counters
    /// of one stand between those of the other, and so do the tags, or later events have counters in common.
    private static boolean meet(Group group, Group other) {
        Map<Long, Long> tags = other.tags;
        boolean wraps = wraps(group.tags) || wraps(tags) || wraps(group.tags, tags);
        Map<Long, Long> ofGroup = unwrapped(group.tags, wraps);
        tags = unwrapped(tags, wraps);
        TreeMap<Long, Long> merged = new TreeMap<>(ofGroup);
        merged.putAll(tags);
        int changes = 0;
        int falls = 0;
        int ownFalls = 0;
        Map.Entry<Long, Long> before = null;
        for (Map.Entry<Long, Long> event : merged.entrySet()) {
            boolean fell = before != null && event.getValue() < before.getValue();
            boolean change = before != null
                    && event.getKey() - before.getKey() <= CLOSE
                    && tags.containsKey(before.getKey()) != tags.containsKey(event.getKey());
            changes += change ? 1 : 0;
            falls += change && fell ? 1 : 0;
            ownFalls += !change && fell ? 1 : 0;
            before = event;
        }
        if (isUnknown(merged, tags, group.lanes.get(0).turn)) {
            return false;
        }
        if (changes > 1) {
            return falls <= 1 + ownFalls + changes / 8;
        }
        if (gap(merged, tags) <= NEAR) {
            return true;
        }
        boolean otherIsFirst = tags.containsKey(merged.firstKey());
        TreeMap<Long, Long> wanted = new TreeMap<>(otherIsFirst ? ofGroup : tags);
        for (EventLane early : otherIsFirst ? other.lanes : group.lanes) {
            if (reaches(early, wanted, wraps)) {
                return true;
            }
        }
        return false;
    }

    /// Whether later events of a lane have counters of `wanted` and the same tags, or stand right before and after one
    /// of
    /// them.
    private static boolean reaches(EventLane lane, TreeMap<Long, Long> wanted, boolean wraps) {
        TreeMap<Long, Long> near = new TreeMap<>();
        for (WaveDumpFile cursor : lane.cursors) {
            collect(cursor, wanted, near, wraps);
        }
        int same = 0;
        int other = 0;
        for (Map.Entry<Long, Long> event : near.entrySet()) {
            Long tag = wanted.get(event.getKey());
            same += event.getValue().equals(tag) ? 1 : 0;
            other += tag != null && !event.getValue().equals(tag) ? 1 : 0;
        }
        if (same + other > 0) {
            return same >= other;
        }
        Map.Entry<Long, Long> first = wanted.firstEntry();
        Map.Entry<Long, Long> before = near.lowerEntry(first.getKey());
        Map.Entry<Long, Long> after = near.higherEntry(first.getKey());
        if (before == null || first.getKey() - before.getKey() > CLOSE) {
            return false;
        }
        long turn = 1L << 31;
        return after == null
                || (first.getValue() - before.getValue() & turn - 1)
                        <= (after.getValue() - before.getValue() & turn - 1);
    }

    /// Adds the events of a file around the counters `wanted` to `near`.
    private static void collect(
            WaveDumpFile cursor, TreeMap<Long, Long> wanted, TreeMap<Long, Long> near, boolean wraps) {
        EventHeaders headers = cursor.headers();
        EventScanner scanner = new EventScanner(headers, cursor.evidence());
        long from = wanted.firstKey() - CLOSE;
        long to = wanted.lastKey() + CLOSE;
        long at = 0;
        for (int event = 0; event < MOST_EVENTS; event++) {
            EventScanner.Found found = scanner.at(at);
            if (found == EventScanner.Found.EVENT) {
                long counter = unwrapped(headers.counter(at), wraps);
                if (counter >= from && counter <= to) {
                    near.putIfAbsent(counter, headers.tag(at));
                }
                if (counter > to) {
                    break;
                }
            } else if (found != EventScanner.Found.BROKEN) {
                break;
            }
            at = scanner.resumption();
        }
    }

    private static boolean wraps(Map<Long, Long> tags) {
        return wraps(tags, tags);
    }

    /// Whether the 24 bits of the counter roll over from one of these to the other.
    private static boolean wraps(Map<Long, Long> one, Map<Long, Long> other) {
        long least = Math.min(Collections.min(one.keySet()), Collections.min(other.keySet()));
        long greatest = Math.max(Collections.max(one.keySet()), Collections.max(other.keySet()));
        return greatest < EventLane.COUNTER_RANGE && greatest - least > EventLane.COUNTER_RANGE / 2;
    }

    private static Map<Long, Long> unwrapped(Map<Long, Long> tags, boolean wraps) {
        Map<Long, Long> unwrapped = new HashMap<>();
        tags.forEach((counter, tag) -> unwrapped.put(unwrapped(counter, wraps), tag));
        return unwrapped;
    }

    private static long unwrapped(long counter, boolean wraps) {
        return wraps && counter >= EventLane.COUNTER_RANGE / 2 ? counter - EventLane.COUNTER_RANGE : counter;
    }

    /// Triggers between the last of one file and the first of the other.
    private static long gap(TreeMap<Long, Long> merged, Map<Long, Long> tags) {
        Long before = null;
        for (Long counter : merged.keySet()) {
            if (before != null && tags.containsKey(before) != tags.containsKey(counter)) {
                return counter - before;
            }
            before = counter;
        }
        return 0;
    }

    /// The group of an x742 that has a channel, or the trigger of that group.
    private static int domain(int channel) {
        int triggers = FileName.FIRST_TRIGGER_CHANNEL;
        return channel < triggers ? channel / CHANNELS_PER_GROUP : channel - triggers;
    }

    private static String disagreement(Group first, EventLane lane, Map<Long, Long> tags) {
        if (tags.keySet().stream().noneMatch(first.tags::containsKey)) {
            return "the files of board=" + lane.file.board() + " have no event counter in common, "
                    + first.lanes.get(0).file.path() + " and " + lane.file.path()
                    + "; roll-overs are counted file by file, and one of the two may be of another run";
        }
        long counter = tags.keySet().stream()
                .filter(key ->
                        first.tags.containsKey(key) && !first.tags.get(key).equals(tags.get(key)))
                .mapToLong(key -> key)
                .min()
                .orElse(0);
        return "the files of board=" + lane.file.board() + " disagree at event counter=" + counter + ": tag="
                + first.tags.get(counter) + " in " + first.lanes.get(0).file.path() + ", tag=" + tags.get(counter)
                + " in " + lane.file.path()
                + "; roll-overs are counted file by file, so a channel that is silent for longer than the tag's range"
                + " comes out early";
    }

    /// The tags of a lane's first events by their counters, without those whose counter does not fit.
    private static Map<Long, Long> tags(EventLane lane) {
        List<long[]> events = new ArrayList<>();
        for (WaveDumpFile cursor : lane.cursors) {
            EventHeaders headers = cursor.headers();
            EventScanner scanner = new EventScanner(headers, cursor.evidence());
            long at = 0;
            int sound = 0;
            for (int event = 0; event < MOST_EVENTS && sound < EVENTS; event++) {
                EventScanner.Found found = scanner.at(at);
                if (found == EventScanner.Found.EVENT) {
                    sound++;
                    events.add(new long[] {headers.counter(at), headers.tag(at)});
                } else if (found != EventScanner.Found.BROKEN) {
                    break;
                }
                at = scanner.resumption();
            }
        }
        Map<Long, Long> tags = new HashMap<>();
        long last = -1;
        for (int event = 0; event < events.size(); event++) {
            long counter = events.get(event)[0];
            long next = event + 1 < events.size() ? events.get(event + 1)[0] : -1;
            boolean starts = next < 0 || follows(counter, next) && !EventHeaders.isTooLong(counter, next);
            boolean fits = last < 0 ? starts : follows(last, counter);
            if (fits) {
                tags.putIfAbsent(counter, events.get(event)[1]);
                last = counter;
            }
        }
        return tags;
    }

    private static boolean follows(long before, long after) {
        long triggers = EventHeaders.triggers(before, after);
        return triggers > 0 && triggers <= USUAL_STEP;
    }
}
