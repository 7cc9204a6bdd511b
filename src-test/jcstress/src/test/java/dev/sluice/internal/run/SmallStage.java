package dev.sluice.internal.run;

import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.LastOut;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.plugin.OptionValues;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// A stage of the engine whose ring is filled, with a number of chunks and the end, and whose threads have not begun:
/// the actors of a test do their work.
///
/// Each slot borrows memory, which is counted when it is given back.
final class SmallStage implements Feed {
    private static final ChunkPool POOL = new ChunkPool(1 << 20);
    private static final ExecutorManager EXECUTORS = ExecutorManager.withoutReuse();

    /// How often the memory of each slot was given back.
    final AtomicIntegerArray givenBack;

    private final RunStatus status = new RunStatus();
    private final List<RingReader> cursors;
    private final Stage stage;
    private final int chunks;
    private int next;

    /// A stage of so many `workers`, read by `readers`, that computes `chunks` by telling their numbers to `plugin`.
    SmallStage(WaitPolicy policy, int workers, int readers, int chunks, LongConsumer plugin) {
        this.chunks = chunks;
        this.givenBack = new AtomicIntegerArray(chunks);
        Ticks ticks = new Ticks(0);
        Counted counted = new Counted(plugin);
        StagePlan.Step step = new StagePlan.Step(counted, OptionValues.of(counted, Map.of()), List.of(0));
        StagePlan plan = StagePlan.ofSource(
                "a_run", TimeRange.UNBOUNDED, ticks, OptionValues.of(ticks, Map.of()), List.of(step));
        StreamSettings settings = StreamSettings.defaults()
                .withWorkers(workers)
                .withChunkRecords(1)
                .withMemoryBudget(1 << 16)
                .withWaitPolicy(policy);
        // Room for the chunks and the end: a power of two.
        int places = Math.max(4, 2 * Integer.highestOneBit(chunks));
        stage = new Stage(plan, settings, places, POOL, status, Seams.NONE);
        status.onDeath(stage::wakeAll);
        cursors = Stream.generate(() -> stage.reader(1, new WaitPoint(policy)))
                .limit(readers)
                .toList();
        stage.build(this, settings, 0, EXECUTORS, new LastOut(() -> {}), readers == 1);
        stage.tasks().get(workers).run();
    }

    RingReader cursor(int reader) {
        return cursors.get(reader);
    }

    long computed() {
        return stage.readers().computed();
    }

    /// What the thread of a worker does, until it is let go.
    void work(int worker) {
        stage.tasks().get(worker).run();
    }

    /// The workers end once they find nothing to do; readers are not told.
    void letWorkersGo() {
        stage.finish();
    }

    /// Waits for the next chunk of `cursor`.
    static boolean hasNext(RingReader cursor) {
        try {
            return cursor.hasNext();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// Lets the threads go, as a pass does whose readers have come to the end.
    void finish() {
        status.halt();
        stage.finish();
    }

    /// What a thread died of; null if none did.
    Throwable death() {
        return status.death();
    }

    @Override
    public boolean fill(Slot slot) {
        slot.open(next);
        if (next == chunks) {
            slot.markLast();
            return false;
        }
        int lent = next++;
        slot.publish(0, lent * Ticks.LENGTH, next * Ticks.LENGTH);
        slot.borrow(upTo -> givenBack.incrementAndGet((int) upTo), lent);
        return true;
    }

    @Override
    public void leave() {
        // Nothing is read from other stages.
    }

    @Override
    public long number() {
        return next;
    }

    @Override
    public void close() {
        // What is lent belongs to nobody.
    }
}
