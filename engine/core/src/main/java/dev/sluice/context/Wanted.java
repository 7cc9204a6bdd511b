package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.Requirements;

/// What is wanted of a type of data: the records that start in `range`, and where `reaching` is set those too that
/// start before it and end inside. Immutable.
record Wanted(TimeRange range, boolean reaching) {
    /// What serves both.
    Wanted and(Wanted other) {
        return new Wanted(hull(range, other.range), reaching || other.reaching);
    }

    /// The same, with what reaches in if `more`.
    Wanted reachingIf(boolean more) {
        return more == reaching || !more ? this : new Wanted(range, true);
    }

    /// The range from the earlier start to the later end.
    static TimeRange hull(TimeRange one, TimeRange other) {
        return new TimeRange(Math.min(one.start(), other.start()), Math.max(one.end(), other.end()));
    }

    /// What a plugin with that demand needs of its inputs to compute this.
    ///
    /// A halo says from how far records come. Of all other plugins each record lies within one of an input,
    /// or starts with it.
    ///
    /// @param chunksMatter if chunks must have the same bounds for every range
    /// @param moves        if its records may start after those that they lie in
    Wanted needed(Requirements demand, boolean chunksMatter, boolean moves) {
        if (demand.whole()) {
            return new Wanted(TimeRange.UNBOUNDED, false);
        }
        // How far back the records begin of which one ends in the range, is not known of what a halo makes.
        boolean fromStart = demand.stateful() || chunksMatter || demand.hasHalo() && reaching;
        long start = fromStart || range.start() < Long.MIN_VALUE + demand.haloLeft()
                ? Long.MIN_VALUE
                : range.start() - demand.haloLeft();
        // How far records reach that others are to lie in, and where a number of records is full, is known only when
        // they are computed.
        long end = demand.covering() || chunksMatter || range.end() > Long.MAX_VALUE - demand.haloRight()
                ? Long.MAX_VALUE
                : range.end() + demand.haloRight();
        return new Wanted(new TimeRange(start, end), !fromStart && !demand.hasHalo() && (moves || reaching));
    }
}
