package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventHeaders;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import java.util.List;
import java.util.OptionalLong;

/// The events of one channel, from one file or several that follow each other. One thread at a time; owns the open
/// files until [#close].
///
/// It looks some events ahead, so that the counter of an event is compared with those before and after it: see
/// [CounterChain]. What does not fit is left out and reported, or an error: see [DamagePolicy]. The `order` of an event
/// is its counter with roll-overs and restarts counted, or its index where the counters of the board do not count.
public final class EventLane implements AutoCloseable {
    /// Events that are looked at before the first of them is passed on.
    static final int AHEAD = 32;

    private static final long USUAL_STEP = 1L << 16;
    /// What a roll-over of the counter of a board adds.
    static final long COUNTER_RANGE = 1L << 24;

    private static final int RESTART_BITS = 40;
    private static final int LEAST_EVENTS_OF_A_RUN = 3;
    private static final long FIRST_COUNTERS = 64;
    private static final int PASSED = 16;
    private static final int LOOKED_AHEAD = 6;
    private static final int STEPS_OF_FILE = 24;
    private static final int STEPS_OF_BOARD = 128;
    private static final int MOST_DISORDERED = 16;
    private static final int FAR_TRIGGERS = 1 << 10;

    /// Of a turn of the clock: first events in disorder that take longer may as well have a wrong counter.
    private static final int SHORT = 64;

    final int index;
    final List<RunFile> files;
    final RunFile file;
    final WaveDumpFile[] cursors;
    final EventRing window = new EventRing(2 * AHEAD);
    private final CounterChain chain = new CounterChain(window, 2 * AHEAD);
    private final DamagePolicy policy;
    private final RestartRule restarts;
    /// Ticks of a turn of the clock, at least.
    final long turn;
    final LostEvents lost;
    private boolean counting;
    private int scanned;
    private int told;
    private boolean ended;
    private FormatException failure;
    private boolean anchored;
    private long anchorCounter;
    private long anchorTag;
    private long counted;
    private final long[] passedCounters = new long[PASSED];
    private final long[] passedTags = new long[PASSED];
    private int passed;
    private int restarted;
    private int waiting;
    private boolean over;
    private int reordered;
    private long steps;
    private long gaps;

    /// The index in the board.
    int slot;

    /// Whether the last event that was left out had another tag than another file, as had the one after it.
    boolean contradicted;

    /// The event that [#advance] has moved to.
    int place;
    long order;
    boolean certain;

    /// The event that stands for the channel in the merge.
    int part;
    private long tag;
    long ticks;
    long time;
    private boolean emitted;

    /// The events of one channel, which lie in `files`, opened as `cursors`; `counting` says whether the headers count
    /// the triggers of the board.
    public EventLane(
            int index, List<RunFile> files, WaveDumpFile[] cursors, boolean counting, WaveDumpOptions options) {
        this.index = index;
        this.files = files;
        this.file = files.get(0);
        this.cursors = cursors;
        this.counting = counting;
        this.policy = options.onDamage();
        this.restarts = options.restart();
        this.turn = options.tagBits().orElse(31) == 30 ? 1L << 30 : 1L << 31;
        this.lost = new LostEvents(cursors, turn);
    }

    /// The file of the channel, or the first of several.
    public RunFile first() {
        return file;
    }

    /// The file of the event that stands for the channel in the merge.
    public RunFile currentFile() {
        return files.get(part);
    }

    /// The cursor on that file, which stands on the event.
    public WaveDumpFile cursor() {
        return cursors[part];
    }

    /// The time of that event, in ns since the reset of the tag counter.
    public long time() {
        return time;
    }

    /// The unwrapped tag of that event, in ticks of the tag clock.
    public long ticks() {
        return ticks;
    }

    /// Before the first event, `events` of the channel are lost, as far as is known.
    public void missBefore(long events) {
        lost.miss(events);
    }

    /// Looks at the files no more often than every 100 ms; as [WaveDumpFile#glance] does.
    public void glance() {
        for (WaveDumpFile cursor : cursors) {
            cursor.glance();
        }
    }

    /// Checks that the files are still what was opened; by any thread.
    public void requireUnchanged() {
        for (WaveDumpFile cursor : cursors) {
            cursor.requireUnchanged();
        }
    }

    /// The number of the channel in the run.
    public int channel() {
        return file.channel();
    }

    /// How often the run has started again in the files, up to the event that [#advance] has moved to.
    static int restarts(long order) {
        return (int) (order >>> RESTART_BITS);
    }

    /// Says whether the counters of the board are of use.
    void count(boolean use) {
        counting = use;
    }

    boolean counting() {
        return counting;
    }

    int reordered() {
        return reordered;
    }

    /// Looks ahead as far as there is room.
    void fill() {
        while (!ended && window.size() < AHEAD) {
            WaveDumpFile cursor = cursors[scanned];
            boolean more = false;
            try {
                more = cursor.scan();
            } catch (FormatException broken) {
                failure = broken;
                ended = true;
            }
            takeDamages(cursor);
            if (more) {
                window.samples[take(cursor, cursor.foundOffset())] = cursor.foundSamples();
            } else if (!ended && ++scanned == cursors.length) {
                ended = true;
            } else {
                told = 0;
            }
        }
    }

    private int take(WaveDumpFile cursor, long offset) {
        int at = window.add();
        window.part[at] = scanned;
        window.offset[at] = offset;
        window.counter[at] = cursor.headers().counter(offset);
        window.tag[at] = cursor.headers().tag(offset);
        return at;
    }

    /// Notes what was passed over; a header that is believed for all that stays as a ghost.
    private void takeDamages(WaveDumpFile cursor) {
        while (told < cursor.dropped().size()) {
            WaveDumpDamage damage = cursor.dropped().get(told);
            lost.add(scanned, damage);
            if (cursor.isBelieved(told++) && window.room() > 1) {
                window.ghost[take(cursor, damage.offset())] = true;
            }
        }
        if (cursor.damage().isPresent()) {
            lost.add(scanned, cursor.damage().get());
        }
    }

    /// Whether an event that this lane has looked at has this counter and this tag.
    boolean confirms(long counter, long tag) {
        for (int event = 0; event < window.size(); event++) {
            int at = window.at(event);
            if (window.counter[at] == counter && window.tag[at] == tag) {
                return true;
            }
        }
        return false;
    }

    /// Moves to the next event whose counter fits; [#place] is where it stands in [#window] until the next call of
    /// [#consume]. False at the end.
    boolean advance(List<EventLane> siblings) {
        while (true) {
            fill();
            if (window.size() == 0) {
                if (failure != null) {
                    throw failure;
                }
                return false;
            }
            place = window.at(0);
            if (!counting) {
                order = ++counted;
                certain = false;
                return true;
            }
            if (fits(siblings)) {
                count();
                return true;
            }
            if (ended && window.size() == 0 && failure == null) {
                return false;
            }
        }
    }

    /// Throws the error that stands after the next few events, if they are in disorder, or too few to say what they are
    /// beside those of other files.
    void requireEvents(boolean others) {
        if (failure != null && (others && window.size() < LEAST_EVENTS_OF_A_RUN || reordered > 0)) {
            throw failure;
        }
    }

    /// Leaves the event that [#advance] has moved to.
    void consume() {
        window.removeFirst();
        waiting++;
    }

    /// Whether no event of this channel is to come any more, after those that [#stand] or [#refuse] had.
    boolean isOver() {
        return over && waiting == 0;
    }

    /// An event that was consumed is passed on or left out.
    void passed() {
        waiting--;
    }

    /// There is no further event to be consumed.
    void end() {
        over = true;
    }

    /// The counter has rolled over in front of this file's first event.
    void countRollOver() {
        counted += COUNTER_RANGE;
        order = counted;
    }

    private void count() {
        long counter = window.counter[place];
        long step = anchored ? EventHeaders.triggers(anchorCounter, counter) : 0;
        boolean after = !anchored || step == 1;
        boolean before = window.size() < 2 || follows(counter, window.counter[window.at(1)]) == 1;
        certain = after && before && (anchored || window.size() > 1);
        steps += step == 1 ? 1 : 0;
        gaps += step > 1 ? 1 : 0;
        counted = anchored ? counted + step : ((long) restarted << RESTART_BITS) + counter;
        order = counted;
        anchored = true;
        anchorCounter = counter;
        anchorTag = window.tag[place];
        passedCounters[passed % PASSED] = counter;
        passedTags[passed++ % PASSED] = anchorTag;
    }

    /// Whether the first event of the window fits; if not, the window is another one after this.
    private boolean fits(List<EventLane> siblings) {
        long counter = window.counter[place];
        if (isDoubledByASoundOne()) {
            refuse(window.part[place], window.offset[place], window.tag[place], doubled(), false);
            window.removeFirst();
            return false;
        }
        boolean forward = !anchored || follows(anchorCounter, counter) > 0;
        boolean far = window.ghost[place]
                && window.size() > 1
                && EventHeaders.triggers(counter, window.counter[window.at(1)]) > FAR_TRIGGERS;
        if (!far && forward && (window.size() < 2 ? ended : isFollowed(counter, window.counter[window.at(1)]))) {
            if (isPlain(counter) || believes(siblings)) {
                return !isTorn(siblings) || !leaveOutTorn();
            }
        }
        int disordered = disordered();
        if (disordered > 0) {
            noteDisorder(disordered);
            sort(disordered);
            reordered += disordered;
            return false;
        }
        if (anchored && isRestart()) {
            restart();
            return false;
        }
        if (!window.ghost[place] && (believes(siblings) || isBeforeRestart(siblings))) {
            return true;
        }
        if (!window.ghost[place]) {
            refuse(window.part[place], window.offset[place], window.tag[place], problem(), false);
            if (!anchored && window.size() > 1 && window.counter[window.at(1)] > 0) {
                window.counter[place] = window.counter[window.at(1)] - 1;
                window.ghost[place] = true;
                return false;
            }
        }
        window.removeFirst();
        return false;
    }

    /// Whether the next event of the file is the same, and what stands between the two is broken: then this one is too.
    private boolean isDoubledByASoundOne() {
        if (window.size() < 2 || window.ghost[place] || window.ghost[window.at(1)]) {
            return false;
        }
        int next = window.at(1);
        if (window.counter[place] != window.counter[next] || window.tag[place] != window.tag[next]) {
            return false;
        }
        return lost.anyBetween(window.part[place], window.offset[place], window.part[next], window.offset[next]);
    }

    /// Whether the next counter in the file may follow `counter`.
    private boolean isFollowed(long counter, long next) {
        return follows(counter, next) > 0 && (anchored || !EventHeaders.isTooLong(counter, next));
    }

    /// Whether the counter needs no closer look: it is the next one, or those after it rise from there.
    private boolean isPlain(long counter) {
        if (anchored && EventHeaders.triggers(anchorCounter, counter) == 1) {
            return true;
        }
        int looked = Math.min(window.size(), LOOKED_AHEAD);
        for (int event = 2; event < looked; event++) {
            if (follows(window.counter[window.at(event - 1)], window.counter[window.at(event)]) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether bytes may be missing inside of the event: events of the file are missing right after it, which other
    /// files have, and never before was one missing in any file of the board.
    private boolean isTorn(List<EventLane> siblings) {
        if (window.size() < 2 || window.ghost[place] || steps < STEPS_OF_FILE) {
            return false;
        }
        int next = window.at(1);
        long size = cursors[window.part[place]].headers().size(window.offset[place]);
        boolean adjacent = window.part[next] == window.part[place]
                && window.offset[next] == window.offset[place] + size
                && !window.ghost[next];
        if (!adjacent || EventHeaders.triggers(window.counter[place], window.counter[next]) < 2) {
            return false;
        }
        boolean between = false;
        long ofAll = 0;
        for (int other = 0; other < siblings.size(); other++) {
            EventLane sibling = siblings.get(other);
            if (sibling.gaps > 0) {
                return false;
            }
            ofAll += sibling.steps;
            between |= sibling != this && sibling.hasBetween(window.counter[place], window.counter[next]);
        }
        return between && ofAll >= STEPS_OF_BOARD;
    }

    private boolean hasBetween(long before, long after) {
        for (int event = 0; event < window.size(); event++) {
            long counter = window.counter[window.at(event)];
            if (EventHeaders.triggers(before, counter) > 0 && EventHeaders.triggers(counter, after) > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean leaveOutTorn() {
        gaps++;
        long counter = window.counter[place];
        refuse(
                window.part[place],
                window.offset[place],
                window.tag[place],
                "corrupt event, counter=" + counter + ": the next in the file has counter="
                        + window.counter[window.at(1)]
                        + ", other files have events between them, and bytes may be missing inside of this one",
                false);
        window.removeFirst();
        return true;
    }

    /// Triggers between two events if they are as few as usual; 0 if not.
    private static long follows(long before, long after) {
        long triggers = EventHeaders.triggers(before, after);
        return triggers <= USUAL_STEP ? Math.max(0, triggers) : 0;
    }

    /// How many of the next events stand in the wrong order, and all of them in the right one once they are sorted:
    /// then counter and tag of each say so. 0 if there are none.
    private int disordered() {
        int most = Math.min(window.size(), MOST_DISORDERED);
        for (int count = 2; count <= most; count++) {
            if (isClosed(count) && sortedFits(count)) {
                return count;
            }
        }
        return 0;
    }

    /// Whether the event after the first `count` has a greater counter than all of them.
    private boolean isClosed(int count) {
        if (count == window.size()) {
            // More of them, with none before or after, may be another run.
            return ended && (anchored || count <= LEAST_EVENTS_OF_A_RUN);
        }
        long next = window.counter[window.at(count)];
        for (int event = 0; event < count; event++) {
            if (follows(window.counter[window.at(event)], next) == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean sortedFits(int count) {
        int before = -1;
        boolean moved = false;
        long ticks = 0;
        for (int rank = 0; rank < count; rank++) {
            int at = window.at(next(before, count));
            long counter = before < 0 ? anchorCounter : window.counter[window.at(before)];
            long tag = before < 0 ? anchorTag : window.tag[window.at(before)];
            boolean first = before < 0 && !anchored;
            long triggers = first ? 1 : follows(counter, window.counter[at]);
            // A run that was appended to a short one would be sorted in front of it.
            boolean far = !anchored && triggers > FAR_TRIGGERS;
            if (triggers == 0 || far || !first && !isEarlier(tag, window.tag[at])) {
                return false;
            }
            ticks += first ? 0 : window.tag[at] - tag & turn - 1;
            moved |= at != window.at(rank);
            before = next(before, count);
        }
        return moved && ticks < (anchored ? turn / 2 : turn / SHORT);
    }

    /// Of the first `count` events the one whose counter comes next after that of the event `before`, -1 for none.
    private int next(int before, int count) {
        int found = -1;
        for (int event = 0; event < count; event++) {
            long counter = window.counter[window.at(event)];
            boolean after = before < 0 || EventHeaders.triggers(window.counter[window.at(before)], counter) > 0;
            if (after && (found < 0 || EventHeaders.triggers(counter, window.counter[window.at(found)]) > 0)) {
                found = event;
            }
        }
        return found < 0 ? before : found;
    }

    private void sort(int count) {
        for (int rank = 0; rank < count; rank++) {
            for (int event = count - 1; event > rank; event--) {
                long counter = window.counter[window.at(event)];
                if (EventHeaders.triggers(counter, window.counter[window.at(event - 1)]) > 0) {
                    window.swap(event - 1, event);
                }
            }
        }
    }

    /// Remembers how far the first events stand in disorder: what is lost among them may have been before all others.
    private void noteDisorder(int count) {
        if (anchored) {
            return;
        }
        boolean isLast = count == window.size();
        lost.startAt(
                isLast ? Integer.MAX_VALUE : window.part[window.at(count)],
                isLast ? 0 : window.offset[window.at(count)]);
    }

    private boolean isEarlier(long tag, long other) {
        long ticks = other - tag & turn - 1;
        return ticks > 0 && ticks < turn / 2;
    }

    /// Whether another run starts here: the counter falls to a small number, stays low, and rises from there.
    private boolean isRestart() {
        int looked = Math.min(window.size(), 8);
        long counter = window.counter[place];
        boolean falls = EventHeaders.triggers(anchorCounter, counter) <= 0
                && (counter < FIRST_COUNTERS || counter < anchorCounter / 2);
        boolean tagFalls = window.tag[place] < anchorTag;
        int least = tagFalls ? 2 : LEAST_EVENTS_OF_A_RUN;
        if (!falls || looked < least || hasPassed(counter, window.tag[place])) {
            return false;
        }
        int rising = 0;
        for (int event = 1; event < looked; event++) {
            long next = window.counter[window.at(event)];
            rising += follows(counter, next) > 0 ? 1 : 0;
            counter = next;
        }
        boolean fromZero = window.counter[place] == 0
                && tagFalls
                && window.counter[window.at(1)] == 1
                && window.tag[window.at(1)] < anchorTag;
        return (fromZero || window.counter[window.at(1)] <= anchorCounter) && rising >= Math.max(least - 1, looked - 2);
    }

    /// Whether the first event of the window is one of the last of a run, however few they are: the counters rise from
    /// it on, then another run starts, and none of these events stands there once more.
    private boolean isBeforeRestart(List<EventLane> siblings) {
        int count = rising(0);
        if (count + LEAST_EVENTS_OF_A_RUN > window.size() || anchored && !follows(place)) {
            return false;
        }
        int next = window.at(count);
        long last = window.counter[window.at(count - 1)];
        long counter = window.counter[next];
        boolean small = counter < FIRST_COUNTERS || counter < last / 2;
        // What comes before the first trigger of all is of another run.
        boolean alone = anchored || counter == 0 || isFirstOfAnother(siblings);
        int least = alone ? 1 : small ? LEAST_EVENTS_OF_A_RUN - 1 : LEAST_EVENTS_OF_A_RUN;
        boolean fromZero = counter == 0 && window.tag[next] < window.tag[window.at(count - 1)];
        return count >= least
                && EventHeaders.triggers(last, counter) <= 0
                && !(anchored && follows(next))
                && rising(count) >= LEAST_EVENTS_OF_A_RUN
                && (!small || fromZero || window.counter[window.at(count + 1)] <= last)
                && !standTwice(count);
    }

    /// Whether another file starts with the same event as the window.
    private boolean isFirstOfAnother(List<EventLane> siblings) {
        long counter = window.counter[place];
        for (int other = 0; other < siblings.size(); other++) {
            EventLane sibling = siblings.get(other);
            if (sibling != this && (sibling.hasPassed(counter, window.tag[place]) || sibling.stands(place, window))) {
                return true;
            }
        }
        return false;
    }

    /// Whether this lane's next event is the one at `at` of another lane's window.
    private boolean stands(int at, EventRing other) {
        int first = window.at(0);
        return window.size() > 0
                && !window.ghost[first]
                && window.counter[first] == other.counter[at]
                && window.tag[first] == other.tag[at];
    }

    private boolean follows(int event) {
        return follows(anchorCounter, window.counter[event]) > 0;
    }

    /// So many events of the window, from the one at `from` on, are whole and have rising counters.
    private int rising(int from) {
        int event = from;
        while (event < window.size()
                && !window.ghost[window.at(event)]
                && (event == from
                        || follows(window.counter[window.at(event - 1)], window.counter[window.at(event)]) > 0)) {
            event++;
        }
        return event - from;
    }

    /// Whether one of the first `count` events of the window stands after them again.
    private boolean standTwice(int count) {
        for (int event = 0; event < count; event++) {
            for (int other = count; other < window.size(); other++) {
                if (window.counter[window.at(event)] == window.counter[window.at(other)]
                        && window.tag[window.at(event)] == window.tag[window.at(other)]) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether one of the last events had this counter and this tag.
    private boolean hasPassed(long counter, long tag) {
        for (int event = 0; event < PASSED; event++) {
            if (passedCounters[event] == counter && passedTags[event] == tag) {
                return true;
            }
        }
        return false;
    }

    private void restart() {
        if (restarts.kind() == RestartRule.Kind.REFUSE) {
            failure = new FormatException(
                    cursors[window.part[place]].path(),
                    window.offset[place],
                    "another run starts in the file: the event counter falls from " + anchorCounter + " to "
                            + window.counter[place] + " and the tag from " + anchorTag + " to " + window.tag[place],
                    "set restart=stop to read the first run only, or restart=continue and restart_gap, the seconds"
                            + " between the two");
            stop();
        } else if (restarts.kind() == RestartRule.Kind.STOP) {
            stop();
        } else {
            restarted++;
            anchored = false;
        }
    }

    private void stop() {
        ended = true;
        while (window.size() > 0) {
            window.removeFirst();
        }
    }

    private boolean believes(List<EventLane> siblings) {
        chain.begin(anchored, anchorCounter);
        for (int event = 0; event < window.size(); event++) {
            int at = window.at(event);
            chain.add(isConfirmed(siblings, window.counter[at], window.tag[at]));
        }
        return chain.first() != CheapestChain.NONE;
    }

    private boolean isConfirmed(List<EventLane> siblings, long counter, long tag) {
        for (int other = 0; other < siblings.size(); other++) {
            EventLane sibling = siblings.get(other);
            if (sibling != this && sibling.confirms(counter, tag)) {
                return true;
            }
        }
        return false;
    }

    private String problem() {
        long counter = window.counter[place];
        if (anchored && hasPassed(counter, window.tag[place])) {
            return doubled();
        }
        String before = anchored ? "counter=" + anchorCounter + " before" : "nothing before";
        String after = window.size() > 1 ? "counter=" + window.counter[window.at(1)] + " after" : "nothing after";
        return "corrupt event, its counter=" + counter + " does not fit " + before + " and " + after + " it";
    }

    private String doubled() {
        return "the event stands twice, counter=" + window.counter[place] + " tag=" + window.tag[place];
    }

    /// Leaves out the event at `offset` of a part, or throws: see [DamagePolicy].
    void refuse(int of, long offset, long tag, String problem, boolean tagIsWrong) {
        WaveDumpFile cursor = cursors[of];
        FormatException error = new FormatException(
                cursor.path(), offset, problem, "rerun with --on-error skip to lose this event only");
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        lost.add(
                of,
                new WaveDumpDamage(
                        WaveDumpDamage.Kind.DROPPED,
                        offset,
                        cursor.headers().size(offset),
                        cursor.events(),
                        tagIsWrong ? OptionalLong.empty() : OptionalLong.of(tag),
                        error));
    }

    /// Makes the event at `at` of the board's ring the one that stands for this channel, at the tag `tagNow`.
    void stand(EventRing ring, int at, long tagNow, long ticksNow, TagClock clock, List<WaveDumpLoss> losses) {
        long now = clock.time(ticksNow);
        List<LostEvents.Event> events = lost.events();
        for (int index = 0; index < events.size(); index++) {
            LostEvents.Event event = events.get(index);
            if (LostEvents.isBefore(event, ring.part[at], ring.offset[at])) {
                OptionalLong own = OptionalLong.empty();
                if (event.damage().tag().isPresent()) {
                    long before = clock.ticks(event.damage().tag().getAsLong(), tagNow);
                    own = clock.between(emitted ? ticks : Long.MIN_VALUE, ticksNow - before, ticksNow);
                }
                losses.add(loss(event, own, OptionalLong.of(now)));
                events.remove(index--);
            }
        }
        part = ring.part[at];
        tag = tagNow;
        ticks = ticksNow;
        time = now;
        emitted = true;
        cursors[part].moveTo(ring.offset[at], ring.samples[at]);
    }

    /// Adds to `losses` what was left out and not reported yet; the board has come to `ticksNow`.
    void tellRest(long ticksNow, TagClock clock, List<WaveDumpLoss> losses) {
        for (LostEvents.Event event : lost.events()) {
            OptionalLong own = OptionalLong.empty();
            if (event.damage().tag().isPresent()) {
                long after = clock.ticks(tag, event.damage().tag().getAsLong());
                own = emitted
                        ? clock.between(ticks, ticks + after, Math.max(ticksNow, ticks + after))
                        : OptionalLong.of(clock.time(event.damage().tag().getAsLong()));
            }
            losses.add(loss(event, own, OptionalLong.empty()));
        }
        lost.events().clear();
    }

    private WaveDumpLoss loss(LostEvents.Event event, OptionalLong at, OptionalLong until) {
        return new WaveDumpLoss(cursors[event.part()].path(), event.damage(), emitted ? time : 0, at, until);
    }

    int compareByOrder(EventLane other) {
        return order != other.order ? Long.compare(order, other.order) : compareByChannel(other);
    }

    /// Orders lanes by the time of the event that stands for them, then by channel.
    public int compareByTime(EventLane other) {
        return time != other.time ? Long.compare(time, other.time) : compareByChannel(other);
    }

    private int compareByChannel(EventLane other) {
        return channel() != other.channel()
                ? Integer.compare(channel(), other.channel())
                : Integer.compare(index, other.index);
    }

    @Override
    public void close() {
        for (WaveDumpFile cursor : cursors) {
            cursor.close();
        }
    }
}
