package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import java.util.List;
import java.util.OptionalLong;

/// The event that stands for a channel in the merge, and the times of what was lost beside it. One thread at a time;
/// allocates only where events are lost.
///
/// `part` is the file that holds it; `tag` is its tag as counted, `ticks` the same unwrapped, in ticks of the tag
/// clock; `time` is its time in ns since the reset of the tag counter.
final class CurrentEvent {
    int part;
    long tag;
    long ticks;
    long time;
    private boolean any;
    private final WaveDumpFile[] cursors;
    private final LostEvents lost;

    CurrentEvent(WaveDumpFile[] cursors, LostEvents lost) {
        this.cursors = cursors;
        this.lost = lost;
    }

    /// Makes the event at `at` of the board's ring the one that stands, at the tag `tagNow`; what was lost before it
    /// goes to `losses`.
    void stand(EventRing ring, int at, long tagNow, long ticksNow, TagClock clock, List<WaveDumpLoss> losses) {
        long now = clock.time(ticksNow);
        List<LostEvents.Event> events = lost.events();
        for (int index = 0; index < events.size(); index++) {
            LostEvents.Event event = events.get(index);
            if (LostEvents.isBefore(event, ring.part[at], ring.offset[at])) {
                losses.add(loss(event, timeBefore(event, tagNow, ticksNow, clock), OptionalLong.of(now)));
                events.remove(index--);
            }
        }
        part = ring.part[at];
        tag = tagNow;
        ticks = ticksNow;
        time = now;
        any = true;
        cursors[part].moveTo(ring.offset[at], ring.samples[at]);
    }

    private OptionalLong timeBefore(LostEvents.Event event, long tagNow, long ticksNow, TagClock clock) {
        if (event.damage().tag().isEmpty()) {
            return OptionalLong.empty();
        }
        long before = clock.ticks(event.damage().tag().getAsLong(), tagNow);
        return clock.between(any ? ticks : Long.MIN_VALUE, ticksNow - before, ticksNow);
    }

    /// Adds to `losses` what was left out and not reported yet; the board has come to `ticksNow`.
    void reportRest(long ticksNow, TagClock clock, List<WaveDumpLoss> losses) {
        for (LostEvents.Event event : lost.events()) {
            losses.add(loss(event, timeAfter(event, ticksNow, clock), OptionalLong.empty()));
        }
        lost.events().clear();
    }

    private OptionalLong timeAfter(LostEvents.Event event, long ticksNow, TagClock clock) {
        if (event.damage().tag().isEmpty()) {
            return OptionalLong.empty();
        }
        long after = clock.ticks(tag, event.damage().tag().getAsLong());
        return any
                ? clock.between(ticks, ticks + after, Math.max(ticksNow, ticks + after))
                : OptionalLong.of(clock.time(event.damage().tag().getAsLong()));
    }

    private WaveDumpLoss loss(LostEvents.Event event, OptionalLong at, OptionalLong until) {
        return new WaveDumpLoss(cursors[event.part()].path(), event.damage(), any ? time : 0, at, until);
    }
}
