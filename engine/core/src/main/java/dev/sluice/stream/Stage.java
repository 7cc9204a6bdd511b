package dev.sluice.stream;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import dev.sluice.chunk.ChunkPool;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// A ring of slots, the thread that fills it from a feed, and the workers that compute in it, in order.
///
///     feed → publish → │ slot │ slot │ slot │ … workers claim slots, fill the outputs in place │ → cursors
///
/// Memory is bounded by the slots, which keep their buffers, and by the budget of the pool that these come from.
/// Cursors take the slots in order and give them back; the slowest of them slows the feed. Put together by one
/// thread: cursors first, then [#build], then [#threads] are started by the pipeline.
final class Stage {
    /// What lies in the ring cannot be dropped any more: most wait before it.
    private static final int SLOTS_BEHIND_BACKLOG = 4;

    private final StagePlan plan;
    private final StageState state;
    private final Progress progress;
    private final Waiter room;
    private final int workers;
    private final int places;
    private final List<StageCursor> cursors = new ArrayList<>();
    private final RingBuffer<Slot> ring;
    private final SequenceBarrier published;
    private final ParkingWaitStrategy waiting;
    private final Sequence retired = new Sequence();
    private final TapPoints taps;
    private final Seams seams;
    private final long begun = System.nanoTime();
    private Feed feed;
    // Of the feed, whose cache lines another core writes while the reader looks here.
    private StageCursor lender;
    private StageCrew crew;
    private StandIn standIn;
    private volatile long computed = -1;

    Stage(StagePlan plan, StageSettings settings, int stages, ChunkPool pool, RunStatus status, Seams seams) {
        this.seams = seams;
        this.taps = new TapPoints(seams);
        this.plan = plan;
        this.state = new StageState(status);
        this.workers = plan.workers(settings.workers());
        this.progress = new Progress(workers, state);
        this.room = new Waiter(settings.waitPolicy());
        this.places = StageShape.slots(plan, settings, stages);
        int slots = plan.dropsOldest() ? Math.min(SLOTS_BEHIND_BACKLOG, places) : places;
        ParkingWaitStrategy waiting = new ParkingWaitStrategy(settings.waitPolicy(), slots, workers);
        this.ring = RingBuffer.createSingleProducer(() -> new Slot(plan, pool), slots, waiting);
        this.published = ring.newBarrier();
        this.waiting = waiting;
        waiting.attend(published);
        progress.onAbandoned(this::retireComputed);
        ring.addGatingSequences(retired);
    }

    /// Adds a reader of one output, whose thread waits with `waiter`.
    StageCursor cursor(int output, Waiter waiter) {
        StageCursor cursor = new StageCursor(this, output, waiter);
        cursors.add(cursor);
        progress.add(waiter);
        return cursor;
    }

    /// Makes the crew: a thread that fills the slots from `source`, and the workers, the first thread of the run
    /// being number `firstThread`.
    ///
    /// Where `readByOne` says that one stream is all that reads the stage, the reader may stand in for the one
    /// worker of a stage that is to answer at once.
    void build(
            Feed source,
            StageSettings settings,
            int firstThread,
            ExecutorManager executors,
            LastOut memory,
            boolean readByOne) {
        feed = source;
        lender = source instanceof PassFeed ? ((PassFeed) source).cursor() : null;
        crew = new StageCrew(this, settings, firstThread, executors, memory);
        Sequence claims = new Sequence();
        if (readByOne && workers == 1 && crew.isReplaceable()) {
            standIn = new StandIn(published, state, progress);
            standIn.callBy(() -> waiting.onPublished(() -> progress.published(ring.getCursor())));
        }
        for (int i = 0; i < workers; i++) {
            int cpu = crew.cpuOfWorker(i);
            Worker worker = new Worker(plan, ring, published, claims, progress, i, state, taps, settings, cpu, standIn);
            crew.add(worker, standIn);
        }
        if (standIn != null) {
            standIn.standFor(crew.onlyWorker());
        }
        if (feed instanceof LiveFeed) {
            ((LiveFeed) feed).attend(ring, state, room);
            return;
        }
        Feed checked = standIn != null && plan.hasSource()
                ? new CheckedFeed(plan, feed, settings.failurePolicy(), state.run())
                : feed;
        crew.add(new FeedLoop(plan, seams.feed(plan, checked), ring, state, room, crew.cpuOfFeed()), feed);
    }

    StagePlan plan() {
        return plan;
    }

    /// Where one output of another stage is read by the feed of this one, which waits for room too, at the same
    /// place.
    Waiter room() {
        return room;
    }

    /// How many chunks the memory of the stage is meant to hold.
    int places() {
        return places;
    }

    StageState state() {
        return state;
    }

    List<StageTask> threads() {
        return crew == null ? List.of() : crew.threads();
    }

    /// Who works here.
    List<Watched> watched() {
        return crew.watched();
    }

    TapPoints taps() {
        return taps;
    }

    /// The last slot that is filled.
    long published() {
        return ring.getCursor();
    }

    /// The last slot up to which all are computed.
    long computed() {
        // What is published is as good as computed where its reader computes it.
        return standIn != null && standIn.isOfReader() ? ring.getCursor() : progress.computed();
    }

    Slot slot(long sequence) {
        return ring.get(sequence);
    }

    StageStatistics statistics() {
        double share = (double) crew.idleNanos() / Math.max(1, workers * (System.nanoTime() - begun));
        return StageCounters.sum(plan.name(), crew.counters(), occupied(), slots(), Math.min(1, share));
    }

    /// Slots that are filled and not given back yet, of [#slots()].
    long occupied() {
        return ring.getCursor() - retired.get();
    }

    int slots() {
        return ring.getBufferSize();
    }

    /// Whether the feed waits until half of the slots are free, as it does once none was.
    boolean isRunningEmpty() {
        return room.isOccupied() && occupied() > ring.getBufferSize() / 2;
    }

    /// Whether more than half of the slots are free, here and where the memory is lent by other stages.
    boolean isRoomy() {
        return occupied() < ring.getBufferSize() / 2 && (lender == null || lender.isRoomy());
    }

    /// Whether slot `sequence` is computed, and all before it; where the reader stands in for the worker, it
    /// computes the slot now.
    boolean isComputed(long sequence) {
        if (computed >= sequence || standIn != null && standIn.compute(sequence)) {
            return true;
        }
        long now = progress.computed();
        // Not written in every round of a wait: the line is read by others.
        if (now > computed) {
            computed = now;
        }
        return now >= sequence;
    }

    /// Whether the thread that reads computes at this moment, in the place of a worker.
    boolean isComputedByReader() {
        return standIn != null && standIn.isComputing();
    }

    /// Waits until a reader that computes is done with its chunk. If it is not at `deadline`, in the time of the
    /// JVM's clock, it uses the memory until it is, as `memory` is told.
    ///
    /// @throws IllegalStateException if it is late
    void awaitReader(long deadline, LastOut memory) {
        if (standIn != null && !MemoryHold.await(standIn::isComputing, deadline)) {
            String reader = standIn.reader();
            memory.enter();
            standIn.hold().leave(standIn::isComputing, memory::leave);
            throw new IllegalStateException("thread " + reader + " still computes a chunk of " + plan.name()
                    + " in run " + plan.runId() + ", which it reads; the memory of the stream is freed when it is done."
                    + " Close the stream where it is read");
        }
    }

    /// Waits until slot `sequence` is computed, and all before it.
    ///
    /// @param reading the state of the stage that reads; null for a reader outside the engine
    /// @throws InterruptedException if the calling thread is interrupted
    /// @throws IllegalStateException if the stream is closed meanwhile, a thread died of something untold, or nobody
    ///     wants what the reading stage computes
    Slot await(long sequence, Waiter waiter, StageState reading) throws InterruptedException {
        if (!isComputed(sequence)) {
            waiter.begin();
            try {
                while (!isComputed(sequence)) {
                    requireRunning();
                    if (reading != null && reading.isAbandoned()) {
                        throw new IllegalStateException("nobody reads what is computed from " + plan.name() + " in run "
                                + plan.runId() + " any more");
                    }
                    waiter.pause(sequence);
                    wakeFeed();
                }
            } finally {
                waiter.end();
            }
        }
        return ring.get(sequence);
    }

    /// @throws IllegalStateException if the pipeline is closed, or a thread died of something untold
    void requireRunning() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        RunStatus run = state.run();
        if (run.isHalted()) {
            throw new IllegalStateException("the streams of run " + plan.runId() + " were closed");
        }
        Throwable death = run.death();
        if (death instanceof PipelineException) {
            throw (PipelineException) death;
        }
        if (death != null) {
            throw new IllegalStateException("a thread of run " + plan.runId() + " died: " + death, death);
        }
    }

    /// Whether the stage has no room left, or is fed by one that has none, and `cursor` is one of those that keep it
    /// so.
    boolean isHeldBy(StageCursor cursor) {
        return cursor.returned() <= retired.get() && isStuck();
    }

    /// Whether whoever gives to this stage never waits for it.
    boolean isAbsorbing() {
        return feed instanceof OverflowFeed && !((OverflowFeed) feed).isHolding();
    }

    private boolean isStuck() {
        if (occupied() >= ring.getBufferSize() - (plan.isLive() ? LiveFeed.RESERVE : 0)) {
            return true;
        }
        return feed instanceof PassFeed && ((PassFeed) feed).cursor().isHolding();
    }

    /// Takes slots up to `upTo` back from one cursor; once all have given one back, it goes to the feed.
    void giveBack(StageCursor cursor, long upTo) {
        synchronized (this) {
            cursor.returnTo(upTo);
            retireReturned();
        }
        VarHandle.fullFence();
        if (progress.isAwaited()) {
            wakeFeed();
        } else {
            room.reached(retired.get());
        }
    }

    /// A feed that waits until half of the ring is empty does not wait so long where a reader waits for the next slot.
    /// To be called by that reader after it has begun to wait, before it parks.
    void wakeFeed() {
        if (room.isOccupied() && occupied() < ring.getBufferSize()) {
            room.wake();
        }
    }

    private void retireReturned() {
        long to = Long.MAX_VALUE;
        for (int i = 0; i < cursors.size(); i++) {
            to = Math.min(to, cursors.get(i).returned());
        }
        if (to == Long.MAX_VALUE) {
            abandon();
            to = Math.min(progress.computed(), ring.getCursor());
        }
        retireTo(to);
    }

    private void retireTo(long to) {
        for (long sequence = retired.get() + 1; sequence <= to; sequence++) {
            ring.get(sequence).retire();
            retired.set(sequence);
        }
    }

    /// Nobody reads any more: slots are retired as the workers are done with them, never before, so that what these
    /// have borrowed stays as long as a worker looks at it.
    private synchronized void retireComputed() {
        retireTo(Math.min(progress.computed(), ring.getCursor()));
    }

    /// A cursor takes no more chunks.
    void leave(StageCursor cursor, long upTo) {
        synchronized (this) {
            cursor.leaveAfter(upTo);
            retireReturned();
        }
        VarHandle.fullFence();
        room.wake();
    }

    /// Nobody reads any more: the feed ends, and the workers pass over what is left.
    private void abandon() {
        if (!state.isAbandoned()) {
            state.stopAfter(-1);
            if (standIn != null) {
                standIn.takeOver();
            }
            threads().forEach(StageTask::unpark);
        }
    }

    /// Wakes whatever thread waits at the stage: it looks at the state of the run.
    void wakeAll() {
        progress.wakeAll();
        room.wake();
    }

    /// Lets the threads go: nobody polls for work that will not come.
    void finish() {
        published.alert();
        wakeAll();
        threads().forEach(StageTask::unpark);
    }

    /// All threads of the pass have started.
    void connect() {
        feed.connect();
    }

    /// Waits until no thread outside the engine writes into the slots, as [Feed#awaitLetGo].
    void awaitLetGo(long deadline, LastOut memory) {
        if (feed != null) {
            feed.awaitLetGo(deadline, memory);
        }
    }

    /// Frees the slots, and what taps hold.
    void release(Failures failures) {
        failures.attempt(taps::detach);
        for (int i = 0; i < ring.getBufferSize(); i++) {
            failures.attempt(ring.get(i)::release);
        }
    }
}
