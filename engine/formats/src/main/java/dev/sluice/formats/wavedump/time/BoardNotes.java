package dev.sluice.formats.wavedump.time;

import java.util.List;

/// What is doubtful about the times of a board, in sentences for the user; each kind of doubt is noted once. One thread
/// at a time.
final class BoardNotes {
    private final List<EventLane> all;
    private final EventRing ring;
    private final List<String> warnings;
    private boolean notedLoneliness;
    private boolean notedPause;
    private boolean notedShortTag;
    private boolean notedOrder;
    private long retimed;

    /// Of a board with these channels, whose next triggers are in `ring`; the notes go to `warnings`.
    BoardNotes(List<EventLane> all, EventRing ring, List<String> warnings) {
        this.all = all;
        this.ring = ring;
        this.warnings = warnings;
    }

    /// An event gets the time of its trigger's other files.
    void addRetimed() {
        retimed++;
    }

    /// The first trigger of the ring has this tag, which stands in a long pause.
    void noteLoneliness(long tag) {
        if (!notedLoneliness) {
            notedLoneliness = true;
            warnings.add("the tag " + tag + " at " + place()
                    + " stands in a long pause; nothing but itself says that it is right, and nothing contradicts it");
        }
    }

    /// The tag falls from `before` to `tag` at the first trigger of the ring, after nearly a whole turn of the clock.
    void notePause(long before, long tag) {
        if (!notedPause) {
            notedPause = true;
            warnings.add("the tag fell from " + before + " to " + tag + " at counter=" + ring.counter[ring.at(0)]
                    + " of " + place() + ", so that nearly a whole turn of the clock passed"
                    + " without a trigger; one roll-over is counted, the least, as more are seen by nobody");
        }
    }

    /// The tags fall back early.
    void noteShortTag() {
        if (!notedShortTag) {
            notedShortTag = true;
            warnings.add("the tags of board=" + all.get(0).file.board() + " fell back without ever having reached 2^30,"
                    + " at " + place()
                    + "; that is counted as a roll-over of 31 bits, set tag_bits=30 or tag_bits=31");
        }
    }

    private String place() {
        int at = ring.at(0);
        return "offset=" + ring.offset[at] + " of "
                + all.get(ring.lane[at]).cursors[ring.part[at]].path();
    }

    /// Adds the notes that count, once no event is asked for any more.
    void addCounts() {
        int reordered = all.stream().mapToInt(EventLane::reordered).sum();
        String board = " of board=" + all.get(0).file.board();
        if (retimed > 0) {
            warnings.add(retimed + (retimed == 1 ? " event" : " events") + board
                    + " had a wrong tag, and got the time that other channels have at the same event counter");
            retimed = 0;
        }
        if (reordered > 0 && !notedOrder) {
            notedOrder = true;
            warnings.add(reordered + (reordered == 1 ? " event" : " events") + board
                    + " stood in another order, and came out in that of counter and tag");
        }
    }
}
