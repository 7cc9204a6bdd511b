package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.Demand;
import dev.sluice.stream.Outlet;
import java.util.ArrayList;
import java.util.List;

/// How much of a run every stage must compute, so that a range of time of the targets is what it is in the whole run: a
/// plugin with a halo needs more on either side, one that remembers needs all from the start.
final class WantedRanges {
    private final List<TimeRange> wanted = new ArrayList<>();

    WantedRanges(List<StageDraft> stages, List<Outlet> targets, TimeRange range) {
        stages.forEach(stage -> wanted.add(null));
        targets.forEach(target -> widen(target.stage(), range));
        for (int i = stages.size() - 1; i >= 0; i--) {
            StageDraft stage = stages.get(i);
            if (wanted.get(i) != null) {
                TimeRange needed = needed(stage.demand(), stage.chunksMatter(), wanted.get(i));
                stage.inputs().forEach(input -> widen(input.stage(), needed));
            }
        }
    }

    /// The range of each stage.
    List<TimeRange> ofStages() {
        return wanted.stream()
                .map(range -> range == null ? TimeRange.UNBOUNDED : range)
                .toList();
    }

    private void widen(int stage, TimeRange range) {
        TimeRange before = wanted.get(stage);
        wanted.set(stage, before == null ? range : hull(before, range));
    }

    /// The range from the earlier start to the later end.
    static TimeRange hull(TimeRange one, TimeRange other) {
        return new TimeRange(Math.min(one.start(), other.start()), Math.max(one.end(), other.end()));
    }

    /// What a plugin with that demand needs of its inputs to compute `range`; `chunksMatter` if chunks must have the
    /// same bounds for every range.
    static TimeRange needed(Demand demand, boolean chunksMatter, TimeRange range) {
        if (demand.whole()) {
            return TimeRange.UNBOUNDED;
        }
        boolean remembers = demand.stateful() || chunksMatter;
        long start = remembers || range.start() < Long.MIN_VALUE + demand.haloLeft()
                ? Long.MIN_VALUE
                : range.start() - demand.haloLeft();
        // How far records reach that others are to lie in, and where a number of records is full, is known only when
        // they are computed.
        long end = demand.covering() || chunksMatter || range.end() > Long.MAX_VALUE - demand.haloRight()
                ? Long.MAX_VALUE
                : range.end() + demand.haloRight();
        return new TimeRange(start, end);
    }
}
