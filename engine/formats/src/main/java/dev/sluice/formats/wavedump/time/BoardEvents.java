package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import java.nio.file.Path;
import java.util.List;

/// The events of the files of one board that share its event counter and its trigger time tag, in the order of their
/// time. One thread at a time; [#next] allocates nothing where nothing is broken.
///
/// The files are merged by counter, so that the tag of a trigger is what most of its files say, and roll-overs are
/// counted once for all: a channel that stays silent while the others roll over comes out right. Some triggers are
/// looked at ahead: see [TagChain]. An event whose tag does not fit takes the time of its trigger's other files, if its
/// counter is certain; else it is left out and reported, or an error: see
/// [dev.sluice.formats.wavedump.file.DamagePolicy].
public final class BoardEvents {
    /// Triggers that are looked at before the first of them is passed on.
    private static final int AHEAD = 16;

    private static final int MOST_TAGS = 4;
    private static final double CLEAR = 4;
    private static final long LARGE_GAP = 1 << 16;

    private final List<EventLane> all;
    private final LeastFirst<EventLane> lanes;
    private final EventRing ring;
    private final TagClock clock;
    private final TagChain chain;
    private final RunStart start;
    private final LoneTagRule loneTag;
    private final List<WaveDumpLoss> losses;
    private final List<String> warnings;
    private final long[] tags = new long[MOST_TAGS];
    private final int[] votes = new int[MOST_TAGS];
    private final long[] agreed = new long[AHEAD];
    private int agreements;
    private int kinds;
    private FormatException failure;
    private FormatException unknown;
    private boolean started;
    private boolean finished;
    private boolean warnedOfShortTag;
    private boolean warnedOfPause;
    private boolean warnedOfOrder;
    private boolean warnedOfLoneliness;
    private int restarts;
    private long retimed;

    private int pending;
    private long pendingTag;
    private long pendingTicks;
    private boolean believed;
    private boolean clear;
    private EventLane current;

    /// The events of a board, whose channels are `lanes`; what is lost and doubtful goes to `losses` and `warnings`.
    public BoardEvents(
            List<EventLane> lanes,
            TagUnwrapper unwrapper,
            TagTime time,
            WaveDumpOptions options,
            List<Path> missingFiles,
            List<WaveDumpLoss> losses,
            List<String> warnings) {
        this.loneTag = options.loneTag();
        this.all = List.copyOf(lanes);
        this.lanes = new LeastFirst<>(lanes.toArray(EventLane[]::new), EventLane::compareByOrder);
        for (int slot = 0; slot < all.size(); slot++) {
            all.get(slot).slot = slot;
        }
        this.ring = new EventRing((AHEAD + 2) * lanes.size());
        this.clock = new TagClock(unwrapper, time, options.restart());
        this.chain = new TagChain(unwrapper, MOST_TAGS * AHEAD);
        this.start = new RunStart(all, ring, chain, unwrapper, loneTag, missingFiles);
        this.losses = losses;
        this.warnings = warnings;
    }

    /// The channel whose event is the current one; only if [#next] was true.
    public EventLane lane() {
        return current;
    }

    /// Moves to the next event; false at the end.
    ///
    /// @throws FormatException at an event that is broken or has no time, if the policy is to fail, and at a restart
    public boolean next() {
        if (current != null && current.isOver()) {
            current.tellRest(clock.now(), clock, losses);
        }
        while (true) {
            if (pending == 0 && !decide()) {
                return false;
            }
            int at = ring.at(0);
            EventLane lane = all.get(ring.lane[at]);
            boolean passed = pass(lane, at);
            pending--;
            lane.passed();
            ring.removeFirst();
            if (passed) {
                current = lane;
                return true;
            }
        }
    }

    /// Passes on or leaves out the first event of the ring, whose trigger is decided.
    private boolean pass(EventLane lane, int at) {
        if (ring.ghost[at]) {
            return false;
        }
        long tag = clock.unwrapper().counted(ring.tag[at]);
        if (believed && tag != pendingTag && clear && isRetimed(at, tag) && !isOfOtherRun(at)) {
            retimed++;
        } else if (!believed || tag != pendingTag) {
            lane.refuse(ring.part[at], ring.offset[at], ring.tag[at], problem(at), !ring.doubtful[at]);
            return false;
        }
        lane.contradicted = false;
        lane.stand(ring, at, pendingTag, pendingTicks, clock, losses);
        return true;
    }

    /// Whether it is the tag that is wrong, not the counter.
    private boolean isRetimed(int at, long tag) {
        return ring.certain[at] || tag == 0;
    }

    /// Whether one other file only contradicts the event, and the next event of its own file too: then one of the two
    /// files is of another run there, and nobody knows which.
    private boolean isOfOtherRun(int at) {
        EventLane lane = all.get(ring.lane[at]);
        if (votesOf(pendingTag) > 1) {
            lane.contradicted = false;
        }
        int next = ring.soundAfter(lane, at);
        if (lane.contradicted || votesOf(pendingTag) > 1 || next < 0 || ring.tag[next] <= ring.tag[at]) {
            return lane.contradicted;
        }
        boolean alone = true;
        boolean contradicted = false;
        for (int event = 0; event < ring.size(); event++) {
            int other = ring.at(event);
            if (other != next && ring.order[other] == ring.order[next] && !ring.ghost[other]) {
                alone &= ring.tag[other] != ring.tag[next];
                contradicted = true;
            }
        }
        lane.contradicted = alone && contradicted;
        return lane.contradicted;
    }

    private String problem(int at) {
        String wrong = "the time of the event is not known, counter=" + ring.counter[at] + " tag=" + ring.tag[at];
        String before = chain.anchored() ? ", the tag before is " + chain.anchorTag() : ", no tag before";
        String others = "";
        for (int kind = 0; kind < kinds; kind++) {
            others += tags[kind] == clock.unwrapper().counted(ring.tag[at])
                    ? ""
                    : ", other channels have tag=" + tags[kind];
        }
        String after = pending < ring.size() ? ", the next is " + ring.tag[ring.at(pending)] : ", no tag after";
        return wrong + before + after + others;
    }

    /// Decides on the next trigger: its events are the first `pending` of the ring.
    private boolean decide() {
        start();
        while (true) {
            if (ring.size() == 0 && !pull()) {
                return finish();
            }
            int count = ring.countOf(0);
            vote(0, count);
            look(count);
            if (failure != null && failure == unknown) {
                throw unknown;
            }
            pending = count;
            return true;
        }
    }

    private void look(int count) {
        int at = ring.at(0);
        restartAt(ring.order[at]);
        long tag = tags[0];
        believed = !ring.doubtful[at];
        if (believed && !isPlain(count)) {
            TagChain.Verdict verdict = choose();
            believed = switch (verdict) {
                case BELIEVED, LONELY -> true;
                case UNKNOWN, LAST -> loneTag == LoneTagRule.TURN;
                default -> false;
            };
            tag = believed ? chain.tag(chain.tied()) : tag;
            clear = believed && (votesOf(tag) > 1 || chain.margin() >= CLEAR);
            switch (verdict) {
                case LONELY -> warnOfLoneliness(tag);
                case RIVALLED -> doubt(chain.rivalsEnd());
                case UNKNOWN -> {
                    boolean astray = isFirst() && start.isAstray();
                    ring.doubtful[ring.firstOfTrigger()] |= astray;
                    if (loneTag == LoneTagRule.REFUSE && !astray) {
                        refuse(unknownTime(at));
                    }
                }
                default -> {}
            }
        }
        believed &= !isAloneAgainstWidth(tag, count);
        if (believed && isFirst()) {
            begin(tag, at);
        }
        if (believed) {
            believe(tag, ring.order[at]);
        }
    }

    /// Whether the trigger's tag needs no closer look: several files agree, or it fits between those before and after.
    private boolean isPlain(int count) {
        if (kinds > 1) {
            return false;
        }
        if (votes[0] > 1) {
            return true;
        }
        if (!chain.anchored() || tags[0] <= chain.anchorTag() || chain.isFar(tags[0], ring.order[ring.at(0)])) {
            return false;
        }
        if (ring.size() == count && !pull()) {
            return true;
        }
        int next = ring.at(count);
        if (all.size() > 1 && ring.order[next] - ring.order[ring.at(0)] > LARGE_GAP) {
            return false;
        }
        return clock.unwrapper().counted(ring.tag[next]) > tags[0];
    }

    /// Whether the tag alone says that the counter has 32 bits, against a turn before, and the next does not.
    private boolean isAloneAgainstWidth(long tag, int count) {
        if (votesOf(tag) > 1 || !clock.unwrapper().contradicts(tag)) {
            return false;
        }
        boolean more = ring.size() > count || pull();
        return !more || !clock.unwrapper().contradicts(ring.tag[ring.at(count)]);
    }

    private boolean isFirst() {
        return !chain.anchored() && restarts == 0;
    }

    /// Asks whether the events of the board may begin with the trigger at `at`: see [RunStart].
    private void begin(long tag, int at) {
        if (start.isOverwritten()) {
            believed = loneTag == LoneTagRule.REFUSE && !start.isNextFarFromTurning();
            if (believed) {
                refuse(start.overwritten());
            }
        } else if (start.isAstray()) {
            ring.doubtful[ring.firstOfTrigger()] = true;
            believed = false;
        } else if (!isTurnKnown(tag, at)) {
            refuse(start.unknown(at));
        }
    }

    private void refuse(FormatException error) {
        unknown = error;
        failure = error;
    }

    private boolean isTurnKnown(long tag, int at) {
        if (start.isPlain()) {
            return true;
        }
        choose();
        return start.isTurnKnown(tag, ring.order[at]);
    }

    private int votesOf(long tag) {
        for (int kind = 0; kind < kinds; kind++) {
            if (tags[kind] == tag) {
                return votes[kind];
            }
        }
        return 0;
    }

    private TagChain.Verdict choose() {
        while (groups() < AHEAD && pull()) {
            // One trigger more.
        }
        chain.begin();
        int from = 0;
        while (from < ring.size() && EventLane.restarts(ring.order[ring.at(from)]) == restarts) {
            int count = ring.countOf(from);
            vote(from, count);
            chain.startGroup();
            leaveOutDoubtful(from, count);
            for (int kind = 0; kind < kinds; kind++) {
                chain.add(tags[kind], ring.order[ring.at(from)], votes[kind], count == 1 && isOfAnother(from));
            }
            from += count;
        }
        vote(0, ring.countOf(0));
        chain.measure();
        return chain.judge();
    }

    private FormatException unknownTime(int at) {
        WaveDumpFile cursor = all.get(ring.lane[at]).cursors[ring.part[at]];
        String before = chain.anchored() ? "the tag before is " + chain.anchorTag() : "no tag is before";
        boolean isLast = chain.avoiding() == TagChain.NONE;
        String after = isLast ? " and none is known after it" : " and the next is " + chain.tag(chain.avoiding());
        return new FormatException(
                cursor.path(),
                ring.offset[at],
                "the time of the events from here on is not known, tag=" + ring.tag[at] + ", " + before
                        + after
                        + ": either this tag is wrong, or the clock turned in a long pause beside it",
                "set lone_tag=turn if the board was silent for that long, or lone_tag=damage with --on-error skip to"
                        + " lose this event as wrong; if the clock did turn, all later times are then one turn early");
    }

    private void warnOfLoneliness(long tag) {
        if (!warnedOfLoneliness && chain.knowsPauses()) {
            warnedOfLoneliness = true;
            warnings.add("the tag " + tag + " at " + place()
                    + " stands in a long pause; nothing but itself says that it is right, and nothing contradicts it");
        }
    }

    /// Of several tags at a trigger, leaves out those that one file has, and that cannot be right.
    private void leaveOutDoubtful(int from, int count) {
        int kept = 0;
        for (int kind = 0; kind < kinds; kind++) {
            boolean last = kept == 0 && kind == kinds - 1;
            if (kinds == 1 || last || votes[kind] > 1 || !isDoubtful(tags[kind], from, count)) {
                tags[kept] = tags[kind];
                votes[kept++] = votes[kind];
            }
        }
        kinds = kept;
    }

    /// Whether several files have the tag of a lone event at another counter: then its own one is wrong.
    private boolean isOfAnother(int event) {
        int files = 0;
        for (int other = 0; other < ring.size(); other++) {
            boolean apart = ring.order[ring.at(other)] != ring.order[ring.at(event)];
            files += apart && ring.tag[ring.at(other)] == ring.tag[ring.at(event)] ? 1 : 0;
        }
        return files > 1 || isAgreed(clock.unwrapper().counted(ring.tag[ring.at(event)]));
    }

    /// Whether several files had this tag at one of the last triggers.
    private boolean isAgreed(long tag) {
        for (int trigger = 0; trigger < Math.min(agreements, agreed.length); trigger++) {
            if (agreed[trigger] == tag) {
                return true;
            }
        }
        return false;
    }

    /// Whether a disputed tag is zero, or that of the trigger after this: then it is the counter that is wrong.
    private boolean isDoubtful(long tag, int from, int count) {
        int next = from + count;
        boolean ofNext = next < ring.size() && clock.unwrapper().counted(ring.tag[ring.at(next)]) == tag;
        return tag == 0 || ofNext || from == 0 && chain.anchored() && chain.anchorTag() == tag;
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

    private void believe(long tag, long order) {
        boolean fell = chain.anchored() && tag < chain.anchorTag();
        if (fell && !warnedOfPause) {
            warnOfPause(tag);
        }
        pendingTicks = chain.anchored() || order >>> 40 == 0 ? clock.next(tag) : clock.restart(tag);
        pendingTag = tag;
        chain.believe(tag, order);
        if (votesOf(tag) > 1) {
            agreed[agreements++ % agreed.length] = tag;
        }
        warnOfShortTag();
        if (clock.unwrapper().isMistaken()) {
            refuse(mistaken(ring.at(0)));
        }
    }

    private void restartAt(long order) {
        if (EventLane.restarts(order) != restarts) {
            restarts = EventLane.restarts(order);
            chain.forget();
            agreements = 0;
        }
    }

    private void warnOfPause(long tag) {
        long range = clock.unwrapper().range(chain.anchorTag(), tag);
        if (clock.ticks(chain.anchorTag(), tag) > range - range / 4) {
            warnedOfPause = true;
            warnings.add("the tag fell from " + chain.anchorTag() + " to " + tag + " at counter="
                    + ring.counter[ring.at(0)] + " of " + place() + ", so that nearly a whole turn of the clock passed"
                    + " without a trigger; one roll-over is counted, the least, as more are seen by nobody");
        }
    }

    private void warnOfShortTag() {
        if (!warnedOfShortTag && clock.unwrapper().looksShort()) {
            warnedOfShortTag = true;
            warnings.add("the tags of board=" + all.get(0).file.board() + " fell back without ever having reached 2^30,"
                    + " at " + place()
                    + "; that is counted as a roll-over of 31 bits, set tag_bits=30 or tag_bits=31");
        }
    }

    private FormatException mistaken(int at) {
        WaveDumpFile cursor = all.get(ring.lane[at]).cursors[ring.part[at]];
        return new FormatException(
                cursor.path(),
                ring.offset[at],
                "the tags of board=" + all.get(0).file.board() + " have 32 bits, as tag=" + ring.tag[at]
                        + " says, but they fell before in a way that was counted as a turn of 31 bits, 2^31 ticks too"
                        + " few",
                "set tag_bits=32, or tag_bits=31 where bit 31 is a flag");
    }

    private String place() {
        int at = ring.at(0);
        return "offset=" + ring.offset[at] + " of "
                + all.get(ring.lane[at]).cursors[ring.part[at]].path();
    }

    private int groups() {
        int groups = 0;
        for (int from = 0; from < ring.size(); from += ring.countOf(from)) {
            groups++;
        }
        return groups;
    }

    /// Counts which tags a trigger's files say.
    private void vote(int from, int count) {
        kinds = 0;
        for (int event = from; event < from + count; event++) {
            long tag = clock.unwrapper().counted(ring.tag[ring.at(event)]);
            int kind = 0;
            while (kind < kinds && tags[kind] != tag) {
                kind++;
            }
            if (kind < MOST_TAGS) {
                int before = kind < kinds ? votes[kind] : 0;
                votes[kind] = before + (ring.ghost[ring.at(event)] ? 0 : 1);
                tags[kind] = tag;
                kinds = Math.max(kinds, kind + 1);
            }
        }
    }

    private void start() {
        if (started) {
            return;
        }
        started = true;
        for (EventLane lane : all) {
            lane.fill();
        }
        for (int index = lanes.size() - 1; index >= 0; index--) {
            if (!advance(lanes.get(index))) {
                lanes.drop(index);
            }
        }
        requireKnownStart();
        align();
        lanes.settle();
    }

    /// An error among the events that are looked at ahead comes first where it leaves too little to tell when the run
    /// starts.
    private void requireKnownStart() {
        for (EventLane lane : all) {
            lane.requireEvents(all.size() > 1);
        }
    }

    /// A file may start after the counter has rolled over for the first time: then it is far below that of another.
    private void align() {
        long greatest = 0;
        for (int index = 0; index < lanes.size(); index++) {
            greatest = Math.max(greatest, lanes.get(index).order);
        }
        for (int index = 0; index < lanes.size(); index++) {
            EventLane lane = lanes.get(index);
            boolean turned = greatest - lane.order >= EventLane.COUNTER_RANGE / 2;
            if (turned && greatest < EventLane.COUNTER_RANGE && lane.counting()) {
                lane.countRollOver();
            }
        }
    }

    /// Takes all events of the next trigger into the ring; false where there is none, or an error stands before it.
    private boolean pull() {
        if (failure != null || lanes.size() == 0) {
            return false;
        }
        long order = lanes.get(0).order;
        while (lanes.size() > 0 && lanes.get(0).order == order) {
            EventLane lane = lanes.get(0);
            take(lane);
            lane.consume();
            if (!advance(lane)) {
                lanes.drop(0);
            }
            lanes.settleFirst();
        }
        return true;
    }

    private void take(EventLane lane) {
        int from = lane.place;
        int to = ring.add();
        ring.lane[to] = lane.slot;
        ring.part[to] = lane.window.part[from];
        ring.samples[to] = lane.window.samples[from];
        ring.offset[to] = lane.window.offset[from];
        ring.counter[to] = lane.window.counter[from];
        ring.tag[to] = lane.window.tag[from];
        ring.order[to] = lane.order;
        ring.certain[to] = lane.certain;
        ring.ghost[to] = lane.window.ghost[from];
    }

    /// Moves a channel on; an error waits until the triggers in front of it are passed on.
    private boolean advance(EventLane lane) {
        boolean more = false;
        try {
            more = lane.advance(all);
        } catch (FormatException broken) {
            failure = failure == null ? broken : failure;
        }
        if (!more) {
            lane.end();
        }
        return more;
    }

    private boolean finish() {
        if (failure != null) {
            throw failure;
        }
        if (!finished) {
            finished = true;
            all.forEach(lane -> lane.tellRest(clock.now(), clock, losses));
            tellNotes();
        }
        return false;
    }

    /// Adds the notes that count, to be called once no event is asked for any more.
    public void tellNotes() {
        int reordered = all.stream().mapToInt(EventLane::reordered).sum();
        String board = " of board=" + all.get(0).file.board();
        if (retimed > 0) {
            warnings.add(retimed + (retimed == 1 ? " event" : " events") + board
                    + " had a wrong tag, and got the time that other channels have at the same event counter");
            retimed = 0;
        }
        if (reordered > 0 && !warnedOfOrder) {
            warnedOfOrder = true;
            warnings.add(reordered + (reordered == 1 ? " event" : " events") + board
                    + " stood in another order, and came out in that of counter and tag");
        }
    }
}
