package dev.sluice.internal.feed;

import static dev.sluice.internal.feed.AlignedInputs.minus;
import static dev.sluice.internal.feed.AlignedInputs.plus;

import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import dev.sluice.plugin.Requirements;
import dev.sluice.stream.SilencePolicy;
import java.util.List;

/// Cuts outputs of other stages at silences of the first of them: what lies between two of them is a part, which any
/// worker computes without a halo and without what was before.
///
/// A part is about a chunk of the first input: it ends at the last silence in that, or in the next one. Where there is
/// none, the stage goes on in order, chunk by chunk with the halo that is asked for, up to the first silence that
/// comes. Where it cuts depends on the chunks of the first input only, not on which input is fast.
public final class SilentFeed implements Feed {
    /// Chunks in which a silence is looked for.
    private static final int PATIENCE = 2;

    private final StagePlan plan;
    private final Requirements demand;
    private final AlignedInputs inputs;
    private final SilencePolicy policy;
    private SilenceScan scan;
    private boolean emitted;
    private boolean open;
    private long looked;
    private long cursorTime;
    private long number;
    private long part;
    private long turns;

    public SilentFeed(StagePlan plan, AlignedInputs inputs, SilencePolicy policy) {
        this.plan = plan;
        this.demand = plan.demand();
        this.inputs = inputs;
        this.policy = policy;
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        if (scan == null) {
            cursorTime = inputs.begin();
            looked = cursorTime;
            scan = new SilenceScan(plan.type(0), demand.silence(), cursorTime);
        }
        if (inputs.isUsedUp(cursorTime, emitted)) {
            slot.open(number);
            slot.markLast();
            return false;
        }
        long cut = silence();
        boolean closed = cut != SilenceScan.NONE;
        fill(slot, closed ? cut : looked, closed);
        return true;
    }

    /// Where the part ends that is begun; none if it goes on at what is looked at.
    private long silence() throws InterruptedException {
        for (int chunks = 0; ; chunks++) {
            long silence = open ? scan.first() : scan.last();
            if (silence != SilenceScan.NONE) {
                return silence;
            }
            if (chunks == patience()) {
                return SilenceScan.NONE;
            }
            long end = nextEnd();
            if (end == AlignedInputs.NEVER) {
                return endOfRun();
            }
            looked = end;
            if (policy != SilencePolicy.IGNORE) {
                scan.look(inputs.queue(0), looked, cursorTime);
            }
        }
    }

    private int patience() {
        return policy == SilencePolicy.AWAIT
                ? Integer.MAX_VALUE
                : open || policy == SilencePolicy.IGNORE ? 1 : PATIENCE;
    }

    private long nextEnd() throws InterruptedException {
        return demand.chunkRecords() > 0
                ? inputs.cutByCount(looked, demand.chunkRecords())
                : inputs.endAfter(0, looked);
    }

    /// The first input has ended: what is left of it is a part, and so is what the others have after it.
    private long endOfRun() throws InterruptedException {
        RecordQueue first = inputs.queue(0);
        boolean left = first.isStarted() && first.reached() > cursorTime;
        for (int i = 1; i < inputs.count(); i++) {
            inputs.fetchTo(i, plus(left ? first.reached() : cursorTime, 1));
        }
        looked = left ? first.reached() : Math.min(inputs.endAfter(cursorTime), inputs.latestReached(cursorTime));
        return looked;
    }

    private void fill(Slot slot, long cut, boolean closed) throws InterruptedException {
        boolean whole = closed && !open;
        long left = minus(cursorTime, demand.haloLeft());
        long right = closed ? cut : plus(cut, demand.haloRight());
        inputs.fetchTo(0, right);
        long covered =
                closed || !demand.covering() ? right : plus(inputs.latestEnd(0, cursorTime, cut), demand.haloRight());
        for (int i = 1; i < inputs.count(); i++) {
            inputs.fetchTo(i, covered);
        }
        RecordQueue first = inputs.queue(0);
        long own = first.firstAtOrAfter(cursorTime);
        slot.open(number);
        slot.partOf(part, whole ? Slot.ANY_TURN : turns, first.dropped() + own, first.firstAtOrAfter(cut) - own);
        for (int i = 0; i < inputs.count(); i++) {
            inputs.show(
                    slot, i, number, i == 0 && whole ? cursorTime : left, i == 0 ? right : covered, cursorTime, cut);
        }
        slot.cover(cursorTime, cut, 0);
        inputs.dropBefore(minus(cut, demand.haloLeft()));
        scan.pass(cut);
        turns += whole ? 0 : 1;
        part += closed ? 1 : 0;
        open = !closed;
        emitted = true;
        cursorTime = cut;
        number++;
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
