package dev.sluice.stream;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.plugin.ChunkReader;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A ring of slots, the thread that fills it from a source, and the workers that compute in it, in order.
///
///     source → publish → │ slot │ slot │ slot │ … workers claim slots, fill the outputs in place │ → reader
///
/// Memory is bounded by the slots, which keep their buffers, and by the budget of the pool that these come from. One
/// reader takes the slots in order and gives them back by its sequence; a slow reader slows the source. Opened, read
/// and closed by one thread.
final class Stage implements AutoCloseable {
    private static final int MOST_SLOTS = 256;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long GENTLE = TimeUnit.MILLISECONDS.toNanos(100);

    private final StagePlan plan;
    private final ChunkPool pool;
    private final ChunkReader reader;
    private final RunWarnings warnings;
    private final RingBuffer<Slot> ring;
    private final StageState state = new StageState();
    private final Progress progress;
    private final Waiter source;
    private long computed = -1;
    private final Sequence readTo = new Sequence();
    private final SequenceBarrier published;
    private final List<Thread> threads = new ArrayList<>();

    private Stage(StagePlan plan, StageSettings settings, ChunkReader reader, RunWarnings warnings) {
        this.plan = plan;
        this.warnings = warnings;
        this.reader = reader;
        this.pool = new ChunkPool(settings.memoryBudget());
        int workers = plan.isStateful() ? 1 : settings.workers();
        int slots = slots(plan, settings);
        ParkingWaitStrategy waiting = new ParkingWaitStrategy(settings.waitPolicy(), slots, workers);
        this.ring = RingBuffer.createSingleProducer(() -> new Slot(plan, pool), slots, waiting);
        waiting.attend(ring);
        this.published = ring.newBarrier();
        this.progress = new Progress(workers, settings.waitPolicy());
        this.source = new Waiter(settings.waitPolicy());
        Sequence claims = new Sequence();
        for (int i = 0; i < workers; i++) {
            Worker worker = new Worker(
                    plan, ring, published, claims, progress, i, state, settings.failurePolicy(), cpu(settings, i + 1));
            threads.add(daemon(worker, "sluice-worker-" + (i + 1)));
        }
        ring.addGatingSequences(readTo);
        threads.add(daemon(new SourceLoop(plan, reader, ring, state, source, cpu(settings, 0)), "sluice-source"));
    }

    /// Opens the source and starts the threads.
    ///
    /// @throws PipelineException if the source cannot be opened
    static Stage start(StagePlan plan, StageSettings settings) {
        SourceRun context = new SourceRun(plan, settings, new RunWarnings());
        ChunkReader reader;
        try {
            reader = plan.source().open(context);
        } catch (Exception failure) {
            throw new PipelineException(plan.pluginName(0), plan.runId(), plan.dataType(0), 0, null, failure);
        }
        Stage stage = null;
        try {
            stage = new Stage(plan, settings, reader, context.warnings());
            stage.threads.forEach(Thread::start);
            return stage;
        } catch (Throwable refused) {
            abandon(stage, reader, refused);
            throw refused;
        }
    }

    /// Undoes what was begun; what fails in doing so is told with the reason.
    private static void abandon(Stage stage, ChunkReader reader, Throwable refused) {
        try {
            if (stage != null) {
                stage.close();
            } else {
                reader.close();
            }
        } catch (IOException | RuntimeException second) {
            refused.addSuppressed(second);
        }
    }

    /// As many slots as let the source run ahead by the bytes that the settings allow, so that it may sleep for a while
    /// whatever the size of the chunks, and two per worker at least; fewer where half of the budget does not hold them,
    /// with a slab for every chunk however small. A power of two, 2 at least: one is read while the next is filled.
    private static int slots(StagePlan plan, StageSettings settings) {
        long chunkRecords = settings.chunkRecords(plan.type(0).size());
        long bytes = Math.max(1, saturatedProduct(chunkRecords, plan.bytesPerRecord()));
        long wanted = Math.max(settings.fewestSlots(), Math.min(MOST_SLOTS, settings.runAhead() / bytes));
        long affordable = settings.memoryBudget() / 2 / Math.max(bytes, plan.outputs() * ChunkPool.LEAST_SLAB);
        return (int) Long.highestOneBit(Math.max(2, Math.min(wanted, affordable)));
    }

    private static long saturatedProduct(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 && one * other >= 0 ? one * other : Long.MAX_VALUE;
    }

    private static int cpu(StageSettings settings, int thread) {
        List<Integer> cpus = settings.cpus();
        return cpus.isEmpty() ? -1 : cpus.get(thread % cpus.size());
    }

    private static Thread daemon(Runnable task, String name) {
        return Thread.ofPlatform().daemon().name(name).unstarted(task);
    }

    StagePlan plan() {
        return plan;
    }

    long reservedBytes() {
        return pool.reservedBytes();
    }

    /// What kept a worker from being ready; null if all were.
    PipelineException unprepared() {
        return state.unprepared();
    }

    /// What the source found doubtful so far.
    List<String> warnings() {
        return warnings.sentences();
    }

    long skipped() {
        return state.skipped();
    }

    /// Waits until slot `sequence` is computed, and all before it.
    ///
    /// @throws InterruptedException if the calling thread is interrupted
    /// @throws IllegalStateException if the stream is closed meanwhile, or a worker died of something untold
    Slot await(long sequence) throws InterruptedException {
        if (computed < sequence) {
            awaitComputed(sequence);
        }
        return ring.get(sequence);
    }

    private void awaitComputed(long sequence) throws InterruptedException {
        Waiter reader = progress.reader();
        reader.begin();
        try {
            while ((computed = progress.computed()) < sequence) {
                requireRunning();
                reader.pause(sequence);
            }
        } finally {
            reader.end();
        }
    }

    private void requireRunning() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (state.isHalted()) {
            throw new IllegalStateException("the stream of " + plan.dataType(plan.target()) + " was closed");
        }
        Throwable death = state.death();
        if (death != null) {
            throw new IllegalStateException("a worker of run " + plan.runId() + " died: " + death, death);
        }
    }

    /// Gives all slots up to `sequence` back to the source.
    void giveBack(long sequence) {
        ring.get(sequence).retire();
        readTo.set(sequence);
        VarHandle.fullFence();
        source.reached(sequence);
    }

    /// Lets the threads go once the stream has ended: nobody polls for work that will not come.
    void finish() {
        state.halt();
        published.alert();
        progress.reader().wake();
        threads.forEach(LockSupport::unpark);
    }

    /// Stops all threads, closes the reader and frees all memory.
    ///
    /// @throws IllegalStateException if a thread does not stop: its stack is told, and the memory stays, as it may
    ///     still be written
    @Override
    public void close() {
        finish();
        join();
        RuntimeException failure = closeReader();
        for (int i = 0; i < ring.getBufferSize(); i++) {
            ring.get(i).release();
        }
        pool.close();
        if (failure != null) {
            throw failure;
        }
    }

    /// Waits for the threads to end, also where the calling thread is interrupted: their memory is freed next.
    private void join() {
        long deadline = System.nanoTime() + PATIENCE;
        boolean interrupted = false;
        try {
            for (Thread thread : threads) {
                long gentle = System.nanoTime() + GENTLE;
                while (thread.isAlive() && System.nanoTime() < deadline) {
                    if (System.nanoTime() > gentle) {
                        // It may wait for a device or a lock; what it computes is of no use any more.
                        thread.interrupt();
                    }
                    interrupted |= joinAWhile(thread);
                }
                if (thread.isAlive()) {
                    throw stuck(thread);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean joinAWhile(Thread thread) {
        try {
            thread.join(Duration.ofMillis(20));
            return false;
        } catch (InterruptedException again) {
            return true;
        }
    }

    private IllegalStateException stuck(Thread thread) {
        IllegalStateException stuck = new IllegalStateException(thread.getName() + " of run " + plan.runId()
                + " does not stop within " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE)
                + " s, though interrupted; the memory of the stream is kept, as it may still be written");
        stuck.setStackTrace(thread.getStackTrace());
        return stuck;
    }

    private RuntimeException closeReader() {
        try {
            reader.close();
        } catch (Exception failure) {
            return new PipelineException(plan.pluginName(0), plan.runId(), plan.dataType(0), 0, null, failure);
        }
        Exception failure = state.closingFailure();
        return failure == null ? null : new IllegalStateException("a plugin failed to close: " + failure, failure);
    }
}
