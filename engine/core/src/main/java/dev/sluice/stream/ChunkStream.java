package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.record.Checked;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The chunks of one type of data of one run, in order of time; a running pipeline until it is closed.
///
/// Read once, by one thread at a time. A chunk belongs to the stream: it may be read until the next one is asked for;
/// `detach` it to keep it. Close the stream to stop its threads and free its memory, also when it was read to the end.
/// If a plugin or a source fails, the chunks before it are delivered, then [PipelineException] is thrown.
public final class ChunkStream implements Iterable<Chunk>, AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Stage stage;
    private final int target;
    private final RunCounters counters = new RunCounters();
    private final Runnable onClose;
    private boolean iterated;
    private boolean ended;
    private RuntimeException failure;
    private volatile boolean closing;
    private volatile Thread holder;
    private boolean closed;
    private long sequence = -1;
    private Slot ahead;
    private LoanGuard loan;

    private ChunkStream(Stage stage, Runnable onClose) {
        this.stage = stage;
        this.target = stage.plan().target();
        this.onClose = onClose;
    }

    /// Starts the threads of a pipeline; `onClose` runs when the stream is closed.
    ///
    /// @throws PipelineException if the source cannot be opened
    public static ChunkStream start(StagePlan plan, StageSettings settings, Runnable onClose) {
        return new ChunkStream(Stage.start(plan, settings), onClose);
    }

    /// The one pass over the chunks.
    ///
    /// @throws IllegalStateException if there was one before
    @Override
    public Iterator<Chunk> iterator() {
        if (iterated) {
            throw new IllegalStateException("this stream of " + stage.plan().dataType(target)
                    + " was read already; ask the context for another one");
        }
        iterated = true;
        return new Chunks();
    }

    /// What was delivered so far; may be asked by any thread, also after the end.
    public RunSummary summary() {
        return counters.summary(stage.skipped(), stage.warnings());
    }

    /// Off-heap bytes that the stream holds now; never more than its budget.
    public long reservedBytes() {
        return stage.reservedBytes();
    }

    /// The name of the data.
    public String dataType() {
        return stage.plan().dataType(target);
    }

    private boolean advance() {
        if (ahead != null) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        if (closing) {
            letGo();
            throw new IllegalStateException("the stream of " + dataType() + " is closed");
        }
        if (ended) {
            return false;
        }
        Slot slot = await();
        if (slot.failure() != null) {
            throw end(asPipelineFailure(slot.failure()));
        }
        if (slot.isLast()) {
            RuntimeException unprepared = stage.unprepared();
            end(unprepared);
            if (unprepared != null) {
                throw unprepared;
            }
            return false;
        }
        ahead = slot;
        return true;
    }

    private Slot await() {
        try {
            return stage.await(sequence + 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a chunk of " + dataType(), interrupted);
        } catch (IllegalStateException halted) {
            letGo();
            counters.end(closing ? RunState.CLOSED : RunState.FAILED);
            throw halted;
        }
    }

    private static RuntimeException asPipelineFailure(Throwable failure) {
        return failure instanceof PipelineException
                ? (PipelineException) failure
                : new IllegalStateException("a stage failed: " + failure, failure);
    }

    private RuntimeException end(RuntimeException cause) {
        ended = true;
        failure = cause;
        letGo();
        stage.finish();
        counters.end(cause == null ? RunState.COMPLETED : RunState.FAILED);
        return cause;
    }

    private Chunk take() {
        release();
        // Written before `closing` is read: who closes from another thread sees the holder, or the holder sees the
        // close.
        holder = Thread.currentThread();
        if (closing) {
            letGo();
            throw new IllegalStateException("the stream of " + dataType() + " is closed");
        }
        sequence++;
        Slot slot = ahead;
        ahead = null;
        Chunk chunk = slot.window(target).chunk();
        counters.count(slot.window(0).chunk(), chunk);
        return Checked.ON ? lend(chunk) : chunk;
    }

    /// The last chunk is not read any more.
    private void letGo() {
        holder = null;
    }

    private void release() {
        if (sequence >= 0) {
            if (loan != null) {
                loan.end(dataType());
            }
            stage.giveBack(sequence);
        }
    }

    /// In checked mode every chunk is an object of its own, so that one kept too long is told from its successor.
    private Chunk lend(Chunk chunk) {
        ChunkWindow view = new ChunkWindow(chunk.type());
        loan = new LoanGuard();
        view.window().rebind(chunk.records().segment(), chunk.records().byteOffset(), chunk.length());
        view.window().guard(loan);
        view.set(chunk.number(), chunk.start(), chunk.end(), chunk.runId(), chunk.dataType());
        chunk.losses().forEach(view::addLoss);
        view.reach(chunk.latestEnd());
        return view.chunk();
    }

    /// Stops the pipeline and frees its memory; the last chunk is no longer valid. Doing so twice is harmless.
    ///
    /// Another thread than the reading one may close too: it waits until that thread asks for the next chunk, which it
    /// is refused, because the memory of a chunk is not freed under its reader.
    ///
    /// @throws IllegalStateException if the reading thread does not ask within 5 seconds, or a thread of the engine
    ///     does not stop; the memory is kept then
    @Override
    public void close() {
        closing = true;
        counters.end(RunState.CLOSED);
        stage.finish();
        waitForReader();
        free();
    }

    private synchronized void free() {
        if (closed) {
            return;
        }
        closed = true;
        if (loan != null) {
            loan.end(dataType());
        }
        try {
            stage.close();
        } finally {
            onClose.run();
        }
    }

    private void waitForReader() {
        if (holder == Thread.currentThread()) {
            // Whoever closes at the same time need not wait for this thread to ask for another chunk.
            letGo();
        }
        long deadline = System.nanoTime() + PATIENCE;
        Thread reader = holder;
        while (reader != null && reader.isAlive()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("thread " + reader.getName() + " still reads a chunk of " + dataType()
                        + " after " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE)
                        + " s; its memory is kept. Close the stream where it is read");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            reader = holder;
        }
    }

    private final class Chunks implements Iterator<Chunk> {
        @Override
        public boolean hasNext() {
            return advance();
        }

        @Override
        public Chunk next() {
            if (!advance()) {
                throw new NoSuchElementException("the stream of " + dataType() + " has ended");
            }
            return take();
        }
    }
}
