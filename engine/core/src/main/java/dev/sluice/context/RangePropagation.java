package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.OutputRef;
import java.util.ArrayList;
import java.util.List;

/// How much of a run every stage must compute, so that a range of time of the targets is what it is in the whole run: a
/// plugin with a halo needs more on either side, one that remembers needs all from the start, and one whose records
/// start later than what they lie in needs what reaches into the range.
///
/// All sources are read over one range, so that what is computed from several of them begins and ends alike.
final class RangePropagation {
    private static final int MOST_ROUNDS = 8;

    private final List<StageDraft> stages;
    private final Wanted[] wanted;
    private final List<TimeRange> ranges = new ArrayList<>();
    private boolean reaching;

    RangePropagation(List<StageDraft> stages, List<OutputRef> targets, TimeRange range) {
        this.stages = stages;
        this.wanted = new Wanted[stages.size()];
        targets.forEach(target -> widen(target.stage(), new Wanted(range, false)));
        for (int i = stages.size() - 1; i >= 0; i--) {
            StageDraft stage = stages.get(i);
            if (wanted[i] != null) {
                Wanted needed = stage.needed(wanted[i]);
                wanted[i] = stage.source() == null ? wanted[i] : needed;
                stage.inputs().forEach(input -> widen(input.stage(), needed));
            }
        }
        read(sources());
    }

    private void widen(int stage, Wanted more) {
        wanted[stage] = wanted[stage] == null ? more : wanted[stage].and(more);
    }

    /// The range of each stage.
    List<TimeRange> ofStages() {
        return ranges;
    }

    /// Before when no record is needed that ends by then; the least int64 if there is no such time.
    List<Long> reachedFrom() {
        List<Integer> sources = sources();
        boolean alone = sources.size() == 1 && reaching;
        List<Long> from = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            from.add(alone && sources.contains(i) ? wanted[i].range().start() : Long.MIN_VALUE);
        }
        return from;
    }

    private List<Integer> sources() {
        List<Integer> sources = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).isRead() && wanted[i] != null) {
                sources.add(i);
            }
        }
        return sources;
    }

    private void read(List<Integer> sources) {
        TimeRange range = null;
        for (int source : sources) {
            TimeRange own = wanted[source].range();
            range = range == null ? own : Wanted.hull(range, own);
            reaching |= wanted[source].reaching();
        }
        TimeRange all = range == null ? TimeRange.UNBOUNDED : around(sources, range);
        for (int i = 0; i < stages.size(); i++) {
            boolean live = stages.get(i).source() != null && !stages.get(i).isRead();
            ranges.add(live && wanted[i] != null ? wanted[i].range() : all);
        }
    }

    /// What reaches into the range of one source may begin in the middle of what another one has.
    private TimeRange around(List<Integer> sources, TimeRange wantedRange) {
        TimeRange range = wantedRange;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            TimeRange before = range;
            for (int source : sources) {
                range = stages.get(source).around(range, reaching);
            }
            if (range.equals(before) || sources.size() == 1) {
                return range;
            }
        }
        return TimeRange.UNBOUNDED;
    }
}
