package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.LastOut;
import dev.sluice.executor.Parking;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.DropCounters;
import dev.sluice.internal.ring.Filler;
import dev.sluice.internal.ring.MemoryHold;
import dev.sluice.internal.ring.RunCounters;
import dev.sluice.internal.ring.RunWarnings;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.Waiter;
import dev.sluice.record.Records;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.PipelineException;

/// Fills slots by the thread that publishes to a live input: no thread of the engine stands between.
///
/// Slots are kept free after the one that is published: for the next claim, and for what ends the stream; so neither
/// waits. Used by the publishing thread, but for [#isStopped] and [#awaitLetGo]; a call that fails while it waits has
/// changed nothing.
public final class LiveFeed implements Feed {
    /// Slots that stay free when one is published: the next claim or a last chunk, and the mark of the end.
    private static final int RESERVE = 2;

    private static final Filler KEEPS_ROOM = new Filler() {
        @Override
        public int reserve() {
            return RESERVE;
        }
    };

    private final StagePlan plan;
    private final LivePublisher input;
    private final boolean dropping;
    private final RunCounters counters;
    private final DropCounters drops;
    private final PendingLosses losses;
    private final long chunkRecords;
    private final RunWarnings warnings;
    private final LateRecords late;
    private SlotRing ring;
    private StageState state;
    private Waiter room;
    private Slot claimed;
    private long claimedCount;
    private long number;
    private long nextIndex;
    private boolean started;
    private long reached;
    private long lostTo = Long.MIN_VALUE;
    private boolean owing;
    private boolean ending;
    private IllegalStateException refusal;
    private volatile boolean finished;
    private volatile Thread holder;
    private final String publisher;
    private final MemoryHold hold = new MemoryHold();

    /// Late records are put into chunks of `chunkRecords` at most.
    public LiveFeed(
            StagePlan plan,
            long chunkRecords,
            ChunkPool pool,
            RunCounters counters,
            DropCounters drops,
            RunWarnings warnings) {
        this.plan = plan;
        this.chunkRecords = chunkRecords;
        this.input = publisher(plan);
        this.dropping = input.overflow().kind() == Overflow.Kind.DROP_NEWEST;
        this.counters = counters;
        this.drops = drops;
        this.warnings = warnings;
        this.publisher = "the publisher of " + plan.dataType(0);
        this.losses = new PendingLosses(
                "chunks of " + plan.dataType(0) + " were dropped: published faster than they were taken");
        this.late = input.lateness() == 0
                ? null
                : new LateRecords(
                        plan.type(0), plan.dataType(0), plan.contents(0), input.lateness(), pool, drops, warnings);
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
        return KEEPS_ROOM;
    }

    @Override
    public void attend(SlotRing slots, StageState ofStage, Waiter forRoom) {
        ring = slots;
        state = ofStage;
        room = forRoom;
    }

    @Override
    public void connect() {
        input.connect(this);
    }

    /// Whether what is published goes nowhere.
    boolean isStopped() {
        return finished
                || state.run().isHalted()
                || state.run().death() != null
                || !state.isWanted(ring.published() + 1);
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
            claimed = nextSlot();
            Records records = late != null ? late.claim(count) : claimed.records(count);
            claimedCount = count;
            return records;
        } catch (Throwable refused) {
            letGo();
            throw refused;
        }
    }

    /// What is claimed is written no more.
    void giveUp() {
        letGo();
    }

    private Slot nextSlot() {
        Slot slot = ring.next();
        slot.open(number);
        return slot;
    }

    /// From here to [#letGo] memory of the pass may be written: it is not freed meanwhile.
    private void enter() {
        // Written before the state is read: the closing thread sees the holder, or the holder sees the close.
        holder = Thread.currentThread();
        ring.parking().step(Parking.Point.ENTERED);
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

    private void letGo() {
        seal();
        claimed = null;
        claimedCount = -1;
        holder = null;
        ring.parking().step(Parking.Point.LET_GO);
        hold.letGo();
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
        requireContinuity(start);
        claimed.window(0).check();
        deliver(claimed, start, end, awaitPlace());
    }

    private void requireContinuity(long start) {
        if (started && start != reached && losses.coveredFrom(reached) < start || started && start < reached) {
            throw new ChunkLawException((start > reached ? "a hole" : "an overlap") + " between chunks of "
                    + plan.dataType(0) + ": the last one ended at time=" + reached + ", this one starts at start="
                    + start + "; start where the last one ended, or say with lost(...) what is missing");
        }
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
        if (!started) {
            started = true;
            reached = late.start();
        }
        try {
            deliverUpTo(late.cut());
        } catch (OutOfBudgetException full) {
            owing = true;
            warnings.add(plan.dataType(0) + " wait for memory, and for the next publication: " + full.getMessage());
        } catch (InterruptedWaitException interrupted) {
            owing = true;
        }
    }

    private void deliverUpTo(long cut) {
        while (cut > reached) {
            boolean room = awaitPlace();
            long end = late.cutWithin(cut, chunkRecords, reached);
            Slot slot = nextSlot();
            long count = late.before(end);
            late.moveTo(slot.records(count), count);
            slot.publish(count, reached, end);
            slot.window(0).check();
            deliver(slot, reached, end, room);
        }
    }

    /// Publishes a chunk that keeps the laws if there is room for it, or drops it.
    private void deliver(Slot slot, long start, long end, boolean room) {
        long from = losses.startOf(started ? reached : start);
        started = true;
        reached = end;
        if (room) {
            send(slot, from, end);
        } else {
            drops.dropped(slot.window(0).chunk().length());
            losses.drop(from, end);
        }
    }

    private void send(Slot slot, long from, long end) {
        ChunkWindow window = slot.window(0);
        Chunk chunk = window.chunk();
        if (chunk.start() != from) {
            long latest = chunk.latestEnd();
            window.set(number, from, end, plan.runId(), plan.dataType(0));
            window.reach(latest);
        }
        // What was dropped is not in the run, and counts for none of its records.
        window.firstIndex(nextIndex);
        nextIndex += chunk.length();
        losses.moveTo(window, end);
        slot.cover(from, end, 0);
        counters.countInput(chunk);
        number++;
        ring.publish();
    }

    private boolean hasRoom() {
        return ring.hasRoom(1 + RESERVE);
    }

    /// Waits for room, unless what finds none is dropped; false if there is none.
    private boolean awaitPlace() {
        if (!hasRoom()) {
            if (dropping) {
                return false;
            }
            awaitRoom();
        }
        return true;
    }

    private void awaitRoom() {
        state.run().full();
        long halfEmpty = ring.published() - ring.size() / 2;
        room.begin();
        try {
            while (!hasRoom() && !isStopped()) {
                requireUninterrupted();
                room.pause(halfEmpty);
            }
        } finally {
            room.end();
        }
        requireReaders();
    }

    /// No thread can park while it is interrupted.
    private void requireUninterrupted() {
        if (Thread.interrupted()) {
            throw new InterruptedWaitException(
                    "room for " + plan.dataType(0) + " of run " + plan.runId(),
                    ending ? "its streams fail" : "publish again, or end the stream with finish()",
                    null);
        }
    }

    void lost(Loss loss) {
        requireReaders();
        long from = started ? Math.max(reached, lostTo) : loss.start();
        if (loss.start() < from) {
            throw new IllegalArgumentException("lost " + loss + " starts before time=" + from + ", up to which "
                    + plan.dataType(0) + " is published or lost already; report losses in order of time");
        }
        if (!started) {
            started = true;
            reached = loss.start();
        }
        losses.tell(loss);
        lostTo = loss.end();
        if (late != null) {
            late.pass(loss.start(), loss.end());
        }
    }

    /// Ends the stream: what waited is delivered, and what was lost since is reported by an empty chunk.
    ///
    /// @throws OutOfBudgetException if what waited finds no memory; the stream fails with it
    void finish() {
        if (finished) {
            return;
        }
        holder = Thread.currentThread();
        ending = true;
        if (claimedCount > 0 && !isStopped()) {
            warnings.add(
                    claimedCount + " records of " + plan.dataType(0) + " that were claimed last are not part of the"
                            + " run, as they were not published; publish them before finish()");
        }
        try {
            if (!isStopped()) {
                end();
            }
        } finally {
            finished = true;
            letGo();
        }
    }

    private void end() {
        try {
            flush();
        } catch (Throwable failure) {
            if (failure == refusal) {
                // Its readers have left meanwhile: as where they leave before, nothing is left to end.
                return;
            }
            if (!isStopped()) {
                fail(failure);
            }
            throw failure;
        }
        nextSlot().markLast();
        ring.publish();
        ring.parking().step(Parking.Point.END_PUBLISHED);
    }

    /// Ends the stream with a failure, in the room that is kept for its end: no thread but this one would report the
    /// readers.
    private void fail(Throwable failure) {
        TimeRange undelivered = late == null ? null : new TimeRange(reached, Math.max(reached, late.end()));
        PipelineException told =
                new PipelineException(plan.name(), plan.runId(), plan.dataType(0), number, undelivered, failure);
        nextSlot().fail(told);
        state.stopAfter(ring.published() + 1);
        ring.publish();
    }

    private void flush() {
        if (late != null && late.isStarted()) {
            deliverUpTo(late.end());
        }
        if (!losses.isEmpty()) {
            long from = losses.startOf(reached);
            long end = Math.max(reached, lostTo);
            Slot slot = nextSlot();
            slot.publish(0, from, end);
            send(slot, from, end);
        }
    }

    /// Waits until the publishing thread has let go of what it claimed: memory of the pass is freed next.
    @Override
    public void awaitLetGo(long deadline, LastOut memory) {
        if (!MemoryHold.await(this::isHeld, deadline, ring.parking())) {
            Thread thread = holder;
            memory.enter();
            hold.leave(this::isHeld, memory::leave);
            throw new IllegalStateException("thread " + (thread == null ? "?" : thread.getName())
                    + " has claimed records of " + plan.dataType(0) + " and does not publish them; the memory of the"
                    + " pass is freed when it does, as it may still be written. Finish the live input before its"
                    + " streams are closed");
        }
    }

    private boolean isHeld() {
        Thread thread = holder;
        return thread != null && thread != Thread.currentThread() && thread.isAlive();
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
        return number;
    }

    @Override
    public void close() {
        if (late != null) {
            late.close();
        }
    }
}
