package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.FileName;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.SampleKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds out which files count and tag the same triggers. Stateless.
///
/// Files of one board share event counter and trigger time tag. That is believed if a trigger has the same tag in both,
/// or, where they have no trigger in common, if the tags of one go on from those of the other. It is not where most
/// tags at the same counter differ, as between the groups of an x740 or x742, or where each file counts for itself.
/// Where neither is sure, and times depend on it, the run is refused: one of the files may be of another run.
/// The groups of an x742 have a clock each, so for files of different groups a single tag that differs is proof.
public final class SharedClocks {
    private static final int CHANNELS_PER_GROUP = 8;

    private SharedClocks() {}

    private enum Relation {
        SAME,
        APART,
        UNKNOWN
    }

    /// Files of one clock, and the tags that their first events have at a counter.
    private static final class Group {
        private final List<EventLane> lanes = new ArrayList<>();
        private final Map<Long, TreeSet<Long>> tags = new HashMap<>();

        private void add(Map<Long, Long> more) {
            more.forEach((counter, tag) ->
                    tags.computeIfAbsent(counter, key -> new TreeSet<>()).add(tag));
        }

        private boolean isOfFloats() {
            return lanes.get(0).file.kind() == SampleKind.FLOAT_32;
        }
    }

    /// Sorts the lanes of one board into those that share a clock; adds to `warnings` where counters contradict that.
    public static List<List<EventLane>> of(List<EventLane> board, List<String> warnings) {
        boolean counting = board.stream().anyMatch(EventLane::counting);
        board.forEach(lane -> lane.count(counting));
        if (!counting) {
            return board.stream().map(List::of).toList();
        }
        List<Group> groups = new ArrayList<>();
        for (EventLane lane : board) {
            Group own = new Group();
            own.lanes.add(lane);
            own.add(FirstTags.of(lane));
            groups.add(own);
        }
        while (uniteTwo(groups)) {
            // What a third file says of two may unite them with others.
        }
        requireKnown(groups);
        noteDisagreements(groups, warnings);
        return groups.stream().map(group -> group.lanes).toList();
    }

    private static boolean uniteTwo(List<Group> groups) {
        for (int one = 0; one < groups.size(); one++) {
            for (int other = one + 1; other < groups.size(); other++) {
                if (relation(groups.get(one), groups.get(other)) == Relation.SAME) {
                    Group united = groups.get(one);
                    Group more = groups.remove(other);
                    united.lanes.addAll(more.lanes);
                    united.lanes.sort(Comparator.comparingInt(lane -> lane.index));
                    more.tags.forEach((counter, tags) -> united.tags
                            .computeIfAbsent(counter, key -> new TreeSet<>())
                            .addAll(tags));
                    return true;
                }
            }
        }
        return false;
    }

    private static Relation relation(Group group, Group other) {
        boolean apart = areApart(group, other);
        int same = common(group, other, true);
        int different = common(group, other, false);
        if (same + different > 0 || apart || group.tags.isEmpty() || other.tags.isEmpty()) {
            return relation(group, other, apart, same, different);
        }
        DisjointTags disjoint = DisjointTags.of(single(group), single(other), group.lanes.get(0).turn);
        if (!disjoint.isInterleaved()) {
            Group early = disjoint.startsWithFirst() ? group : other;
            Group late = early == group ? other : group;
            for (EventLane lane : early.lanes) {
                early.add(disjoint.near(lane));
            }
            same = common(late, early, true);
            different = common(late, early, false);
            if (same + different > 0) {
                return relation(group, other, false, same, different);
            }
            disjoint = DisjointTags.of(single(group), single(other), group.lanes.get(0).turn);
        }
        return disjoint.goOn() ? Relation.SAME : Relation.UNKNOWN;
    }

    private static Relation relation(Group group, Group other, boolean apart, int same, int different) {
        if (apart) {
            return different == 0 || same > different ? Relation.SAME : Relation.APART;
        }
        if (different == 0 || same > 0 && same >= different) {
            return Relation.SAME;
        }
        if (same == 0 && different == 1) {
            // One wrong tag of a file that has no other event moves nothing, if two others contradict it.
            return isAlone(group, other) || isAlone(other, group) ? Relation.SAME : Relation.UNKNOWN;
        }
        return Relation.APART;
    }

    private static boolean isAlone(Group one, Group others) {
        return one.tags.size() == 1 && one.lanes.size() == 1 && others.lanes.size() > 1;
    }

    /// At so many counters that both have, a tag is the same, or none is.
    private static int common(Group group, Group other, boolean same) {
        int count = 0;
        for (Map.Entry<Long, TreeSet<Long>> event : other.tags.entrySet()) {
            TreeSet<Long> tags = group.tags.get(event.getKey());
            boolean agree = tags != null && tags.stream().anyMatch(event.getValue()::contains);
            count += tags != null && agree == same ? 1 : 0;
        }
        return count;
    }

    private static Map<Long, Long> single(Group group) {
        Map<Long, Long> single = new HashMap<>();
        group.tags.forEach((counter, tags) -> single.put(counter, tags.first()));
        return single;
    }

    /// Whether these are of different groups of an x742.
    private static boolean areApart(Group group, Group other) {
        return other.isOfFloats() && group.lanes.stream().noneMatch(lane -> isOfDomain(other, lane));
    }

    private static boolean isOfDomain(Group group, EventLane lane) {
        return group.lanes.stream().anyMatch(own -> domain(own.channel()) == domain(lane.channel()));
    }

    /// The group of an x742 that has a channel, or the trigger of that group.
    private static int domain(int channel) {
        int triggers = FileName.FIRST_TRIGGER_CHANNEL;
        return channel < triggers ? channel / CHANNELS_PER_GROUP : channel - triggers;
    }

    /// Refuses files of which it is not known whether they are of one run, where times depend on it.
    private static void requireKnown(List<Group> groups) {
        for (int one = 0; one < groups.size(); one++) {
            for (int other = one + 1; other < groups.size(); other++) {
                if (relation(groups.get(one), groups.get(other)) == Relation.UNKNOWN) {
                    throw unknown(
                            groups.get(one).lanes.get(0).file,
                            groups.get(other).lanes.get(0).file);
                }
            }
        }
    }

    private static FormatException unknown(RunFile one, RunFile other) {
        return new FormatException(
                other.path(),
                0,
                "nobody knows whether the file is of the same run as " + one.path() + ": no tag of board="
                        + other.board() + " is the same in both, and the tags of one do not go on from those of the"
                        + " other as within each, so that the clock may have turned between them",
                "leave one of the two out, or read them one by one");
    }

    private static void noteDisagreements(List<Group> groups, List<String> warnings) {
        for (int index = 1; index < groups.size(); index++) {
            if (!groups.get(index).isOfFloats()) {
                warnings.add(disagreement(groups.get(0), groups.get(index)));
            }
        }
    }

    private static String disagreement(Group first, Group group) {
        EventLane lane = group.lanes.get(0);
        long counter = group.tags.keySet().stream()
                .filter(key -> first.tags.containsKey(key)
                        && first.tags.get(key).stream().noneMatch(group.tags.get(key)::contains))
                .mapToLong(key -> key)
                .min()
                .orElse(-1);
        if (counter < 0) {
            return "the files of board=" + lane.file.board() + " have no event counter in common, "
                    + first.lanes.get(0).file.path() + " and " + lane.file.path()
                    + "; roll-overs are counted file by file, and one of the two may be of another run";
        }
        return "the files of board=" + lane.file.board() + " disagree at event counter=" + counter + ": tag="
                + first.tags.get(counter).first() + " in "
                + first.lanes.get(0).file.path() + ", tag="
                + group.tags.get(counter).first() + " in " + lane.file.path()
                + "; roll-overs are counted file by file, so a channel that is silent for longer than the tag's range"
                + " comes out early";
    }
}
