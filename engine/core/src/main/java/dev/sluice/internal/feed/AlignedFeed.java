package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.plugin.Requirements;
import dev.sluice.record.Records;
import java.util.List;

/// Aligns outputs of other stages in time, in a single pass: every slot gets the records of each input that start in
/// one interval, and those around it where a plugin asked for a halo.
///
/// An interval ends where the chunk of an input does, so that intervals do not depend on which is fast. What came
/// early is copied and waits here. No threads wait for each other in a circle: while one input is awaited, chunks of
/// another are taken in whenever its stage has no room left and this reader is the one that keeps it so. What is
/// held is thereby bounded by the rings on the way and by the halo, and by the budget in any case.
public final class AlignedFeed implements Feed {
    private final StagePlan plan;
    private final Requirements demand;
    private final RingReader[] cursors;
    private final RecordQueue[] queues;
    private final WaitPoint waiter;
    private final StageState state;
    private final BreakScan breaks;
    private boolean begun;
    private boolean emitted;
    private long cursorTime;
    private long number;

    public AlignedFeed(StagePlan plan, RingReader[] cursors, WaitPoint waiter, ChunkPool pool, StageState state) {
        this.plan = plan;
        this.demand = plan.demand();
        this.cursors = cursors;
        this.waiter = waiter;
        this.state = state;
        this.queues = new RecordQueue[cursors.length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new RecordQueue(
                    plan.type(i), pool, plan.dataType(i) + " in front of " + plan.name() + " in run " + plan.runId());
        }
        this.breaks = demand.hasBreaks() ? new BreakScan(plan.type(0), demand.breakGap()) : null;
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        if (!begun) {
            begin();
        }
        if (isDone()) {
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

    private void begin() throws InterruptedException {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < queues.length; i++) {
            while (!queues[i].isStarted() && !queues[i].isEnded()) {
                fetch(i);
            }
            if (queues[i].isStarted()) {
                first = Math.min(first, queues[i].start());
            }
        }
        cursorTime = first;
        begun = true;
    }

    /// Whether all inputs have ended and are used up. A run without any duration still gives its one empty chunk.
    private boolean isDone() throws InterruptedException {
        boolean any = false;
        for (int i = 0; i < queues.length && demand.whole(); i++) {
            fetchAll(i);
        }
        for (int i = 0; i < queues.length; i++) {
            any |= queues[i].isStarted();
            while (!queues[i].isEnded() && queues[i].reached() <= cursorTime && emitted) {
                fetch(i);
            }
            if (!queues[i].isEnded() || queues[i].isStarted() && queues[i].reached() > cursorTime) {
                return false;
            }
        }
        return !any || emitted;
    }

    private void fetchAll(int input) throws InterruptedException {
        while (!queues[input].isEnded()) {
            fetch(input);
        }
    }

    private long nextCut() throws InterruptedException {
        long cut;
        if (demand.whole()) {
            cut = latestReached();
        } else {
            cut = demand.chunkRecords() > 0 ? cutByCount() : nextEnd();
            cut = closed(cut);
        }
        return breaks == null ? cut : beforeBreak(cut);
    }

    private long latestReached() {
        long latest = cursorTime;
        for (RecordQueue queue : queues) {
            latest = queue.isStarted() ? Math.max(latest, queue.reached()) : latest;
        }
        return latest;
    }

    /// The first end of a chunk of any input.
    private long nextEnd() throws InterruptedException {
        long end = Long.MAX_VALUE;
        for (int i = 0; i < queues.length; i++) {
            while (queues[i].endBehind(cursorTime) == Long.MAX_VALUE && !queues[i].isEnded()) {
                fetch(i);
            }
            end = Math.min(end, queues[i].endBehind(cursorTime));
        }
        return end == Long.MAX_VALUE ? latestReached() : end;
    }

    /// Where as many records of the first input as were asked for have started; records that start at the same time
    /// stay together.
    private long cutByCount() throws InterruptedException {
        RecordQueue queue = queues[0];
        while (true) {
            long index = queue.firstAtOrAfter(cursorTime) + demand.chunkRecords();
            Records records = queue.records();
            for (; index < records.count(); index++) {
                long time = queue.times().start(records, index);
                if (index > 0 && time > queue.times().start(records, index - 1) && time > cursorTime) {
                    return time;
                }
            }
            if (queue.isEnded()) {
                for (int i = 1; i < queues.length; i++) {
                    fetchAll(i);
                }
                return latestReached();
            }
            fetch(0);
        }
    }

    /// Moves the cut after all records of disjoint types that are open there: they promise to end within their
    /// chunk.
    private long closed(long cut) throws InterruptedException {
        long wanted = cut;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < queues.length; i++) {
                if (!plan.type(i).isDisjoint()) {
                    continue;
                }
                fetchTo(i, wanted);
                long latest = latestEnd(queues[i], cursorTime, wanted);
                if (latest > wanted) {
                    wanted = latest;
                    moved = true;
                }
            }
        }
        return wanted;
    }

    private static long latestEnd(RecordQueue queue, long from, long to) {
        Records records = queue.records();
        long beyond = queue.firstAtOrAfter(to);
        long latest = to;
        for (long i = queue.firstAtOrAfter(from); i < beyond; i++) {
            latest = Math.max(latest, queue.times().end(records, i));
        }
        return latest;
    }

    private long beforeBreak(long cut) throws InterruptedException {
        fetchTo(0, cut);
        RecordQueue queue = queues[0];
        long from = queue.firstAtOrAfter(cursorTime);
        long to = queue.firstAtOrAfter(cut);
        long end = breaks.segmentEnd(queue.records(), from, to);
        return end == to ? cut : queue.times().start(queue.records(), end);
    }

    /// Waits until every input has come as far as its records are shown for this interval.
    private void fetchAround(long cut) throws InterruptedException {
        fetchTo(0, plus(cut, demand.haloRight()));
        long other = plus(covered(cut), demand.haloRight());
        for (int i = 1; i < queues.length; i++) {
            fetchTo(i, other);
        }
    }

    private long covered(long cut) {
        return demand.covering() ? latestEnd(queues[0], cursorTime, cut) : cut;
    }

    private void fetchTo(int input, long time) throws InterruptedException {
        while (!queues[input].isEnded() && (!queues[input].isStarted() || queues[input].reached() < time)) {
            fetch(input);
        }
    }

    private static long plus(long time, long length) {
        return time > Long.MAX_VALUE - length ? Long.MAX_VALUE : time + length;
    }

    private static long minus(long time, long length) {
        return time < Long.MIN_VALUE + length ? Long.MIN_VALUE : time - length;
    }

    private void fetch(int input) throws InterruptedException {
        await(input);
        takeIn(input);
    }

    private void takeIn(int input) throws InterruptedException {
        RingReader cursor = cursors[input];
        if (!cursor.hasNext()) {
            queues[input].end();
            return;
        }
        queues[input].append(cursor.take());
        cursor.handBack(cursor.finished());
    }

    private void await(int input) throws InterruptedException {
        if (cursors[input].isReady()) {
            return;
        }
        waiter.begin();
        try {
            while (!cursors[input].isReady()) {
                cursors[input].requireRunning();
                if (state.isAbandoned()) {
                    throw new IllegalStateException("no reader is left of " + plan.name());
                }
                waiter.parking().step(Parking.Point.UNALIGNED);
                if (!relieve(input)) {
                    waiter.pauseForAny();
                    wakeFeeds();
                }
            }
        } finally {
            waiter.end();
        }
    }

    /// Of all inputs: what is awaited may come of the same source as another, whose ring has to be full before it is
    /// relieved.
    private void wakeFeeds() {
        for (RingReader cursor : cursors) {
            cursor.wakeFeed();
        }
    }

    /// Takes in what another input has ready where that input's stage is full because of this reader.
    private boolean relieve(int awaited) throws InterruptedException {
        boolean any = false;
        for (int i = 0; i < cursors.length; i++) {
            if (i != awaited && !queues[i].isEnded() && cursors[i].isReady() && cursors[i].isHolding()) {
                takeIn(i);
                any = true;
            }
        }
        return any;
    }

    private void fill(Slot slot, long cut) {
        slot.open(number);
        long left = minus(cursorTime, demand.haloLeft());
        long covered = covered(cut);
        for (int i = 0; i < queues.length; i++) {
            show(slot, i, left, plus(i == 0 ? cut : covered, demand.haloRight()), cut);
        }
        slot.cover(cursorTime, cut, breaks == null ? 0 : breaks.segment());
        for (RecordQueue queue : queues) {
            queue.dropBefore(minus(cut, demand.haloLeft()));
        }
    }

    private void show(Slot slot, int input, long left, long right, long cut) {
        RecordQueue queue = queues[input];
        long from = queue.firstAtOrAfter(left);
        long to = queue.firstAtOrAfter(right);
        Records copy = slot.buffer(input).room(to - from);
        copy.copyFrom(0, queue.records(), from, to - from);
        ChunkWindow window = slot.window(input);
        long start = queue.isStarted() ? Math.max(left, Math.min(queue.start(), cursorTime)) : cursorTime;
        long end = queue.isStarted() ? Math.min(right, Math.max(queue.reached(), cut)) : cut;
        window.set(number, start, end, plan.runId(), plan.dataType(input));
        if (queue.firstIndex() != Chunk.UNNUMBERED) {
            window.firstIndex(queue.firstIndex() + from);
        }
        window.addLosses(queue.takeLosses(cut));
    }

    @Override
    public void leave() {
        for (RingReader cursor : cursors) {
            cursor.leave(-1);
        }
    }

    @Override
    public List<RingReader> cursors() {
        return List.of(cursors);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() {
        Failures failures = new Failures();
        for (RecordQueue queue : queues) {
            failures.attempt(queue::close);
        }
        failures.throwFirst();
    }
}
