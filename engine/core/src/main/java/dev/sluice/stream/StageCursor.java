package dev.sluice.stream;

import com.lmax.disruptor.Sequence;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.record.RecordType;

/// One reader's place in one output of a stage: it takes the chunks in order and gives the slots back.
///
/// Read by one thread; slots may be given back by another. The stage keeps a slot until all its cursors have given
/// it back.
final class StageCursor implements Loan {
    private static final long NEVER = Long.MAX_VALUE;

    private final Stage stage;
    private final int output;
    private final Waiter waiter;
    private final Sequence returned = new Sequence();
    private long leavingAfter = NEVER;
    private StageState reading;
    private long sequence = -1;
    private int part;
    private int parts;
    private Slot slot;
    private Slot ahead;
    private ChunkWindow view;
    private long number;

    StageCursor(Stage stage, int output, Waiter waiter) {
        this.stage = stage;
        this.output = output;
        this.waiter = waiter;
    }

    /// Names the stage that is fed through this cursor; before any thread starts.
    StageCursor readBy(StageState state) {
        reading = state;
        return this;
    }

    Stage stage() {
        return stage;
    }

    int output() {
        return output;
    }

    /// How many chunks were taken.
    long taken() {
        return number;
    }

    RecordType type() {
        return stage.plan().type(output);
    }

    Waiter waiter() {
        return waiter;
    }

    /// The last slot that was taken from.
    long sequence() {
        return sequence;
    }

    /// The slot up to which all are given back, as the stage may see it: the greatest int64 if none is awaited.
    long returned() {
        return returned.get();
    }

    /// Whether another chunk, the end or a failure can be taken without waiting.
    boolean isReady() {
        return hasPart() || ahead != null || stage.isComputed(sequence + 1);
    }

    /// Told by what was there when the slot was taken: a slot that is given back may hold another chunk by now.
    private boolean hasPart() {
        return part + 1 < parts;
    }

    /// Whether the stage is further than this cursor; for the watchdog, which looks while others run.
    boolean isBehind() {
        return stage.computed() > sequence;
    }

    /// What the chunk that was taken last is guarded by.
    LoanGuard guard() {
        return slot.buffer(output).guard();
    }

    /// Waits for the next chunk and says whether there is one; the current one stays valid.
    ///
    /// @throws PipelineException if what comes next failed
    /// @throws InterruptedException if the calling thread is interrupted
    boolean hasNext() throws InterruptedException {
        if (hasPart()) {
            return true;
        }
        if (ahead == null) {
            Slot next = stage.await(sequence + 1, waiter, reading);
            if (next.failure() != null) {
                throw asFailure(next.failure());
            }
            if (next.isLast()) {
                return false;
            }
            ahead = next;
        }
        return true;
    }

    private static RuntimeException asFailure(Throwable failure) {
        return failure instanceof PipelineException
                ? (PipelineException) failure
                : new IllegalStateException("a stage failed: " + failure, failure);
    }

    /// Takes the next chunk; to be called after [#hasNext()]. It lives until its slot is given back, and where a
    /// slot holds several, until the next one is taken.
    Chunk take() {
        if (hasPart()) {
            part++;
        } else {
            slot = ahead;
            ahead = null;
            sequence++;
            part = 0;
            parts = slot.buffer(output).parts().count();
        }
        return parts == 1 ? whole() : part();
    }

    /// Where the chunk that [#take()] would give starts; to be asked behind [#hasNext()].
    long nextStart() {
        if (hasPart()) {
            return slot.buffer(output).parts().end(part);
        }
        return ahead.window(output).chunk().start();
    }

    /// Where the chunk that [#take()] would give ends; to be asked behind [#hasNext()].
    long nextEnd() {
        Slot from = hasPart() ? slot : ahead;
        int next = hasPart() ? part + 1 : 0;
        Parts parts = from.buffer(output).parts();
        return next == parts.cuts() ? from.window(output).chunk().end() : parts.end(next);
    }

    /// How many records the chunk has that [#take()] would give; to be asked behind [#hasNext()].
    long nextLength() {
        Slot from = hasPart() ? slot : ahead;
        int next = hasPart() ? part + 1 : 0;
        Parts parts = from.buffer(output).parts();
        long before = next == 0 ? 0 : parts.records(next - 1);
        return (next == parts.cuts() ? from.window(output).chunk().length() : parts.records(next)) - before;
    }

    private Chunk whole() {
        number++;
        return slot.window(output).chunk();
    }

    /// One of several chunks of a slot, as a view.
    private Chunk part() {
        Chunk all = slot.window(output).chunk();
        Parts parts = slot.buffer(output).parts();
        boolean last = part == parts.cuts();
        long from = part == 0 ? 0 : parts.records(part - 1);
        long to = last ? all.length() : parts.records(part);
        long start = part == 0 ? all.start() : parts.end(part - 1);
        long end = last ? all.end() : parts.end(part);
        if (view == null) {
            view = new ChunkWindow(all.type());
        }
        view.showPart(all, from, to, start, end, part == 0, last);
        view.name(number++, all.dataType());
        return view.chunk();
    }

    /// The last slot of which nothing is left to take.
    long finished() {
        return hasPart() ? sequence - 1 : sequence;
    }

    /// Whether the stage can be filled for long before it needs the slots that this cursor has not given back yet.
    boolean isRoomy() {
        return stage.isRoomy();
    }

    /// Gives all slots up to `upTo` back to the stage.
    @Override
    public void giveBack(long upTo) {
        if (upTo > returned.get()) {
            stage.giveBack(this, upTo);
        }
    }

    /// Takes no more chunks: once the slots up to `upTo`, which may be lent on, are given back, the stage need not
    /// wait for this cursor.
    void leave(long upTo) {
        stage.leave(this, upTo);
    }

    /// Whether this cursor keeps its stage from going on.
    boolean isHolding() {
        return stage.isHeldBy(this);
    }

    /// Called under the lock of the stage.
    void returnTo(long upTo) {
        returned.set(upTo >= leavingAfter ? NEVER : upTo);
    }

    /// Called under the lock of the stage.
    void leaveAfter(long upTo) {
        leavingAfter = Math.min(leavingAfter, upTo);
        if (returned.get() >= leavingAfter) {
            returned.set(NEVER);
        }
    }
}
