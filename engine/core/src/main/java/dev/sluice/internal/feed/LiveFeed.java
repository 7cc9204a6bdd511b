package dev.sluice.internal.feed;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Filler;
import dev.sluice.internal.ring.LastOut;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RunNotes;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.ThreadHold;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.record.Records;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.Overflow;

/// Fills slots by the thread that publishes to a live input: no thread of the engine stands between.
///
/// Used by the publishing thread, but for [#isStopped] and [#awaitLetGo]; a call that fails while it waits has changed
/// nothing.
public final class LiveFeed implements Feed {
    private final StagePlan plan;
    private final LivePublisher input;
    private final LiveRoom room;
    private final LiveChunks chunks;
    private final long chunkRecords;
    private final RunNotes notes;
    private final ReorderBuffer late;
    private SlotRing ring;
    private StageState state;
    private Slot claimed;
    private long claimedCount;
    private boolean owing;
    private boolean ending;
    private IllegalStateException refusal;
    private final String publisher;
    private ThreadHold hold;

    /// Late records are put into chunks of `chunkRecords` at most.
    public LiveFeed(StagePlan plan, long chunkRecords, ChunkPool pool, RunStatus status) {
        this.plan = plan;
        this.chunkRecords = chunkRecords;
        this.input = publisher(plan);
        this.room = new LiveRoom(plan, input.overflow().kind() == Overflow.Kind.DROP_NEWEST);
        this.notes = status.notes();
        this.publisher = "the publisher of " + plan.dataType(0);
        this.chunks = new LiveChunks(plan, status.counters());
        this.late = input.lateness() == 0
                ? null
                : new ReorderBuffer(plan.type(0), plan.dataType(0), plan.contents(0), input.lateness(), pool, status);
    }

    private static LivePublisher publisher(StagePlan plan) {
        if (plan.source() instanceof LiveSource) {
            return ((LiveSource) plan.source()).input();
        }
        throw new IllegalArgumentException(plan.name() + " says that it isPushed(), but records are published to the"
                + " live inputs of a context only; give chunks from open(...), or take an input from"
                + " Context.live(...)");
    }

    @Override
    public boolean needsThread() {
        return false;
    }

    @Override
    public Filler filler() {
        return LiveRoom.KEEPS_ROOM;
    }

    @Override
    public void attend(SlotRing slots, StageState ofStage, WaitPoint forRoom) {
        ring = slots;
        chunks.into(slots);
        hold = new ThreadHold(slots.parking(), Parking.Point.ENTERED, Parking.Point.LET_GO);
        state = ofStage;
        room.attend(slots, ofStage, forRoom);
    }

    @Override
    public void connect() {
        input.connect(this);
    }

    /// Whether what is published goes nowhere.
    boolean isStopped() {
        return room.isStopped();
    }

    /// Whether records are claimed that are neither published nor given up.
    boolean isClaimed() {
        return claimed != null;
    }

    Records claim(long count) {
        enter();
        try {
            // The claim before this one, if it was not published, has the same memory.
            seal();
            claimed = chunks.next();
            Records records = late != null ? late.claim(count) : claimed.records(count);
            claimedCount = count;
            return records;
        } catch (Throwable refused) {
            letGo();
            throw refused;
        }
    }

    /// From here to [#letGo] memory of the pass may be written: it is not freed meanwhile.
    private void enter() {
        hold.take();
        requireReaders();
    }

    private void requireReaders() {
        if (isStopped()) {
            letGo();
            refusal = new IllegalStateException("no reader takes " + plan.dataType(0) + " of run " + plan.runId()
                    + " any more: its streams were closed or have failed; "
                    + (input.isRead()
                            ? "what was claimed for them is given up: claim again for the stream that is open now"
                            : "stop publishing, or open another stream"));
            throw refusal;
        }
    }

    /// What is claimed is written no more.
    private void seal() {
        if (claimed != null) {
            claimed.buffer(0).seal();
            if (late != null) {
                late.letGo();
            }
        }
    }

    /// What is claimed is written no more, and given up unless it is published.
    void letGo() {
        seal();
        claimed = null;
        claimedCount = -1;
        hold.letGo();
    }

    /// Where the publisher waits for room, and how long.
    LiveRoom room() {
        return room;
    }

    void publishAll(long start, long end) {
        publish(Math.max(0, claimedCount), start, end);
    }

    void publish(long count, long start, long end) {
        boolean unclaimed = !isClaimed();
        if (unclaimed) {
            claim(0);
        }
        try {
            requireClaimed(count);
            requireReaders();
            if (late == null) {
                publishInPlace(count, start, end);
            } else {
                publishLate(count, start, end);
            }
            letGo();
        } catch (Throwable refused) {
            if (unclaimed) {
                letGo();
            }
            throw refused;
        }
    }

    private void requireClaimed(long count) {
        if (count < 0 || count > claimedCount) {
            throw new IllegalArgumentException("count=" + count + " records of " + plan.dataType(0)
                    + " cannot be published: " + claimedCount + " are claimed; claim them first, and fill them");
        }
    }

    private void publishInPlace(long count, long start, long end) {
        claimed.publish(count, start, end);
        claimed.buffer(0).requireWritten(publisher);
        chunks.requireContinuity(start);
        claimed.window(0).check();
        chunks.deliver(claimed, start, end, awaitPlace());
    }

    /// What fails before the records are taken in leaves nothing of them. From there on they are published: a
    /// chunk that is due and finds no memory, or whose wait for room is interrupted, is owed, and the next publication
    /// is refused unless it can be delivered then.
    private void publishLate(long count, long start, long end) {
        late.requireWritten(count, publisher);
        late.requireLawful(count, start, end);
        if (owing) {
            deliverUpTo(late.cut());
            owing = false;
        }
        late.accept(count, start, end);
        chunks.begin(late.start());
        try {
            deliverUpTo(late.cut());
        } catch (OutOfBudgetException full) {
            owing = true;
            notes.warn(plan.dataType(0) + " wait for memory, and for the next publication: " + full.getMessage());
        } catch (InterruptedWaitException | LiveRoom.WaitOver early) {
            owing = true;
        }
    }

    private void deliverUpTo(long cut) {
        while (cut > chunks.reached()) {
            boolean roomy = awaitPlace();
            long from = chunks.reached();
            long end = late.cutWithin(cut, chunkRecords, from);
            Slot slot = chunks.next();
            long count = late.before(end);
            late.moveTo(slot.records(count), count);
            slot.publish(count, from, end);
            slot.window(0).check();
            chunks.deliver(slot, from, end, roomy);
        }
    }

    /// Waits for room, unless what finds none is dropped; false if there is none.
    private boolean awaitPlace() {
        boolean there = room.await(ending ? "its streams fail" : "publish again, or end the stream with finish()");
        requireReaders();
        return there;
    }

    void lost(Loss loss) {
        requireReaders();
        chunks.lost(loss);
        if (late != null) {
            late.pass(loss.start(), loss.end());
        }
    }

    /// Ends the stream: what waited is delivered, and what was lost since is reported by an empty chunk. With a `cause`
    /// it fails then; null is none.
    ///
    /// @throws OutOfBudgetException if what waited finds no memory; the stream fails with it, or with the cause
    void finish(Throwable cause) {
        if (room.isFinished()) {
            return;
        }
        hold.take();
        ending = true;
        if (claimedCount > 0 && !isStopped()) {
            notes.warn(claimedCount + " records of " + plan.dataType(0) + " that were claimed last are not part of the"
                    + " run, as they were not published; publish them before "
                    + (cause == null ? "finish()" : "fail(...)"));
        }
        try {
            if (!isStopped()) {
                end(cause);
            }
        } finally {
            room.finish();
            letGo();
        }
    }

    private void end(Throwable cause) {
        try {
            if (late != null && late.isStarted()) {
                deliverUpTo(late.end());
            }
            chunks.flushLosses();
        } catch (Throwable failure) {
            if (failure == refusal) {
                // Its readers have left meanwhile: as where they leave before, nothing is left to end.
                return;
            }
            if (!isStopped()) {
                fail(undelivered(), cause == null ? failure : cause);
            }
            throw failure;
        }
        if (cause != null) {
            fail(null, cause);
            return;
        }
        chunks.next().markLast();
        ring.publish();
        ring.parking().step(Parking.Point.END_PUBLISHED);
    }

    private TimeRange undelivered() {
        return late == null ? null : new TimeRange(chunks.reached(), Math.max(chunks.reached(), late.end()));
    }

    /// Ends the stream with a failure, in the room that is kept for its end: no thread but this one would report it to
    /// the readers.
    private void fail(TimeRange undelivered, Throwable failure) {
        chunks.next().fail(plan.failure(0, chunks.number(), undelivered, failure));
        state.stopAfter(ring.published() + 1);
        ring.publish();
    }

    /// Waits until the publishing thread has let go of what it claimed: memory of the pass is freed next.
    @Override
    public void awaitLetGo(long deadline, LastOut memory) {
        if (!hold.await(deadline)) {
            String thread = hold.name();
            memory.enter();
            hold.leave(memory::leave);
            throw new IllegalStateException("thread " + thread
                    + " has claimed records of " + plan.dataType(0) + " and does not publish them; the memory of the"
                    + " pass is freed when it does, as it may still be written. Finish the live input before its"
                    + " streams are closed");
        }
    }

    @Override
    public boolean fill(Slot slot) {
        throw new IllegalStateException("a live input is filled by the thread that publishes to it");
    }

    @Override
    public void leave() {
        // There is no thread of the feed that could leave.
    }

    @Override
    public long number() {
        return chunks.number();
    }

    @Override
    public void close() {
        if (late != null) {
            late.close();
        }
    }
}
