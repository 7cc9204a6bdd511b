package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Filler;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import dev.sluice.record.Records;
import java.util.List;

/// Shows the chunks of one output of another stage without copying them: that stage gets a slot back when the last
/// slot that shows its memory is done. Chunks are cut where a segment of the run ends.
public final class LendingFeed implements Feed {
    private final RingReader cursor;
    private final StagePlan plan;
    private final BreakScan breaks;
    private final ShownParts shown;
    private Chunk chunk;
    private long from;
    private long start;
    private boolean first;
    private long number;
    private long lentTo = -1;

    public LendingFeed(StagePlan plan, RingReader cursor) {
        this.plan = plan;
        this.cursor = cursor;
        this.breaks = plan.demand().hasBreaks()
                ? new BreakScan(plan.type(0), plan.demand().breakGap())
                : null;
        this.shown = new ShownParts(cursor);
    }

    /// Not this object itself, whose cache lines the feeding thread writes while a reader looks.
    @Override
    public Filler filler() {
        return new Lender(cursor);
    }

    private record Lender(RingReader lends) implements Filler {
        @Override
        public boolean isHolding() {
            return lends.isHolding();
        }

        @Override
        public boolean isRoomy() {
            return lends.isRoomy();
        }
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        if (chunk == null) {
            if (!cursor.hasNext()) {
                slot.open(number);
                slot.markLast();
                return false;
            }
            chunk = cursor.take();
            from = 0;
            start = chunk.start();
            first = true;
        }
        show(slot);
        number++;
        return true;
    }

    private void show(Slot slot) {
        Records records = chunk.records();
        long to = breaks == null ? chunk.length() : breaks.segmentEnd(records, from, chunk.length());
        boolean whole = to == chunk.length();
        long end = whole ? chunk.end() : chunk.type().times().start(records, to);
        slot.open(number);
        slot.buffer(0).guardAlso(cursor.guard());
        slot.buffer(0).lendPart(chunk, from, to, start, end, first, whole);
        slot.window(0).name(number, plan.dataType(0));
        first = false;
        slot.cover(start, end, breaks == null ? 0 : breaks.segment());
        lentTo = whole ? cursor.finished() : cursor.sequence() - 1;
        slot.borrow(shown, lentTo);
        from = to;
        start = end;
        if (whole) {
            chunk = null;
        }
    }

    @Override
    public void leave() {
        // What is lent goes back with the slots that show it.
        if (chunk == null || from == 0) {
            cursor.leave(lentTo);
        } else {
            shown.leaveInside(number, cursor.finished());
        }
    }

    @Override
    public List<RingReader> cursors() {
        return List.of(cursor);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() {
        // What is shown belongs to the other stage.
    }
}
