package dev.sluice.formats.wavedump.time;

import java.util.OptionalLong;

/// The clock of a board: turns the tags that are believed into time, one after the other. One thread at a time; no
/// allocation per event.
///
/// After a restart of the run, time goes on from the last tag and the gap that was given.
final class TagClock {
    private final TagUnwrapper unwrapper;
    private final TagTime clock;
    private final long gapTicks;
    private long base;
    private long now;

    TagClock(TagUnwrapper unwrapper, TagTime clock, RestartRule restart) {
        this.unwrapper = unwrapper;
        this.clock = clock;
        this.gapTicks = (long) Math.ceil(restart.gapNs() / clock.clockNs());
    }

    /// The ticks of the next tag that is believed; a smaller one than the last is a roll-over.
    long next(long tag) {
        now = base + unwrapper.unwrap(tag);
        return now;
    }

    /// The first tag after a restart.
    long restart(long tag) {
        unwrapper.reset();
        base = now + gapTicks - unwrapper.counted(tag);
        return next(tag);
    }

    /// The last result.
    long now() {
        return now;
    }

    /// A tick in ns since the tag counter's reset.
    long time(long ticks) {
        return clock.ns(ticks);
    }

    TagUnwrapper unwrapper() {
        return unwrapper;
    }

    /// Ticks from one tag to the next, with one roll-over at most.
    long ticks(long before, long after) {
        long from = unwrapper.counted(before);
        long to = unwrapper.counted(after);
        return to >= from ? to - from : to - from + unwrapper.range(from, to);
    }

    /// The time of `ticks`, if that lies where only one turn of the clock has room; empty if not.
    OptionalLong between(long first, long ticks, long last) {
        boolean known =
                ticks >= 0 && ticks >= first && ticks <= last && (first == Long.MIN_VALUE || last - first < 1L << 30);
        return known ? OptionalLong.of(time(ticks)) : OptionalLong.empty();
    }
}
