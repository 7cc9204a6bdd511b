package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import java.util.List;

/// The events of one channel, from one file or several that follow each other. One thread at a time; owns the open
/// files until [#close].
///
/// It looks some events ahead, so that the counter of an event is compared with those before and after it: see
/// [CounterCheck]. What does not fit is left out and reported, or an error: see `DamagePolicy`. The `order` of an event
/// is its counter with roll-overs and restarts counted, or its index where the counters of the board do not count.
public final class EventLane implements AutoCloseable {
    /// What a roll-over of the counter of a board adds.
    static final long COUNTER_RANGE = 1L << 24;

    final int index;
    final List<RunFile> files;
    final RunFile file;
    final WaveDumpFile[] cursors;

    /// Ticks of a turn of the clock, at least.
    final long turn;

    final LostEvents lost;
    final ReadAhead ahead;
    final EventRing window;
    final PassedEvents passed = new PassedEvents();
    private final CounterCheck check;
    private final CurrentEvent standing;
    private boolean counting;
    private int waiting;
    private boolean over;

    /// The index in the board.
    int slot;

    /// Whether the last event that was left out had another tag than another file, as had the one after it.
    boolean contradicted;

    /// The event that [#advance] has moved to.
    int place;
    long order;
    boolean certain;

    /// The events of one channel, which lie in `files`, opened as `cursors`; `counting` says whether the headers count
    /// the triggers of the board.
    public EventLane(
            int index, List<RunFile> files, WaveDumpFile[] cursors, boolean counting, WaveDumpOptions options) {
        this.index = index;
        this.files = files;
        this.file = files.get(0);
        this.cursors = cursors;
        this.counting = counting;
        this.turn = options.tagBits().orElse(31) == 30 ? 1L << 30 : 1L << 31;
        this.lost = new LostEvents(cursors, options.onDamage(), turn);
        this.ahead = new ReadAhead(cursors, lost);
        this.window = ahead.window;
        this.check = new CounterCheck(cursors, options.restart(), ahead, passed, lost, turn);
        this.standing = new CurrentEvent(cursors, lost);
    }

    /// The file of the channel, or the first of several.
    public RunFile first() {
        return file;
    }

    /// The file of the event that stands for the channel in the merge.
    public RunFile currentFile() {
        return files.get(standing.part);
    }

    /// The cursor on that file, which stands on the event.
    public WaveDumpFile cursor() {
        return cursors[standing.part];
    }

    /// The time of that event, in ns since the reset of the tag counter.
    public long time() {
        return standing.time;
    }

    /// The unwrapped tag of that event, in ticks of the tag clock.
    public long ticks() {
        return standing.ticks;
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

    /// Says whether the counters of the board are of use.
    void count(boolean use) {
        counting = use;
    }

    boolean counting() {
        return counting;
    }

    /// Events that stood in the wrong order and were sorted.
    int reordered() {
        return check.reordered();
    }

    /// Takes its place among the channels of one clock.
    void join(List<EventLane> board, int at) {
        slot = at;
        check.join(new OtherLanes(this, board));
    }

    /// Moves to the next event whose counter fits; [#place] is where it stands in [#window] until the next call of
    /// [#consume]. False at the end.
    boolean advance() {
        while (true) {
            ahead.fill();
            if (window.size() == 0) {
                if (ahead.failure() != null) {
                    throw ahead.failure();
                }
                return false;
            }
            if (!counting) {
                passed.addUncounted();
                stopAt(false);
                return true;
            }
            if (check.fits()) {
                boolean isCertain = check.isCertain();
                passed.add(window.counter[window.at(0)], window.tag[window.at(0)]);
                stopAt(isCertain);
                return true;
            }
        }
    }

    private void stopAt(boolean isCertain) {
        place = window.at(0);
        order = passed.order();
        certain = isCertain;
    }

    /// Throws the error that stands after the next few events, if they are in disorder, or too few to say what they are
    /// beside those of other files.
    void requireEvents(boolean others) {
        FormatException failure = ahead.failure();
        boolean few = others && window.size() < RestartSigns.LEAST_EVENTS_OF_A_RUN;
        if (failure != null && (few || check.reordered() > 0)) {
            throw failure;
        }
    }

    /// Leaves the event that [#advance] has moved to.
    void consume() {
        window.removeFirst();
        waiting++;
    }

    /// Whether no event of this channel is to come any more, after those that [#stand] had or that were left out.
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
        passed.rollOver();
        order = passed.order();
    }

    /// Makes the event at `at` of the board's ring the one that stands for this channel, at the tag `tagNow`.
    void stand(EventRing ring, int at, long tagNow, long ticksNow, TagClock clock, List<WaveDumpLoss> losses) {
        standing.stand(ring, at, tagNow, ticksNow, clock, losses);
    }

    /// Adds to `losses` what was left out and not reported yet; the board has come to `ticksNow`.
    void reportRest(long ticksNow, TagClock clock, List<WaveDumpLoss> losses) {
        standing.reportRest(ticksNow, clock, losses);
    }

    int compareByOrder(EventLane other) {
        return order != other.order ? Long.compare(order, other.order) : compareByChannel(other);
    }

    /// Orders lanes by the time of the event that stands for them, then by channel.
    public int compareByTime(EventLane other) {
        return time() != other.time() ? Long.compare(time(), other.time()) : compareByChannel(other);
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
