package dev.sluice.internal.ring;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// One place of the ring: the chunks that came in, the chunk of every step, and how it went.
///
/// The interval `[start, end)` is what the slot computes; what came in may be wider, where a plugin asked for a
/// halo.
public final class Slot implements SourceOutput {
    /// The [#turn()] of a slot that is computed whenever a worker has time.
    public static final long ANY_TURN = -1;

    private final StagePlan plan;
    private final SlotBuffer[] buffers;
    // Beside the buffers, whose cache lines the feed writes: a reader finds its way to a chunk without them.
    private final ChunkWindow[] windows;
    private final int inputs;
    private long number;
    private long start;
    private long end;
    private long segment;
    private long part;
    private long turn = ANY_TURN;
    private long preceding;
    private long ownRecords;
    private volatile boolean waiting;
    private boolean published;
    private boolean last;
    private Throwable failure;
    private Loan loan;
    private long borrowedTo;

    public Slot(StagePlan plan, ChunkPool pool) {
        this.plan = plan;
        this.inputs = plan.inputCount();
        this.buffers = new SlotBuffer[plan.outputs()];
        this.windows = new ChunkWindow[plan.outputs()];
        for (int output = 0; output < buffers.length; output++) {
            buffers[output] = new SlotBuffer(
                    pool, plan.type(output), plan.dataType(output) + " in run " + plan.runId(), plan.contents(output));
            windows[output] = buffers[output].window();
        }
    }

    /// Makes the slot ready for chunk `number`: empty, and in no trouble. The worker opens what it computes: its cache
    /// lines stay with that core.
    public void open(long number) {
        this.number = number;
        segment = 0;
        part = 0;
        turn = ANY_TURN;
        published = false;
        last = false;
        failure = null;
        for (int input = 0; input < inputs; input++) {
            buffers[input].open();
            windows[input].open();
        }
    }

    public SlotBuffer buffer(int output) {
        return buffers[output];
    }

    public ChunkWindow window(int output) {
        return windows[output];
    }

    public long number() {
        return number;
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    public long segment() {
        return segment;
    }

    /// Names the interval that is to be computed, and the segment of the run in which it lies.
    public void cover(long from, long to, long inSegment) {
        start = from;
        end = to;
        segment = inSegment;
    }

    /// Names the part of the run between two silences to which the slot belongs, the turn in which it is computed, and
    /// its own records of the first input: how many there are, and how many come before them in the run.
    public void partOf(long ofRun, long inTurn, long before, long own) {
        part = ofRun;
        turn = inTurn;
        preceding = before;
        ownRecords = own;
    }

    /// The number of the part of the run, from 0.
    public long part() {
        return part;
    }

    /// Which of the slots that are computed in order it is, from 0; [#ANY_TURN] if it is a whole part.
    public long turn() {
        return turn;
    }

    /// How many records of the first input come before its own.
    public long preceding() {
        return preceding;
    }

    /// Whether its worker waits for those of the slots before.
    public boolean isWaiting() {
        return waiting;
    }

    /// Notes whether it does.
    public void waiting(boolean now) {
        waiting = now;
    }

    /// How many records of the first input start in its interval.
    public long ownRecords() {
        return ownRecords;
    }

    /// Notes that the slot shows borrowed memory, which goes back up to `upTo` when the slot is retired.
    public void borrow(Loan lent, long upTo) {
        loan = lent;
        borrowedTo = upTo;
    }

    public boolean isPublished() {
        return published;
    }

    public boolean isLast() {
        return last;
    }

    public void markLast() {
        last = true;
    }

    public Throwable failure() {
        return failure;
    }

    public void fail(Throwable cause) {
        failure = cause;
    }

    /// Makes every chunk of the slot an empty one whose interval is lost.
    public void skip(Loss loss) {
        List<Loss> before = List.copyOf(window(0).chunk().losses());
        for (int output = 0; output < buffers.length; output++) {
            empty(output);
            for (int i = 0; i < before.size(); i++) {
                window(output).addLoss(before.get(i));
            }
            window(output).addLoss(loss);
        }
    }

    /// Makes one chunk of the slot an empty one over its interval.
    public void empty(int output) {
        buffers[output].parts().clear();
        window(output).window().rebind(MemorySegment.NULL, 0, 0);
        window(output).set(number, start, end, plan.runId(), plan.dataType(output));
        window(output).reach(end);
    }

    @Override
    public Records records(long capacity) {
        return buffers[0].room(capacity);
    }

    @Override
    public void lend(MemorySegment memory, long byteOffset, long count) {
        buffers[0].lend(memory, byteOffset, count);
    }

    @Override
    public void publish(long count, long from, long to) {
        buffers[0].window().window().count(count);
        window(0).set(number, from, to, plan.runId(), plan.dataType(0));
        cover(from, to, 0);
        published = true;
    }

    @Override
    public void firstIndex(long index) {
        window(0).firstIndex(index);
    }

    @Override
    public void lost(Loss loss) {
        if (!published) {
            throw new IllegalStateException("a loss is marked on a chunk that is not published yet; publish it first");
        }
        window(0).addLoss(loss);
    }

    /// The chunk of the first input.
    Chunk input() {
        return window(0).chunk();
    }

    /// Ends the life of the chunks: no thread reads them any more, and what was borrowed goes back.
    void retire() {
        for (SlotBuffer buffer : buffers) {
            buffer.retire();
        }
        if (loan != null) {
            Loan owed = loan;
            loan = null;
            owed.giveBack(borrowedTo);
        }
    }

    void release() {
        Failures failures = new Failures();
        for (SlotBuffer buffer : buffers) {
            failures.attempt(buffer::release);
        }
        failures.throwFirst();
    }
}
