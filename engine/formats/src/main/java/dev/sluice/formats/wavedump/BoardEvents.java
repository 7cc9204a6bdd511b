package dev.sluice.formats.wavedump;

import java.util.List;

/// The events of one board's files in the order of their time. One thread at a time; [#next] allocates nothing.
///
/// All channels of a board share its trigger time tag and its event counter. So the files are merged by counter, and
/// the tags are unwrapped once along it: a channel that stays silent while the others roll over comes out right.
///
/// Counters are given up for good where they contradict that: one that does not rise in its file, that lies behind an
/// event already passed, or that stands at two different tags. From there each file is unwrapped by itself, beginning
/// at the last common time, and sorted by time; what was passed stays valid. The same from the start if there is one
/// file only.
final class BoardEvents {
    private final LeastFirst<EventLane> lanes;
    private final TagUnwrapper[] unwrappers;
    private final TagUnwrapper shared;
    private final List<WaveDumpLoss> losses;
    private final List<String> warnings;
    private boolean started;
    private boolean counted;
    private boolean warnedOfShortTag;
    private long counter = -1;

    BoardEvents(
            List<EventLane> lanes,
            int files,
            TagUnwrapper unwrapper,
            List<WaveDumpLoss> losses,
            List<String> warnings) {
        this.lanes = new LeastFirst<>(lanes.toArray(EventLane[]::new), EventLane::compareByOrder);
        this.unwrappers = new TagUnwrapper[files];
        this.shared = unwrapper;
        this.losses = losses;
        this.warnings = warnings;
        this.counted = true;
        if (lanes.size() == 1) {
            distrust();
        }
    }

    /// The file whose event is the current one; only if [#next] was true.
    EventLane lane() {
        return lanes.get(0);
    }

    boolean next() {
        if (!started) {
            start();
        } else if (lanes.size() > 0) {
            if (!advance(lanes.get(0))) {
                lanes.drop(0);
            }
            lanes.settleFirst();
        }
        if (lanes.size() == 0) {
            return false;
        }
        if (counted) {
            take();
        }
        return true;
    }

    private void start() {
        started = true;
        for (int index = lanes.size() - 1; index >= 0; index--) {
            if (!advance(lanes.get(index))) {
                lanes.drop(index);
            }
        }
        lanes.settle();
    }

    private boolean advance(EventLane lane) {
        long before = lane.counter;
        boolean more = lane.advance();
        lane.tell(losses, unwrapper(lane));
        if (!more) {
            return false;
        }
        if (!counted) {
            timeByItself(lane);
        } else if (lane.counter <= before || lane.counter < counter) {
            giveUpCounters();
        } else {
            lane.order = lane.counter;
        }
        return true;
    }

    /// Times the least lane along the counter; the first of a trigger looks whether all its channels agree.
    private void take() {
        EventLane least = lanes.get(0);
        if (least.counter > counter && !agree(least)) {
            giveUpCounters();
            return;
        }
        counter = least.counter;
        least.unwrap(shared);
        warnOfShortTag(least, shared);
    }

    private void warnOfShortTag(EventLane lane, TagUnwrapper unwrapper) {
        if (!warnedOfShortTag && unwrapper.looksShort()) {
            warnedOfShortTag = true;
            warnings.add("the tags of board=" + lane.file.board() + " fell back without ever having reached 2^30, at"
                    + " offset=" + lane.cursor.offset() + " of " + lane.cursor.path()
                    + "; that is counted as a roll-over of 31 bits, set tag_bits=30 or tag_bits=31");
        }
    }

    private boolean agree(EventLane least) {
        long tag = least.cursor.tag();
        for (int index = 1; index < lanes.size(); index++) {
            EventLane other = lanes.get(index);
            if (other.counter == least.counter && other.cursor.tag() != tag) {
                warnings.add("the files of board=" + least.file.board() + " disagree at event counter="
                        + least.cursor.counter() + ": tag=" + tag + " in " + least.cursor.path() + ", tag="
                        + other.cursor.tag() + " in " + other.cursor.path()
                        + "; roll-overs are counted file by file, so a channel that is silent for longer than the"
                        + " tag's range comes out early");
                return false;
            }
        }
        return true;
    }

    private void giveUpCounters() {
        distrust();
        for (int index = 0; index < lanes.size(); index++) {
            timeByItself(lanes.get(index));
        }
        lanes.settle();
    }

    private void distrust() {
        counted = false;
        for (int index = 0; index < lanes.size(); index++) {
            unwrappers[lanes.get(index).index] = shared.copy();
        }
    }

    private void timeByItself(EventLane lane) {
        lane.unwrap(unwrapper(lane));
        lane.order = lane.time;
        warnOfShortTag(lane, unwrapper(lane));
    }

    private TagUnwrapper unwrapper(EventLane lane) {
        return counted ? shared : unwrappers[lane.index];
    }
}
