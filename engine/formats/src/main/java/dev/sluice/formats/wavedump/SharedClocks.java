package dev.sluice.formats.wavedump;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out which files count and tag the same triggers. Stateless.
///
/// Files of one board share event counter and trigger time tag. That is believed unless their first events prove
/// otherwise: most tags at the same counter differ, as between the groups of an x740 or x742, or where each file counts
/// for itself. The groups of an x742 have a clock each, so for files of different
/// groups a single such tag is proof.
final class SharedClocks {
    private static final int EVENTS = 256;
    private static final int CHANNELS_PER_GROUP = 8;
    private static final int RESTART = 2;

    private SharedClocks() {}

    /// Files of one clock, and the first events of them.
    private static final class Group {
        private final List<EventLane> lanes = new ArrayList<>();
        private final Map<Long, Long> tags = new HashMap<>();
    }

    /// Sorts the lanes of one board into those that share a clock; adds to `warnings` where counters contradict that.
    static List<List<EventLane>> of(List<EventLane> board, List<String> warnings) {
        List<List<EventLane>> shared = new ArrayList<>();
        boolean counting = board.stream().anyMatch(EventLane::counting);
        List<Group> groups = new ArrayList<>();
        for (EventLane lane : board) {
            lane.count(counting);
            if (!counting) {
                shared.add(List.of(lane));
            } else {
                join(groups, lane, warnings);
            }
        }
        groups.forEach(group -> shared.add(group.lanes));
        return shared;
    }

    private static void join(List<Group> groups, EventLane lane, List<String> warnings) {
        Map<Long, Long> tags = tags(lane);
        boolean floats = lane.file.kind() == SampleKind.FLOAT_32;
        int domain = domain(lane.channel());
        Group joined = null;
        for (Group group : groups) {
            int same = 0;
            int other = 0;
            for (Map.Entry<Long, Long> event : tags.entrySet()) {
                Long tag = group.tags.get(event.getKey());
                same += event.getValue().equals(tag) ? 1 : 0;
                other += tag != null && !tag.equals(event.getValue()) ? 1 : 0;
            }
            boolean apart = floats && group.lanes.stream().noneMatch(own -> domain(own.channel()) == domain);
            boolean shares = apart ? other == 0 || same > other : other < 2 || same >= other;
            if (shares) {
                joined = group;
                break;
            }
        }
        if (joined == null) {
            if (!groups.isEmpty() && !floats) {
                warnings.add(disagreement(groups.get(0), lane, tags));
            }
            joined = new Group();
            groups.add(joined);
        }
        joined.lanes.add(lane);
        for (Map.Entry<Long, Long> event : tags.entrySet()) {
            joined.tags.putIfAbsent(event.getKey(), event.getValue());
        }
    }

    /// The group of an x742 that has a channel, or the trigger of that group.
    private static int domain(int channel) {
        int triggers = FileName.FIRST_TRIGGER_CHANNEL;
        return channel < triggers ? channel / CHANNELS_PER_GROUP : channel - triggers;
    }

    private static String disagreement(Group first, EventLane lane, Map<Long, Long> tags) {
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

    /// The tags of a lane's first events by their counters.
    private static Map<Long, Long> tags(EventLane lane) {
        Map<Long, Long> tags = new HashMap<>();
        for (WaveDumpFile cursor : lane.cursors) {
            EventHeaders headers = cursor.headers();
            EventScanner scanner = new EventScanner(headers, cursor.evidence());
            long at = 0;
            long last = -1;
            int behind = 0;
            for (int event = 0; event < EVENTS && behind < RESTART; event++) {
                EventScanner.Found found = scanner.at(at);
                if (found == EventScanner.Found.EVENT) {
                    long counter = headers.counter(at);
                    boolean rising = last < 0 || EventHeaders.triggers(last, counter) > 0;
                    behind = rising ? 0 : behind + 1;
                    if (rising) {
                        tags.putIfAbsent(counter, headers.tag(at));
                        last = counter;
                    }
                } else if (found != EventScanner.Found.BROKEN) {
                    break;
                }
                at = scanner.resumption();
            }
        }
        return tags;
    }
}
