package dev.sluice.internal.ring;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.record.RecordType;
import dev.sluice.stream.PipelineException;
import java.util.concurrent.atomic.AtomicLong;

/// One reader's place in one output of a stage: it takes the chunks in order and gives the slots back.
///
/// Read by one thread; slots may be given back by another. The stage keeps a slot until all its readers have given
/// it back.
public final class RingReader implements Loan, Watched {
    private static final long NEVER = Long.MAX_VALUE;

    private final RingReaders readers;
    private final int output;
    private final RecordType type;
    private final String dataType;
    private final WaitPoint waiter;
    private final AtomicLong returned = new AtomicLong(-1);
    private long leavingAfter = NEVER;
    private StageState reading;
    private long sequence = -1;
    private int part;
    private int parts;
    private Slot slot;
    private Slot ahead;
    private ChunkWindow view;
    private long number;

    RingReader(RingReaders readers, int output, RecordType type, String dataType, WaitPoint waiter) {
        this.readers = readers;
        this.output = output;
        this.type = type;
        this.dataType = dataType;
        this.waiter = waiter;
    }

    /// Names the stage that is fed through this reader; before any thread starts.
    public RingReader readBy(StageState state) {
        reading = state;
        return this;
    }

    /// What the chunks are called where they are computed.
    @Override
    public String dataType() {
        return dataType;
    }

    public RecordType type() {
        return type;
    }

    public WaitPoint waiter() {
        return waiter;
    }

    /// The last slot that was taken from.
    public long sequence() {
        return sequence;
    }

    /// The slot up to which all are given back, as the stage may see it: the greatest int64 if none is awaited.
    public long returned() {
        return returned.get();
    }

    /// Has `call` run once another chunk, the end or a failure can be taken without waiting; by the thread that reads.
    public void whenReady(Runnable call) {
        if (hasPart() || ahead != null) {
            call.run();
        } else {
            readers.callAt(sequence + 1, waiter, call);
        }
    }

    /// Whether another chunk, the end or a failure can be taken without waiting.
    public boolean isReady() {
        return hasPart() || ahead != null || readers.isComputed(sequence + 1);
    }

    /// By what was there when the slot was taken: a slot that is given back may hold another chunk by now.
    private boolean hasPart() {
        return part + 1 < parts;
    }

    /// Whether the stage is further than this reader; for the watchdog, which looks while others run.
    public boolean isBehind() {
        return readers.computed() > sequence;
    }

    /// The last slot up to which all are computed.
    public long computed() {
        return readers.computed();
    }

    private boolean isComputing() {
        return readers.isComputedByReader();
    }

    /// @throws InterruptedException if the calling thread is interrupted
    /// @throws IllegalStateException if the pipeline is closed, or a thread died of something that no slot carries
    public void requireRunning() throws InterruptedException {
        readers.requireRunning();
    }

    /// Calls the feed of the stage, which may wait until half of its ring is empty, as [RingReaders#wakeFeed] does.
    public void wakeFeed() {
        readers.wakeFeed();
    }

    /// Whether chunks that are not taken hold up no stage before.
    public boolean isAbsorbed() {
        return readers.isAbsorbing();
    }

    /// What the chunk that was taken last is guarded by.
    public LoanGuard guard() {
        return slot.buffer(output).guard();
    }

    /// Waits for the next chunk and says whether there is one; the current one stays valid.
    ///
    /// @throws PipelineException if what comes next failed
    /// @throws InterruptedException if the calling thread is interrupted
    /// @throws IllegalStateException if the pipeline is closed, or another thread let this reader [leave][#leave]
    public boolean hasNext() throws InterruptedException {
        if (hasPart()) {
            return true;
        }
        if (ahead == null) {
            Slot next = readers.await(sequence + 1, waiter, reading);
            Throwable failure = next.failure();
            boolean last = next.isLast();
            requireTaking();
            if (failure != null) {
                throw asFailure(failure);
            }
            if (last) {
                return false;
            }
            ahead = next;
        }
        return true;
    }

    /// To be asked after the slot is looked at: if it was given back by then, it may have been filled anew, and what
    /// was seen says nothing of this reader's chunks.
    private void requireTaking() {
        if (returned.get() == NEVER) {
            throw new IllegalStateException("the reader of " + dataType + " has left; it takes no more chunks");
        }
    }

    private static RuntimeException asFailure(Throwable failure) {
        return failure instanceof PipelineException
                ? (PipelineException) failure
                : new IllegalStateException("a stage failed: " + failure, failure);
    }

    /// Takes the next chunk; to be called after [#hasNext()]. It lives until its slot is given back, and where a
    /// slot holds several, until the next one is taken.
    public Chunk take() {
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

    /// Where the chunk that [#take()] would give starts; to be asked after [#hasNext()].
    long nextStart() {
        if (hasPart()) {
            return slot.buffer(output).parts().end(part);
        }
        return ahead.window(output).chunk().start();
    }

    /// Where the chunk that [#take()] would give ends; to be asked after [#hasNext()].
    long nextEnd() {
        Slot from = hasPart() ? slot : ahead;
        int next = hasPart() ? part + 1 : 0;
        ChunkSplits parts = from.buffer(output).parts();
        return next == parts.cuts() ? from.window(output).chunk().end() : parts.end(next);
    }

    /// How many records the chunk has that [#take()] would give; to be asked after [#hasNext()].
    long nextLength() {
        Slot from = hasPart() ? slot : ahead;
        int next = hasPart() ? part + 1 : 0;
        ChunkSplits parts = from.buffer(output).parts();
        long before = next == 0 ? 0 : parts.records(next - 1);
        return (next == parts.cuts() ? from.window(output).chunk().length() : parts.records(next)) - before;
    }

    private Chunk whole() {
        number++;
        return slot.window(output).chunk();
    }

    /// One of several chunks of a slot, as a view.
    private Chunk part() {
        Chunk whole = slot.window(output).chunk();
        ChunkSplits parts = slot.buffer(output).parts();
        boolean last = part == parts.cuts();
        long from = part == 0 ? 0 : parts.records(part - 1);
        long to = last ? whole.length() : parts.records(part);
        long start = part == 0 ? whole.start() : parts.end(part - 1);
        long end = last ? whole.end() : parts.end(part);
        if (view == null) {
            view = new ChunkWindow(whole.type());
        }
        view.showPart(whole, from, to, start, end, part == 0, last);
        view.name(number++, whole.dataType());
        return view.chunk();
    }

    /// The last slot of which nothing is left to take.
    public long finished() {
        return hasPart() ? sequence - 1 : sequence;
    }

    /// Whether the stage can be filled for long before it needs the slots that this reader has not given back yet.
    public boolean isRoomy() {
        return readers.isRoomy();
    }

    /// Gives all slots up to `upTo` back to the stage.
    @Override
    public void giveBack(long upTo) {
        if (upTo > returned.get()) {
            readers.giveBack(this, upTo);
        }
    }

    /// The same, by the thread that reads.
    public void handBack(long upTo) {
        readers.parking().step(Parking.Point.GIVING_BACK);
        giveBack(upTo);
        readers.parking().step(Parking.Point.GIVEN_BACK);
    }

    /// Takes no more chunks: once the slots up to `upTo`, which may be lent on, are given back, the stage need not
    /// wait for this reader.
    public void leave(long upTo) {
        readers.leave(this, upTo);
    }

    /// Whether this reader keeps its stage from going on.
    public boolean isHolding() {
        return readers.isFullBecauseOf(this);
    }

    /// It has work while a chunk, or the end, is there that it does not ask for, beside the chunk that it may hold.
    /// While it computes in the place of a worker, it is watched as that.
    @Override
    public long position() {
        long given = returned.get();
        return given != NEVER && !isComputing() && computed() >= given + 2 ? number : IDLE;
    }

    @Override
    public String who() {
        return "reader";
    }

    @Override
    public long chunk() {
        return Math.max(0, number - 1);
    }

    @Override
    public boolean isOfTheRun() {
        return false;
    }

    /// Called under the lock of all readers.
    void returnTo(long upTo) {
        returned.setRelease(upTo >= leavingAfter ? NEVER : upTo);
    }

    /// Called under the lock of all readers.
    void leaveAfter(long upTo) {
        leavingAfter = Math.min(leavingAfter, upTo);
        if (returned.get() >= leavingAfter) {
            returned.setRelease(NEVER);
        }
    }
}
