package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
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

    private final List<EventLane> all;
    private final TriggerQueue queue;
    private final EventRing ring;
    private final TagClock clock;
    private final TriggerTags tags;
    private final TagDecision decision;
    private final BoardNotes notes;
    private final List<WaveDumpLoss> losses;
    private boolean finished;
    private int pending;
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
        this.all = List.copyOf(lanes);
        this.queue = new TriggerQueue(all, AHEAD);
        this.ring = queue.ring;
        this.clock = new TagClock(unwrapper, time, options.restart());
        TagChain chain = new TagChain(unwrapper, TriggerTags.MOST * AHEAD);
        this.tags = new TriggerTags(ring, unwrapper, chain, AHEAD);
        RunStart start = new RunStart(all, ring, chain, unwrapper, options.loneTag(), missingFiles);
        this.notes = new BoardNotes(all, ring, warnings);
        this.decision = new TagDecision(all, queue, clock, chain, tags, start, options.loneTag(), notes);
        this.losses = losses;
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
            current.reportRest(clock.now(), clock, losses);
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
        if (decision.isBelieved()
                && tag != decision.tag()
                && decision.isClear()
                && isRetimed(at, tag)
                && !isOfOtherRun(at)) {
            notes.addRetimed();
        } else if (!decision.isBelieved() || tag != decision.tag()) {
            lane.lost.refuse(
                    ring.part[at], ring.offset[at], ring.tag[at], decision.problem(at, pending), !ring.doubtful[at]);
            return false;
        }
        lane.contradicted = false;
        lane.stand(ring, at, decision.tag(), decision.ticks(), clock, losses);
        return true;
    }

    /// Whether it is the tag that is wrong, not the counter.
    private boolean isRetimed(int at, long tag) {
        return ring.certain[at] || tag == 0;
    }

    /// Whether one other file only contradicts the event, and the next event of its own file too: then one of the two
    /// files is of another run there, and it is not known which.
    private boolean isOfOtherRun(int at) {
        EventLane lane = all.get(ring.lane[at]);
        if (tags.votesOf(decision.tag()) > 1) {
            lane.contradicted = false;
        }
        int next = ring.soundAfter(lane, at);
        if (lane.contradicted || tags.votesOf(decision.tag()) > 1 || next < 0 || ring.tag[next] <= ring.tag[at]) {
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

    /// Decides on the next trigger: its events are the first `pending` of the ring.
    private boolean decide() {
        queue.start();
        if (ring.size() == 0 && !queue.pull()) {
            return finish();
        }
        int count = ring.countOf(0);
        decision.decide(count);
        if (decision.refusal() != null) {
            throw decision.refusal();
        }
        pending = count;
        return true;
    }

    private boolean finish() {
        FormatException failure = queue.failure();
        if (failure != null) {
            throw failure;
        }
        if (!finished) {
            finished = true;
            all.forEach(lane -> lane.reportRest(clock.now(), clock, losses));
            addCounts();
        }
        return false;
    }

    /// Adds the notes that count, to be called once no event is asked for any more.
    public void addCounts() {
        notes.addCounts();
    }
}
