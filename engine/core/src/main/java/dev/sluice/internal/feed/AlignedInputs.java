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
import dev.sluice.record.Records;
import java.util.List;

/// Outputs of other stages that one stage reads together, in a single pass: what came early is copied and waits here.
/// Used by the feeding thread of the stage.
///
/// No threads wait for each other in a circle: while one input is awaited, chunks of another are taken in whenever its
/// stage has no room left and this reader is the one that keeps it so. What is held is thereby bounded by the rings on
/// the way and by what the feed asks for, and by the budget in any case.
public final class AlignedInputs {
    /// There is no such time.
    static final long NEVER = Long.MAX_VALUE;

    private final StagePlan plan;
    private final RingReader[] cursors;
    private final RecordQueue[] queues;
    private final WaitPoint waiter;
    private final StageState state;

    public AlignedInputs(StagePlan plan, RingReader[] cursors, WaitPoint waiter, ChunkPool pool, StageState state) {
        this.plan = plan;
        this.cursors = cursors;
        this.waiter = waiter;
        this.state = state;
        this.queues = new RecordQueue[cursors.length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new RecordQueue(
                    plan.type(i), pool, plan.dataType(i) + " in front of " + plan.name() + " in run " + plan.runId());
        }
    }

    int count() {
        return queues.length;
    }

    /// What is held of an input.
    RecordQueue queue(int input) {
        return queues[input];
    }

    /// Waits until each input has begun or ended; the first instant of all of them.
    long begin() throws InterruptedException {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < queues.length; i++) {
            while (!queues[i].isStarted() && !queues[i].isEnded()) {
                fetch(i);
            }
            if (queues[i].isStarted()) {
                first = Math.min(first, queues[i].start());
            }
        }
        return first;
    }

    /// Whether all inputs have ended and nothing of them lies at `time` or later; before anything was `emitted`, only
    /// where none has begun. A run without any duration still gives its one empty chunk.
    boolean isUsedUp(long time, boolean emitted) throws InterruptedException {
        boolean any = false;
        for (int i = 0; i < queues.length; i++) {
            any |= queues[i].isStarted();
            while (!queues[i].isEnded() && queues[i].reached() <= time && emitted) {
                fetch(i);
            }
            if (!queues[i].isEnded() || queues[i].isStarted() && queues[i].reached() > time) {
                return false;
            }
        }
        return !any || emitted;
    }

    /// The end of what came of all inputs, `time` at least.
    long latestReached(long time) {
        long latest = time;
        for (RecordQueue queue : queues) {
            latest = queue.isStarted() ? Math.max(latest, queue.reached()) : latest;
        }
        return latest;
    }

    /// The first end of a chunk of any input after `time`; [#NEVER] if there is none.
    long endAfter(long time) throws InterruptedException {
        long end = NEVER;
        for (int i = 0; i < queues.length; i++) {
            end = Math.min(end, endAfter(i, time));
        }
        return end;
    }

    /// The same of one input.
    long endAfter(int input, long time) throws InterruptedException {
        while (queues[input].endBehind(time) == NEVER && !queues[input].isEnded()) {
            fetch(input);
        }
        return queues[input].endBehind(time);
    }

    /// Where `wanted` records of the first input have started from `time` on; records that start at the same time stay
    /// together. [#NEVER] if the input ends before.
    long cutByCount(long time, long wanted) throws InterruptedException {
        RecordQueue queue = queues[0];
        while (true) {
            long index = queue.firstAtOrAfter(time) + wanted;
            Records records = queue.records();
            for (; index < records.count(); index++) {
                long start = queue.times().start(records, index);
                if (index > 0 && start > queue.times().start(records, index - 1) && start > time) {
                    return start;
                }
            }
            if (queue.isEnded()) {
                return NEVER;
            }
            fetch(0);
        }
    }

    /// The end of the record that ends last of those of an input that start in `[from, to)`; `to` at least.
    long latestEnd(int input, long from, long to) {
        RecordQueue queue = queues[input];
        Records records = queue.records();
        long beyond = queue.firstAtOrAfter(to);
        long latest = to;
        for (long i = queue.firstAtOrAfter(from); i < beyond; i++) {
            latest = Math.max(latest, queue.times().end(records, i));
        }
        return latest;
    }

    void fetchAll(int input) throws InterruptedException {
        while (!queues[input].isEnded()) {
            fetch(input);
        }
    }

    /// Waits until an input has come as far as `time`, or ended.
    void fetchTo(int input, long time) throws InterruptedException {
        while (!queues[input].isEnded() && (!queues[input].isStarted() || queues[input].reached() < time)) {
            fetch(input);
        }
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

    /// Shows a copy of the records of an input that start in `[left, right)` in chunk `number`, which is to be computed
    /// over `[from, cut)`, with what was lost before `cut`.
    void show(Slot slot, int input, long number, long left, long right, long from, long cut) {
        RecordQueue queue = queues[input];
        long first = queue.firstAtOrAfter(left);
        long beyond = queue.firstAtOrAfter(right);
        Records copy = slot.buffer(input).room(beyond - first);
        copy.copyFrom(0, queue.records(), first, beyond - first);
        ChunkWindow window = slot.window(input);
        long start = queue.isStarted() ? Math.max(left, Math.min(queue.start(), from)) : from;
        long end = queue.isStarted() ? Math.min(right, Math.max(queue.reached(), cut)) : cut;
        window.set(number, start, end, plan.runId(), plan.dataType(input));
        if (queue.firstIndex() != Chunk.UNNUMBERED) {
            window.firstIndex(queue.firstIndex() + first);
        }
        window.addLosses(queue.takeLosses(cut));
    }

    /// Forgets the records that start before `time`.
    void dropBefore(long time) {
        for (RecordQueue queue : queues) {
            queue.dropBefore(time);
        }
    }

    /// Nothing more is read.
    void leave() {
        for (RingReader cursor : cursors) {
            cursor.leave(-1);
        }
    }

    /// Where the inputs are read.
    List<RingReader> cursors() {
        return List.of(cursors);
    }

    void close() {
        Failures failures = new Failures();
        for (RecordQueue queue : queues) {
            failures.attempt(queue::close);
        }
        failures.throwFirst();
    }

    /// `time + length`, or the greatest int64.
    static long plus(long time, long length) {
        return time > Long.MAX_VALUE - length ? Long.MAX_VALUE : time + length;
    }

    /// `time - length`, or the least int64.
    static long minus(long time, long length) {
        return time < Long.MIN_VALUE + length ? Long.MIN_VALUE : time - length;
    }
}
