package dev.sluice.internal.run;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Berths;
import dev.sluice.internal.ring.Failures;
import dev.sluice.internal.ring.LastOut;
import dev.sluice.internal.ring.MemoryHold;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RingReaders;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.internal.ring.Watched;
import dev.sluice.stream.StageStatistics;
import dev.sluice.stream.StreamSettings;
import java.util.List;

/// A ring of slots, the thread that fills it from a feed, and the workers that compute in it, in order.
///
///     feed → publish → │ slot │ slot │ slot │ … workers claim slots, fill the outputs in place │ → readers
///
/// Memory is bounded by the slots, which keep their buffers, and by the budget of the pool that these come from.
/// Readers take the slots in order and give them back; the slowest of them slows the feed. Put together by one
/// thread: readers first, then [#build], then the [tasks][#tasks] are started by the pipeline.
final class Stage {
    /// What lies in the ring cannot be dropped any more: most wait before it.
    private static final int SLOTS_BEHIND_BACKLOG = 4;

    private final StagePlan plan;
    private final StageState state;
    private final WaitPoint room;
    private final int workers;
    private final int places;
    private final SlotRing ring;
    private final RingReaders readers;
    private final TapPoints taps;
    private final Seams seams;
    private final OrderedWork ordered;
    private final long begun = System.nanoTime();
    private Feed feed;
    private StageThreads threads;
    private InlineWorker inline;

    /// The stage `plan`, whose memory is meant to hold so many chunks.
    Stage(StagePlan plan, StreamSettings settings, int places, ChunkPool pool, RunStatus status, Seams seams) {
        this.seams = seams;
        this.taps = new TapPoints(seams);
        this.plan = plan;
        this.state = new StageState(status);
        this.workers = plan.workers(settings.workers());
        this.room = new WaitPoint(settings.waitPolicy(), seams.parking());
        this.places = places;
        int slots = plan.dropsOldest() ? Math.min(SLOTS_BEHIND_BACKLOG, places) : places;
        Berths berths = new Berths(settings.waitPolicy(), slots, workers, seams.parking());
        this.ring = new SlotRing(() -> new Slot(plan, pool), slots, workers, berths);
        this.readers = new RingReaders(ring, state, plan.name(), plan.runId(), room);
        readers.onAbandoned(this::letGo);
        this.ordered = plan.demand().hasSilence()
                ? new OrderedWork(plan, workers, settings.waitPolicy(), seams.parking())
                : null;
    }

    /// Adds a reader of one output, whose thread waits at `waiter`.
    RingReader reader(int output, WaitPoint waiter) {
        return readers.reader(output, plan.type(output), plan.dataType(output), waiter);
    }

    /// Makes the threads: one that fills the slots from `source`, and the workers, the first thread of the run
    /// being number `firstThread`.
    ///
    /// Where `readByOne` says that one stream is all that reads the stage, the reader may compute in the place of the
    /// one worker of a stage that is to answer at once.
    void build(
            Feed source,
            StreamSettings settings,
            int firstThread,
            ExecutorManager executors,
            LastOut memory,
            boolean readByOne) {
        feed = source;
        feed.attend(ring, state, room);
        readers.filledBy(feed.filler());
        threads = new StageThreads(this, settings, firstThread, executors, memory);
        if (readByOne && workers == 1 && threads.isReplaceable()) {
            inline = new InlineWorker(ring, state, readers.waiting());
            readers.computeBy(inline);
            feed.checkAtOnce(settings.failurePolicy());
        }
        for (int i = 0; i < workers; i++) {
            int cpu = threads.cpuOfWorker(i);
            Worker worker = new Worker(plan, ring, readers, i, state, taps, settings, cpu, ordered, inline);
            threads.add(worker);
        }
        if (inline != null) {
            inline.standFor(threads.onlyWorker());
        }
        if (feed.needsThread()) {
            threads.add(new FeedLoop(plan, seams.feed(plan, feed), ring, state, room, threads.cpuOfFeed()));
        }
    }

    StagePlan plan() {
        return plan;
    }

    /// Where one output of another stage is read by the feed of this one, which waits for room too, at the same
    /// place.
    WaitPoint room() {
        return room;
    }

    /// How many chunks the memory of the stage is meant to hold.
    int places() {
        return places;
    }

    StageState state() {
        return state;
    }

    /// Its slots.
    SlotRing ring() {
        return ring;
    }

    /// The readers of what it computes.
    RingReaders readers() {
        return readers;
    }

    List<StageTask> tasks() {
        return threads == null ? List.of() : threads.tasks();
    }

    /// What works here.
    List<Watched> watched() {
        return threads.watched();
    }

    TapPoints taps() {
        return taps;
    }

    StageStatistics statistics() {
        return StageCounters.sum(plan.name(), threads.counters(), ring, System.nanoTime() - begun);
    }

    /// Waits until a reader that computes is done with its chunk. If it is not at `deadline`, in the time of the
    /// clock of the pass, it uses the memory until it is, as `memory` counts.
    ///
    /// @throws IllegalStateException if it is late
    void awaitReader(long deadline, LastOut memory) {
        if (inline != null && !MemoryHold.await(inline::isComputing, deadline, seams.parking())) {
            String reader = inline.reader();
            memory.enter();
            inline.hold().leave(inline::isComputing, memory::leave);
            throw new IllegalStateException("thread " + reader + " still computes a chunk of " + plan.name()
                    + " in run " + plan.runId() + ", which it reads; the memory of the stream is freed when it is done."
                    + " Close the stream where it is read");
        }
    }

    /// No reader is left: all threads look.
    private void letGo() {
        if (inline != null) {
            inline.takeOver();
        }
        tasks().forEach(StageTask::unpark);
    }

    /// Wakes whatever thread waits at the stage: it looks at the state of the run.
    void wakeAll() {
        readers.wakeAll();
    }

    /// Lets the threads go: none polls for work that will not come.
    void finish() {
        if (ordered != null) {
            ordered.halt();
        }
        ring.halt();
        wakeAll();
        tasks().forEach(StageTask::unpark);
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
        ring.release(failures);
    }
}
