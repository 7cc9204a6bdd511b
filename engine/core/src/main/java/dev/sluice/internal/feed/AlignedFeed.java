package dev.sluice.internal.feed;

import static dev.sluice.internal.feed.AlignedInputs.minus;
import static dev.sluice.internal.feed.AlignedInputs.plus;

import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import dev.sluice.plugin.Requirements;
import java.util.List;

/// Aligns outputs of other stages in time, in a single pass: every slot gets the records of each input that start in
/// one interval, and those around it where a plugin asked for a halo.
///
/// An interval ends where the chunk of an input does, so that intervals do not depend on which is fast.
public final class AlignedFeed implements Feed {
    private final StagePlan plan;
    private final Requirements demand;
    private final AlignedInputs inputs;
    private final BreakScan breaks;
    private boolean begun;
    private boolean emitted;
    private long cursorTime;
    private long number;

    public AlignedFeed(StagePlan plan, AlignedInputs inputs) {
        this.plan = plan;
        this.demand = plan.demand();
        this.inputs = inputs;
        this.breaks = demand.hasBreaks() ? new BreakScan(plan.type(0), demand.breakGap()) : null;
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        if (!begun) {
            cursorTime = inputs.begin();
            begun = true;
        }
        for (int i = 0; i < inputs.count() && demand.whole(); i++) {
            inputs.fetchAll(i);
        }
        if (inputs.isUsedUp(cursorTime, emitted)) {
            slot.open(number);
            slot.markLast();
            return false;
        }
        long cut = nextCut();
        fetchAround(cut);
        fill(slot, cut);
        emitted = true;
        cursorTime = cut;
        number++;
        return true;
    }

    private long nextCut() throws InterruptedException {
        long cut = demand.whole() ? inputs.latestReached(cursorTime) : closed(nextEnd());
        return breaks == null ? cut : beforeBreak(cut);
    }

    private long nextEnd() throws InterruptedException {
        if (demand.chunkRecords() == 0) {
            long end = inputs.endAfter(cursorTime);
            return end == AlignedInputs.NEVER ? inputs.latestReached(cursorTime) : end;
        }
        long cut = inputs.cutByCount(cursorTime, demand.chunkRecords());
        if (cut != AlignedInputs.NEVER) {
            return cut;
        }
        for (int i = 1; i < inputs.count(); i++) {
            inputs.fetchAll(i);
        }
        return inputs.latestReached(cursorTime);
    }

    /// Moves the cut after all records of disjoint types that are open there: they promise to end within their
    /// chunk.
    private long closed(long cut) throws InterruptedException {
        long wanted = cut;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < inputs.count(); i++) {
                if (!plan.type(i).isDisjoint()) {
                    continue;
                }
                inputs.fetchTo(i, wanted);
                long latest = inputs.latestEnd(i, cursorTime, wanted);
                if (latest > wanted) {
                    wanted = latest;
                    moved = true;
                }
            }
        }
        return wanted;
    }

    private long beforeBreak(long cut) throws InterruptedException {
        inputs.fetchTo(0, cut);
        RecordQueue queue = inputs.queue(0);
        long from = queue.firstAtOrAfter(cursorTime);
        long to = queue.firstAtOrAfter(cut);
        long end = breaks.segmentEnd(queue.records(), from, to);
        return end == to ? cut : queue.times().start(queue.records(), end);
    }

    /// Waits until every input has come as far as its records are shown for this interval.
    private void fetchAround(long cut) throws InterruptedException {
        inputs.fetchTo(0, plus(cut, demand.haloRight()));
        long other = plus(covered(cut), demand.haloRight());
        for (int i = 1; i < inputs.count(); i++) {
            inputs.fetchTo(i, other);
        }
    }

    private long covered(long cut) {
        return demand.covering() ? inputs.latestEnd(0, cursorTime, cut) : cut;
    }

    private void fill(Slot slot, long cut) {
        slot.open(number);
        long left = minus(cursorTime, demand.haloLeft());
        long covered = covered(cut);
        for (int i = 0; i < inputs.count(); i++) {
            inputs.show(slot, i, number, left, plus(i == 0 ? cut : covered, demand.haloRight()), cursorTime, cut);
        }
        slot.cover(cursorTime, cut, breaks == null ? 0 : breaks.segment());
        inputs.dropBefore(minus(cut, demand.haloLeft()));
    }

    @Override
    public void leave() {
        inputs.leave();
    }

    @Override
    public List<RingReader> cursors() {
        return inputs.cursors();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() {
        inputs.close();
    }
}
