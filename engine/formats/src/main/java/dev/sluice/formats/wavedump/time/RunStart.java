package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.EventHeaders;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Decides in which turn of the clock the events of a board begin. One thread at a time; asked once per run.
///
/// Times count from the first event. Where that is lost, or not to be believed, the clock may have turned between it
/// and the first sound one, and all later events would be a turn early. So the files of the board are asked together:
///
/// - A first trigger that two files have with the same tag is right.
/// - A lone one is right unless something speaks against it: its tag is another word of its header, or zero although
///   two triggers or more were before it; or its tag is later than the next, more triggers away than a turn has; or
///   another file has lost its first event, and that has a tag which is later than those that follow.
/// - What was lost in front of the first sound event, or among the first ones where these stand in disorder, may have
///   stood before a turn, unless its own tag, or the distance of the first sound tag from a turn, says that it did not.
///
/// Where it stays open, the run is refused under every policy, unless the user knows it: see [LoneTagRule].
final class RunStart {
    private static final int ENOUGH = 8;
    private static final int SECOND_COUNTER = 1;

    private final List<EventLane> all;
    private final EventRing ring;
    private final TagChain chain;
    private final TagUnwrapper unwrapper;
    private final LoneTagRule loneTag;
    private final List<Path> missingFiles;

    RunStart(
            List<EventLane> all,
            EventRing ring,
            TagChain chain,
            TagUnwrapper unwrapper,
            LoneTagRule loneTag,
            List<Path> missingFiles) {
        this.all = all;
        this.ring = ring;
        this.chain = chain;
        this.unwrapper = unwrapper;
        this.loneTag = loneTag;
        this.missingFiles = missingFiles;
    }

    /// Whether nothing was lost of the board so far, or the user says that the clock did not turn.
    boolean isPlain() {
        if (loneTag == LoneTagRule.DAMAGE) {
            return true;
        }
        for (int slot = 0; slot < all.size(); slot++) {
            if (all.get(slot).lost.any()) {
                return false;
            }
        }
        return missingFiles.isEmpty();
    }

    /// Whether the tag of the first event, which is the only one of its trigger, is none: it is that event's size, or
    /// zero after two triggers or more.
    boolean isOverwritten() {
        int at = ring.firstOfTrigger();
        if (loneTag == LoneTagRule.TURN || ring.size() == ring.countOf(0) || ring.soundOf(0) > 1) {
            return false;
        }
        EventHeaders headers = all.get(ring.lane[at]).cursors[ring.part[at]].headers();
        boolean late = all.get(ring.lane[at]).counting() && ring.counter[at] > SECOND_COUNTER;
        return ring.tag[at] == 0 && late || ring.tag[at] == headers.size(ring.offset[at]);
    }

    /// Whether the clock cannot have turned between the first event and the next one.
    boolean isNextFarFromTurning() {
        int next = ring.at(ring.countOf(0));
        return chain.isFarFromTurning(unwrapper.counted(ring.tag[next]), ring.order[next] - ring.order[ring.at(0)]);
    }

    /// Whether the first event, alone at its trigger, has a tag later than the next, and so many triggers lie between
    /// the two that the clock may have turned any number of times: then its counter is wrong.
    boolean isAstray() {
        int count = ring.countOf(0);
        if (loneTag == LoneTagRule.TURN || all.size() < 2 || ring.soundOf(0) > 1 || ring.size() == count) {
            return false;
        }
        int at = ring.firstOfTrigger();
        int next = ring.at(count);
        return unwrapper.counted(ring.tag[next]) < unwrapper.counted(ring.tag[at])
                && chain.hidesTurns(ring.order[next] - ring.order[at]);
    }

    FormatException overwritten() {
        int at = ring.firstOfTrigger();
        WaveDumpFile cursor = all.get(ring.lane[at]).cursors[ring.part[at]];
        return new FormatException(
                cursor.path(),
                ring.offset[at],
                "the time of the events from here on is not known: the first of them, counter=" + ring.counter[at]
                        + ", has tag=" + ring.tag[at] + (ring.tag[at] == 0 ? "" : ", which is its size")
                        + "; either that is wrong, and the clock may have turned before the next, tag="
                        + ring.tag[ring.at(ring.countOf(0))] + ", or the clock began there",
                "set lone_tag=turn if the clock began there, or lone_tag=damage with --on-error skip to lose this event"
                        + " as wrong; if the clock did turn, all later times are then one turn early");
    }

    /// Whether the clock cannot have turned between events that were lost, maybe with a whole file, and the first one
    /// that is believed.
    ///
    /// So it is where that is the first of the acquisition, where none was lost, where the tag of a lost one says so,
    /// and where that would take a very long pause. To be asked after the chain was judged.
    boolean isTurnKnown(long tag, long order) {
        boolean missing = !missingFiles.isEmpty() && order > 0 && !hasAllTriggers();
        long triggers = missing || isDisplaced() ? 1 : 0;
        boolean gapless = isGapless();
        for (int slot = 0; slot < all.size(); slot++) {
            long lost = firstLost(all.get(slot));
            // Where a file misses events between the board's first and those it lost, they may be from before.
            boolean near = lost != Long.MIN_VALUE && lost < order;
            triggers = Math.max(triggers, isSettled(lost, order, gapless) ? 0 : near ? order - lost : 1);
        }
        if (isContradicted()) {
            return false;
        }
        if (triggers <= 0) {
            return true;
        }
        if (chain.isFarFromTurning(tag, triggers)) {
            return true;
        }
        if (order == 0 && chain.knowsPauses() && !isAfterALaterTag(tag)) {
            return true;
        }
        return !missing && !isDisplaced() && isExplained(tag, order, chain.reach(triggers), gapless);
    }

    /// Whether what a file lost is not from before the first trigger of the board: nothing, or triggers that a file has
    /// that lost none, where no file misses any.
    private boolean isSettled(long lost, long order, boolean gapless) {
        return lost == Long.MAX_VALUE || gapless && (lost == order || lost > order && isWholeFrom());
    }

    /// Whether a file that has the first trigger lost nothing in front of it.
    private boolean isWholeFrom() {
        for (int event = 0; event < ring.countOf(0); event++) {
            int at = ring.at(event);
            if (!ring.ghost[at] && firstLost(all.get(ring.lane[at])) == Long.MAX_VALUE) {
                return true;
            }
        }
        return false;
    }

    /// Whether the tags of what each file lost say that it stood right before the first sound event.
    private boolean isExplained(long tag, long order, double reach, boolean gapless) {
        for (int slot = 0; slot < all.size(); slot++) {
            EventLane lane = all.get(slot);
            long lost = firstLost(lane);
            EventRing of = holderOfFirst(lane);
            if (!isSettled(lost, order, gapless)
                    && (of == null || !isTagOfLost(lane, of, of.firstSound(lane), tag, reach))) {
                return false;
            }
        }
        return true;
    }

    /// Whether one file only has the first trigger, and another one has lost its first event, whose tag is later than
    /// that of the next trigger.
    private boolean isContradicted() {
        int count = ring.countOf(0);
        if (ring.soundOf(0) > 1 || ring.size() == count) {
            return false;
        }
        long next = unwrapper.counted(ring.tag[ring.at(count)]);
        for (int slot = 0; slot < all.size(); slot++) {
            EventLane lane = all.get(slot);
            EventRing of = holderOfFirst(lane);
            if (slot != ring.lane[ring.firstOfTrigger()] && of != null) {
                int at = of.firstSound(lane);
                if (lane.lost.hasLaterTagBefore(of.part[at], of.offset[at], next, unwrapper)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether the first trigger, which one file only has, stands in front of an event that was left out there, and has
    /// its counter or an earlier one, or in front of a rest of bytes.
    private boolean isDisplaced() {
        if (ring.soundOf(0) > 1) {
            return false;
        }
        int first = ring.firstOfTrigger();
        EventLane lane = all.get(ring.lane[first]);
        EventRing of = ring;
        int next = ring.soundAfter(lane, first);
        if (next < 0) {
            of = lane.window;
            next = lane.window.firstSound(lane);
        }
        int part = next < 0 ? Integer.MAX_VALUE : of.part[next];
        long offset = next < 0 ? 0 : of.offset[next];
        return lane.lost.isFollowedByRest(ring.part[first], ring.offset[first])
                || lane.lost.hasEarlierBetween(ring.part[first], ring.offset[first], part, offset, ring.counter[first]);
    }

    /// Whether no file of the board misses a trigger between two others, as far as is known: then what is lost in front
    /// of an event has the trigger before it.
    private boolean isGapless() {
        boolean pairs = false;
        for (int slot = 0; slot < all.size(); slot++) {
            int before = ring.firstSound(all.get(slot));
            for (int at = before; at >= 0; at = ring.soundAfter(all.get(slot), at)) {
                if (ring.order[at] - ring.order[before] > 1) {
                    return false;
                }
                pairs |= at != before;
                before = at;
            }
        }
        return pairs;
    }

    /// Whether each file of the board has every trigger of its first ones, so that one that is lost had none before
    /// them.
    private boolean hasAllTriggers() {
        int triggers = 0;
        long order = ring.order[ring.at(0)];
        for (int from = 0; from < ring.size(); from += ring.countOf(from)) {
            if (ring.countOf(from) < all.size() || ring.order[ring.at(from)] != order + triggers++) {
                return false;
            }
        }
        return triggers >= ENOUGH;
    }

    /// Whether the board's first events, of counter 0, all stand after one that was left out for its counter, which may
    /// be the last before the counter rolled over, and whose tag is later than theirs.
    private boolean isAfterALaterTag(long tag) {
        boolean later = false;
        for (int event = 0; event < ring.countOf(0); event++) {
            int at = ring.at(event);
            EventLane lane = all.get(ring.lane[at]);
            later |= lane.lost.hasLaterTagBefore(ring.part[at], ring.offset[at], tag, unwrapper);
            if (lane.lost.before(ring.part[at], ring.offset[at]) == 0) {
                return false;
            }
        }
        return later;
    }

    private boolean isTagOfLost(EventLane lane, EventRing of, int at, long tag, double reach) {
        return lane.lost.hasTagBefore(of.part[at], of.offset[at], of.counter[at], tag, reach, unwrapper);
    }

    /// About the order of the first event of a file that was lost in front of its first one; large if none was, small
    /// if there is no sound one.
    private long firstLost(EventLane lane) {
        EventRing of = holderOfFirst(lane);
        if (of == null) {
            return lane.lost.before(Integer.MAX_VALUE, 0) > 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        int at = of.firstSound(lane);
        long lost = lane.lost.before(of.part[at], of.offset[at]);
        return lost == 0 ? Long.MAX_VALUE : (of == ring ? ring.order[at] : lane.order) - lost;
    }

    /// Where the first sound event of a file waits; null if there is none.
    private EventRing holderOfFirst(EventLane lane) {
        if (ring.firstSound(lane) >= 0) {
            return ring;
        }
        return lane.window.firstSound(lane) >= 0 ? lane.window : null;
    }

    FormatException unknown(int at) {
        WaveDumpFile cursor = all.get(ring.lane[at]).cursors[ring.part[at]];
        return new FormatException(
                cursor.path(),
                ring.offset[at],
                "the time of the events from here on is not known: those in front of this one, the first that is sound,"
                        + " are lost" + (missingFiles.isEmpty() ? "" : ", maybe with " + missingFiles)
                        + ", and the clock may have turned since, tag=" + ring.tag[at],
                remedyOfStart());
    }

    /// What to leave out: whole files that are lost, and the bytes of others in front of their first sound event.
    private String remedyOfStart() {
        List<String> remedies = new ArrayList<>();
        for (Path file : missingFiles) {
            remedies.add("give all files but " + file + " by name");
        }
        for (EventLane lane : all) {
            EventRing of = holderOfFirst(lane);
            if (of == null && lane.lost.before(Integer.MAX_VALUE, 0) > 0) {
                remedies.add("leave out " + lane.file.path());
            } else if (of != null
                    && lane.lost.before(of.part[of.firstSound(lane)], of.offset[of.firstSound(lane)]) > 0) {
                int first = of.firstSound(lane);
                if (of.offset[first] > 0) {
                    remedies.add("copy the bytes of " + lane.cursors[of.part[first]].path() + " from its first sound"
                            + " event on, as with tail -c +" + (of.offset[first] + 1));
                }
            }
        }
        String remedy = "set lone_tag=damage if the clock did not turn since";
        return remedies.isEmpty()
                ? remedy + "; if it did, all times are one turn early"
                : remedy + ", or leave out what is lost, to count time from here: " + String.join("; ", remedies);
    }
}
