package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import java.util.List;

/// Decides which tag a board's next trigger has, and how often the clock has turned until then. One thread at a time;
/// allocates only where something is broken.
///
/// Where the tag needs a closer look, the next triggers are looked at ahead: see [TagChain].
final class TagDecision {
    private static final double CLEAR = 4;
    private static final long LARGE_GAP = 1 << 16;

    private final TriggerQueue queue;
    private final EventRing ring;
    private final TagClock clock;
    private final TagUnwrapper unwrapper;
    private final TagChain chain;
    private final TriggerTags tags;
    private final RunStart start;
    private final LoneTagRule loneTag;
    private final BoardNotes notes;
    private final TagErrors errors;
    private final boolean several;
    private FormatException refusal;
    private int restarts;
    private long tag;
    private long ticks;
    private boolean believed;
    private boolean clear;

    /// The decision on the triggers of `queue`, which come from the channels `all`.
    TagDecision(
            List<EventLane> all,
            TriggerQueue queue,
            TagClock clock,
            TagChain chain,
            TriggerTags tags,
            RunStart start,
            LoneTagRule loneTag,
            BoardNotes notes) {
        this.queue = queue;
        this.ring = queue.ring;
        this.clock = clock;
        this.unwrapper = clock.unwrapper();
        this.chain = chain;
        this.tags = tags;
        this.start = start;
        this.loneTag = loneTag;
        this.notes = notes;
        this.errors = new TagErrors(all, ring, chain, tags, unwrapper);
        this.several = all.size() > 1;
    }

    /// Why the run cannot go on from here; null if it can.
    FormatException refusal() {
        return refusal;
    }

    /// Whether the trigger has a tag that is believed, [#tag] and [#ticks].
    boolean isBelieved() {
        return believed;
    }

    /// Whether the tag is clearly better than any other of the trigger.
    boolean isClear() {
        return clear;
    }

    /// The tag of the trigger, as counted.
    long tag() {
        return tag;
    }

    /// The unwrapped tag, in ticks of the tag clock.
    long ticks() {
        return ticks;
    }

    /// What is wrong with the event at `at`, of a trigger of `count` events, that has no time.
    String problem(int at, int count) {
        return errors.unknownEvent(at, count);
    }

    /// Decides on the first trigger of the ring, which has `count` events.
    void decide(int count) {
        tags.vote(0, count);
        int at = ring.at(0);
        restartAt(ring.order[at]);
        long candidate = tags.tag(0);
        believed = !ring.doubtful[at];
        if (believed && !isPlain(count)) {
            TagChain.Verdict verdict = choose();
            believed = switch (verdict) {
                case BELIEVED, LONELY -> true;
                case UNKNOWN, LAST -> loneTag == LoneTagRule.TURN;
                default -> false;
            };
            candidate = believed ? chain.tag(chain.tied()) : candidate;
            clear = believed && (tags.votesOf(candidate) > 1 || chain.margin() >= CLEAR);
            switch (verdict) {
                case LONELY -> noteLoneliness(candidate);
                case RIVALLED -> doubt(chain.rivalsEnd());
                case UNKNOWN -> {
                    boolean astray = isFirst() && start.isAstray();
                    ring.doubtful[ring.firstOfTrigger()] |= astray;
                    if (loneTag == LoneTagRule.REFUSE && !astray) {
                        refuse(errors.unknownTime(at));
                    }
                }
                default -> {}
            }
        }
        believed &= !isAloneAgainstWidth(candidate, count);
        if (believed && isFirst()) {
            begin(candidate, at);
        }
        if (believed) {
            believe(candidate, ring.order[at]);
        }
    }

    /// Whether the trigger's tag needs no closer look: several files agree, or it fits between those before and after.
    private boolean isPlain(int count) {
        if (tags.kinds() > 1) {
            return false;
        }
        if (tags.votes(0) > 1) {
            return true;
        }
        if (!chain.anchored() || tags.tag(0) <= chain.anchorTag() || chain.isFar(tags.tag(0), ring.order[ring.at(0)])) {
            return false;
        }
        if (ring.size() == count && !queue.pull()) {
            return true;
        }
        int next = ring.at(count);
        if (several && ring.order[next] - ring.order[ring.at(0)] > LARGE_GAP) {
            return false;
        }
        return unwrapper.counted(ring.tag[next]) > tags.tag(0);
    }

    /// Whether the tag alone says that the counter has 32 bits, against a turn before, and the next does not.
    private boolean isAloneAgainstWidth(long candidate, int count) {
        if (tags.votesOf(candidate) > 1 || !unwrapper.contradicts(candidate)) {
            return false;
        }
        boolean more = ring.size() > count || queue.pull();
        return !more || !unwrapper.contradicts(ring.tag[ring.at(count)]);
    }

    private boolean isFirst() {
        return !chain.anchored() && restarts == 0;
    }

    /// Asks whether the events of the board may begin with the trigger at `at`: see [RunStart].
    private void begin(long candidate, int at) {
        if (start.isOverwritten()) {
            believed = loneTag == LoneTagRule.REFUSE && !start.isNextFarFromTurning();
            if (believed) {
                refuse(start.overwritten());
            }
        } else if (start.isAstray()) {
            ring.doubtful[ring.firstOfTrigger()] = true;
            believed = false;
        } else if (!isTurnKnown(candidate, at)) {
            refuse(start.unknown(at));
        }
    }

    private void refuse(FormatException error) {
        refusal = error;
        queue.fail(error);
    }

    private boolean isTurnKnown(long candidate, int at) {
        if (start.isPlain()) {
            return true;
        }
        choose();
        return start.isTurnKnown(candidate, ring.order[at]);
    }

    private TagChain.Verdict choose() {
        queue.fill();
        chain.begin();
        int from = 0;
        while (from < ring.size() && PassedEvents.restarts(ring.order[ring.at(from)]) == restarts) {
            int count = ring.countOf(from);
            tags.vote(from, count);
            chain.startGroup();
            tags.leaveOutDoubtful(from, count);
            for (int kind = 0; kind < tags.kinds(); kind++) {
                chain.add(
                        tags.tag(kind),
                        ring.order[ring.at(from)],
                        tags.votes(kind),
                        count == 1 && tags.isOfAnother(from));
            }
            from += count;
        }
        tags.vote(0, ring.countOf(0));
        chain.measure();
        return chain.judge();
    }

    private void noteLoneliness(long candidate) {
        if (chain.knowsPauses()) {
            notes.noteLoneliness(candidate);
        }
    }

    /// If the first trigger is as good as those after it, up to `end`, neither has a time.
    private void doubt(int end) {
        int from = 0;
        for (int group = 0; group < end; group++) {
            int count = ring.countOf(from);
            for (int event = from; event < from + count; event++) {
                ring.doubtful[ring.at(event)] = true;
            }
            from += count;
        }
    }

    private void believe(long candidate, long order) {
        boolean fell = chain.anchored() && candidate < chain.anchorTag();
        if (fell && isNearlyATurn(candidate)) {
            notes.notePause(chain.anchorTag(), candidate);
        }
        boolean goesOn = chain.anchored() || PassedEvents.restarts(order) == 0;
        ticks = goesOn ? clock.next(candidate) : clock.restart(candidate);
        tag = candidate;
        chain.believe(candidate, order);
        if (tags.votesOf(candidate) > 1) {
            tags.agree(candidate);
        }
        if (unwrapper.looksShort()) {
            notes.noteShortTag();
        }
        if (unwrapper.isMistaken()) {
            refuse(errors.mistaken(ring.at(0)));
        }
    }

    private boolean isNearlyATurn(long candidate) {
        long range = unwrapper.range(chain.anchorTag(), candidate);
        return clock.ticks(chain.anchorTag(), candidate) > range - range / 4;
    }

    private void restartAt(long order) {
        if (PassedEvents.restarts(order) != restarts) {
            restarts = PassedEvents.restarts(order);
            chain.forget();
            tags.forget();
        }
    }
}
