package dev.sluice.stream;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.plugin.ExecutorType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A ring of slots, the thread that fills it from a feed, and the workers that compute in it, in order.
///
///     feed → publish → │ slot │ slot │ slot │ … workers claim slots, fill the outputs in place │ → cursors
///
/// Memory is bounded by the slots, which keep their buffers, and by the budget of the pool that these come from.
/// Cursors take the slots in order and give them back; the slowest of them slows the feed. Put together by one thread:
/// cursors first, then [#build], then [#threads] are started by the pipeline.
final class Stage {
    private static final int MOST_SLOTS = 256;
    private static final int FEWEST_SLOTS = 2;
    /// One is read and one filled, beside those that are kept free.
    private static final int FEWEST_LIVE_SLOTS = 4;
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
    private final Sequence retired = new Sequence();
    private final List<StageTask> threads = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();
    private final List<Worker> crew = new ArrayList<>();
    private final TapPoints taps = new TapPoints();
    private final long begun = System.nanoTime();
    private Feed feed;
    private FeedLoop loop;
    private Worker standIn;
    private volatile boolean computingHere;
    private volatile long computed = -1;

    Stage(StagePlan plan, StageSettings settings, int stages, ChunkPool pool, RunStatus status) {
        this.plan = plan;
        this.state = new StageState(status);
        this.workers = plan.workers(settings.workers());
        this.progress = new Progress(workers);
        this.room = new Waiter(settings.waitPolicy());
        this.places = slots(plan, settings, stages);
        int slots = plan.dropsOldest() ? Math.min(SLOTS_BEHIND_BACKLOG, places) : places;
        ParkingWaitStrategy waiting = new ParkingWaitStrategy(settings.waitPolicy(), slots, workers);
        this.ring = RingBuffer.createSingleProducer(() -> new Slot(plan, pool), slots, waiting);
        this.published = ring.newBarrier();
        waiting.attend(published);
        ring.addGatingSequences(retired);
    }

    /// As many slots as let the source run ahead by the bytes that the settings allow, so that it may sleep for a while
    /// whatever the size of the chunks, and two per worker at least; fewer where half of the budget does not hold them,
    /// with a slab for every chunk however small. A power of two, 2 at least: one is read while the next is filled.
    static int slots(StagePlan plan, StageSettings settings, int stages) {
        long chunkRecords = settings.chunkRecords(plan.type(0).size());
        long bytes = Math.max(1, saturatedProduct(chunkRecords, plan.bytesPerRecord()));
        long wanted = Math.max(settings.fewestSlots(), Math.min(MOST_SLOTS, settings.runAhead() / bytes));
        long affordable = settings.memoryBudget() / 2 / stages / Math.max(bytes, plan.outputs() * ChunkPool.LEAST_SLAB);
        int fewest = plan.isLive() ? FEWEST_LIVE_SLOTS : FEWEST_SLOTS;
        return (int) Long.highestOneBit(Math.max(fewest, Math.min(wanted, affordable)));
    }

    private static long saturatedProduct(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 && one * other >= 0 ? one * other : Long.MAX_VALUE;
    }

    /// Adds a reader of one output, whose thread waits with `waiter`.
    StageCursor cursor(int output, Waiter waiter) {
        StageCursor cursor = new StageCursor(this, output, waiter);
        cursors.add(cursor);
        progress.add(waiter);
        return cursor;
    }

    /// Makes the tasks: one that fills the slots from `source`, and the workers, the first thread of the run being
    /// number `firstThread`. The kind of thread that a source asks for is that of the one that reads.
    ///
    /// Where `readByOne` says that one stream is all that reads the stage, one worker that is to answer at once is the
    /// reader's own thread: a hand-over less.
    void build(Feed source, StageSettings settings, int firstThread, ExecutorManager executors, boolean readByOne) {
        feed = source;
        Sequence claims = new Sequence();
        ExecutorType asked = plan.demand().executor();
        ExecutorPool computing = executors.pool(plan.pool(), plan.hasSource() ? ExecutorType.THREAD : asked);
        ExecutorPool feeding = executors.pool(plan.readingPool(), plan.hasSource() ? asked : ExecutorType.THREAD);
        for (int i = 0; i < workers; i++) {
            int cpu = cpu(settings, computing, firstThread + i + 1);
            Worker worker = new Worker(plan, ring, published, claims, progress, i, state, taps, settings, cpu);
            crew.add(worker);
            if (readByOne && isComputedByReader(settings, computing)) {
                standIn = worker;
                worker.trustInput();
                break;
            }
            String name = "sluice-worker-" + plan.name() + "-" + (i + 1);
            StageTask task = new StageTask(computing, name, worker, worker.chunks(), cpu >= 0);
            threads.add(task);
            watched.add(new WatchedWorker(this, worker, task));
        }
        if (feed instanceof LiveFeed) {
            ((LiveFeed) feed).attend(ring, state, room);
            return;
        }
        feedFrom(feeding, cpu(settings, feeding, firstThread), settings);
    }

    private void feedFrom(ExecutorPool feeding, int cpu, StageSettings settings) {
        Feed checked = standIn != null && plan.hasSource()
                ? new CheckedFeed(plan, feed, settings.failurePolicy(), state.run())
                : feed;
        loop = new FeedLoop(plan, checked, ring, state, room, cpu);
        String name = "sluice-" + (plan.hasSource() ? "source-" : "align-") + plan.name();
        StageTask task = new StageTask(feeding, name, loop, new AtomicLong(), cpu >= 0);
        threads.add(task);
        if (plan.hasSource()) {
            watched.add(new WatchedSource(this, feed, task));
        }
    }

    /// Not where a pool is named: what is put into a pool is computed by its threads.
    private boolean isComputedByReader(StageSettings settings, ExecutorPool computing) {
        return workers == 1
                && plan.pool() == null
                && settings.waitPolicy() == WaitPolicy.LOW_LATENCY
                && settings.cpus().isEmpty()
                && computing.type() == ExecutorType.THREAD;
    }

    private static int cpu(StageSettings settings, ExecutorPool pool, int thread) {
        List<Integer> cpus = settings.cpus();
        return cpus.isEmpty() || pool.type() == ExecutorType.VIRTUAL ? -1 : cpus.get(thread % cpus.size());
    }

    StagePlan plan() {
        return plan;
    }

    /// Where one output of another stage is read by the feed of this one, which waits for room too, at the same place.
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
        return threads;
    }

    /// Who works here.
    List<Watched> watched() {
        return watched;
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
        return standIn == null ? progress.computed() : ring.getCursor();
    }

    Slot slot(long sequence) {
        return ring.get(sequence);
    }

    StageStatistics statistics() {
        long idle = crew.stream().mapToLong(Worker::idleNanos).sum();
        double share = (double) idle / Math.max(1, workers * (System.nanoTime() - begun));
        List<StageCounters> counters = crew.stream().map(Worker::counters).toList();
        return StageCounters.sum(plan.name(), counters, occupied(), slots(), Math.min(1, share));
    }

    /// Slots that are filled and not given back yet, of [#slots()].
    long occupied() {
        return ring.getCursor() - retired.get();
    }

    int slots() {
        return ring.getBufferSize();
    }

    /// Whether slot `sequence` is computed, and all before it.
    boolean isComputed(long sequence) {
        if (computed >= sequence) {
            return true;
        }
        if (standIn != null) {
            return isComputedHere(sequence);
        }
        return (computed = progress.computed()) >= sequence;
    }

    private boolean isComputedHere(long sequence) {
        long available = published.getCursor();
        if (available <= computed) {
            return false;
        }
        // Written before the halt is read: who closes sees that the reader computes, or the reader sees the halt.
        computingHere = true;
        try {
            while (computed < sequence && computed < available && !state.run().isHalted()) {
                standIn.computeHere(computed + 1);
                computed++;
            }
        } finally {
            computingHere = false;
        }
        return computed >= sequence;
    }

    /// Waits until a reader that computes is done with its chunk.
    ///
    /// @throws IllegalStateException if it is not at `deadline`, in the time of the JVM's clock
    void awaitReader(long deadline) {
        while (computingHere) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the reader of " + plan.name() + " in run " + plan.runId()
                        + " still computes a chunk; the memory of the stream is kept. Close the stream where it is"
                        + " read");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
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
            throw new IllegalStateException("a worker of run " + plan.runId() + " died: " + death, death);
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
        room.reached(retired.get());
    }

    private void retireReturned() {
        long to = Long.MAX_VALUE;
        for (int i = 0; i < cursors.size(); i++) {
            to = Math.min(to, cursors.get(i).returned());
        }
        if (to == Long.MAX_VALUE) {
            abandon();
            return;
        }
        for (long sequence = retired.get() + 1; sequence <= to; sequence++) {
            ring.get(sequence).retire();
            retired.set(sequence);
        }
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

    /// Nobody reads any more: the feed lets go of what it reads from.
    private void abandon() {
        if (!state.isAbandoned()) {
            state.stopAfter(-1);
            if (loop != null) {
                loop.abandoned();
            }
            threads.forEach(StageTask::unpark);
        }
    }

    /// Lets the threads go: nobody polls for work that will not come.
    void finish() {
        published.alert();
        progress.wakeAll();
        threads.forEach(StageTask::unpark);
    }

    /// All threads of the pass have started.
    void connect() {
        feed.connect();
    }

    /// Waits until nobody outside the engine writes into the slots.
    void awaitLetGo(long deadline) {
        if (feed != null) {
            feed.awaitLetGo(deadline);
        }
    }

    /// Closes the feed; all threads have ended.
    void close() throws Exception {
        if (standIn != null) {
            standIn.close();
        }
        if (feed != null) {
            feed.close();
        }
    }

    /// Frees the slots, and what taps hold.
    void release() {
        taps.detach();
        for (int i = 0; i < ring.getBufferSize(); i++) {
            ring.get(i).release();
        }
    }
}
