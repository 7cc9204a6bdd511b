package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.EventHeaders;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.file.WaveDumpFile;

/// The next events of a channel, found in its files and not passed on yet. One thread at a time; allocates only where
/// something is broken.
///
/// What the files pass over goes to the [LostEvents]; a header that is believed for all that stays in the window as a
/// ghost.
final class ReadAhead {
    /// Events that are looked at before the first of them is passed on.
    private static final int EVENTS = 32;

    /// Events and ghosts in the window, at most.
    static final int MOST = 2 * EVENTS;

    final EventRing window = new EventRing(MOST);
    private final WaveDumpFile[] cursors;
    private final LostEvents lost;
    private int scanned;
    private int noted;
    private boolean ended;
    private FormatException failure;

    ReadAhead(WaveDumpFile[] cursors, LostEvents lost) {
        this.cursors = cursors;
        this.lost = lost;
    }

    /// Looks ahead as far as there is room.
    void fill() {
        while (!ended && window.size() < EVENTS) {
            WaveDumpFile cursor = cursors[scanned];
            boolean more = false;
            try {
                more = cursor.scan();
            } catch (FormatException broken) {
                fail(broken);
            }
            takeDamages(cursor);
            if (more) {
                window.samples[take(cursor, cursor.foundOffset())] = cursor.foundSamples();
            } else if (!ended && ++scanned == cursors.length) {
                ended = true;
            } else {
                noted = 0;
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

    private void takeDamages(WaveDumpFile cursor) {
        while (noted < cursor.dropped().size()) {
            WaveDumpDamage damage = cursor.dropped().get(noted);
            lost.add(scanned, damage);
            if (cursor.isBelieved(noted++) && window.room() > 1) {
                window.ghost[take(cursor, damage.offset())] = true;
            }
        }
        if (cursor.damage().isPresent()) {
            lost.add(scanned, cursor.damage().get());
        }
    }

    /// Whether no event comes after those in the window.
    boolean isAtEnd() {
        return ended;
    }

    /// The error after the events in the window; null if there is none.
    FormatException failure() {
        return failure;
    }

    /// Ends the channel with an error after the events in the window.
    void fail(FormatException error) {
        failure = error;
        ended = true;
    }

    /// Ends the channel before the events in the window.
    void stop() {
        ended = true;
        while (window.size() > 0) {
            window.removeFirst();
        }
    }

    /// Whether an event in the window has this counter and this tag.
    boolean has(long counter, long tag) {
        for (int event = 0; event < window.size(); event++) {
            int at = window.at(event);
            if (window.counter[at] == counter && window.tag[at] == tag) {
                return true;
            }
        }
        return false;
    }

    /// Whether the next event has this counter and this tag, and is no ghost.
    boolean startsWith(long counter, long tag) {
        int first = window.at(0);
        return window.size() > 0
                && !window.ghost[first]
                && window.counter[first] == counter
                && window.tag[first] == tag;
    }

    /// Whether an event in the window has a counter between these two.
    boolean hasBetween(long before, long after) {
        for (int event = 0; event < window.size(); event++) {
            long counter = window.counter[window.at(event)];
            if (EventHeaders.triggers(before, counter) > 0 && EventHeaders.triggers(counter, after) > 0) {
                return true;
            }
        }
        return false;
    }
}
