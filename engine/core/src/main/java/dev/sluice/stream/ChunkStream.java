package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.TimeRange;
import dev.sluice.record.Checked;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The chunks of one type of data of one run, in order of time; a running pipeline until it is closed.
///
/// Read once, by one thread at a time. A chunk belongs to the stream: it may be read until the next one is asked for;
/// `detach` it to keep it. Close the stream to stop its threads and free its memory, also when it was read to the end.
/// If a plugin or a source fails, the chunks before it are delivered, then [PipelineException] is thrown.
public final class ChunkStream implements Iterable<Chunk>, AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Pipeline pipeline;
    private final StageCursor cursor;
    private final Outlet target;
    private final String dataType;
    private final long lead;
    private TimeRange range;
    private boolean begun;
    private final RunCounters counters;
    private final Runnable onClose;
    private boolean iterated;
    private boolean ended;
    private RuntimeException failure;
    private volatile boolean closing;
    private volatile Thread holder;
    private boolean closed;
    private boolean ahead;
    private long takenTo = Long.MIN_VALUE;
    private ChunkWindow clipped;
    private LoanGuard loan;
    private List<ChunkStream> siblings = List.of();
    private long unreadSince;

    private ChunkStream(Pipeline pipeline, int target, Runnable onClose) {
        this.pipeline = pipeline;
        this.cursor = pipeline.target(target);
        this.target = pipeline.plan().targets().get(target);
        this.dataType = pipeline.plan().dataType(target);
        this.range = pipeline.plan().range();
        this.lead = pipeline.plan().lead();
        this.counters = pipeline.counters().sharingInput();
        this.onClose = onClose;
    }

    /// Starts the threads of a pipeline and gives the stream of each of its targets; `onClose` runs when one is closed.
    /// The pipeline ends when all of them are closed.
    ///
    /// Each stream gets all chunks. They are to be read at the same time, by several threads or in turn: one that
    /// nobody reads holds up the others once the rings are full, which are told with [UnreadStreamException].
    ///
    /// @throws PipelineException if a source cannot be opened
    public static List<ChunkStream> start(PipelinePlan plan, StageSettings settings, Consumer<ChunkStream> onClose) {
        return start(plan, settings, FlowSettings.defaults(), List.of(), ExecutorManager.withoutReuse(), onClose);
    }

    /// The same on threads of `executors`, which are used again once the streams are closed; watched as `flow` says,
    /// and with taps on what is computed.
    ///
    /// @throws PipelineException if a source cannot be opened
    /// @throws IllegalArgumentException if a tap is on something that is not computed in this pass
    /// @throws IllegalStateException if the executors are closed
    public static List<ChunkStream> start(
            PipelinePlan plan,
            StageSettings settings,
            FlowSettings flow,
            List<Tap> taps,
            ExecutorManager executors,
            Consumer<ChunkStream> onClose) {
        Pipeline pipeline = Pipeline.start(plan, settings, flow, taps, executors);
        List<ChunkStream> streams = new ArrayList<>();
        for (int i = 0; i < plan.targets().size(); i++) {
            int index = i;
            streams.add(new ChunkStream(pipeline, i, () -> onClose.accept(streams.get(index))));
        }
        List<ChunkStream> all = List.copyOf(streams);
        if (all.size() > 1) {
            all.forEach(stream -> stream.watch(all));
        }
        return all;
    }

    private void watch(List<ChunkStream> all) {
        siblings = all;
        cursor.waiter().watchedBy(this::requireOthersRead);
    }

    /// Called every few milliseconds while this stream's reader waits: another one, which nobody reads, may be what it
    /// waits for, or another thread closes this one while the pass goes on for others.
    private void requireOthersRead() {
        if (closing) {
            throw closed();
        }
        ChunkStream unread = null;
        for (ChunkStream other : siblings) {
            unread = other != this && other.isHoldingUp() ? other : unread;
        }
        long now = System.nanoTime();
        if (unread == null || unreadSince == 0) {
            unreadSince = unread == null ? 0 : now;
        } else if (now - unreadSince >= pipeline.flow().unreadPatience().toNanos()) {
            unreadSince = 0;
            throw new UnreadStreamException(dataType, unread.dataType);
        }
    }

    /// Whether chunks are there that nobody takes, though a ring is full of them.
    private boolean isHoldingUp() {
        Thread reader = holder;
        boolean unread = reader == null || reader == Thread.currentThread() || !reader.isAlive();
        long taken = cursor.returned() + (reader == null ? 0 : 1);
        return unread
                && !closing
                && cursor.stage().computed() > taken
                && cursor.isHolding()
                && !cursor.stage().isAbsorbing();
    }

    /// A tap on this stream: looks at every `every`-th chunk from now on, and never slows the stream.
    ///
    /// @throws IllegalArgumentException if `every` is not positive
    /// @throws IllegalStateException if the stream is closed
    public synchronized Tap tap(long every) {
        Tap tap = Tap.of(dataType, every);
        if (closed) {
            throw new IllegalStateException("the stream of " + dataType + " is closed; tap it while it runs");
        }
        pipeline.attach(tap, target);
        return tap;
    }

    /// How the data flow through the pass that this stream belongs to; may be asked by any thread.
    public FlowStatistics statistics() {
        return pipeline.statistics();
    }

    /// What the watchdog finds stuck now: plugins, sources and readers that do not go on; none if nothing is, or there
    /// is no watchdog. May be asked by any thread.
    public List<StuckStage> stuck() {
        return pipeline.stuck();
    }

    /// The one pass over the chunks.
    ///
    /// @throws IllegalStateException if there was one before
    @Override
    public Iterator<Chunk> iterator() {
        if (iterated) {
            throw new IllegalStateException(
                    "this stream of " + dataType + " was read already; ask the context for another one");
        }
        iterated = true;
        return new Pass();
    }

    /// What was delivered so far; may be asked by any thread, also after the end.
    public RunSummary summary() {
        return counters.summary(pipeline.skipped(), pipeline.warnings(), pipeline.dropped());
    }

    /// Adds a sentence to the warnings of the run, which stand in the summary of all its streams. For any thread.
    public void warn(String sentence) {
        pipeline.warn(sentence);
    }

    /// Off-heap bytes that the stream holds now; never more than its budget.
    public long reservedBytes() {
        return pipeline.reservedBytes();
    }

    /// The name of the data.
    public String dataType() {
        return dataType;
    }

    /// The type of the records of every chunk.
    public RecordType type() {
        return cursor.type();
    }

    /// The run.
    public String runId() {
        return pipeline.plan().runId();
    }

    private boolean advance() {
        if (ahead) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        if (closing) {
            letGo();
            throw closed();
        }
        if (ended) {
            return false;
        }
        if (!findNext()) {
            RuntimeException unprepared = pipeline.unprepared();
            end(unprepared);
            if (unprepared != null) {
                throw unprepared;
            }
            return false;
        }
        ahead = true;
        return true;
    }

    /// Waits for the next chunk inside the range of time; false if there is none.
    private boolean findNext() {
        unreadSince = 0;
        try {
            // Nothing behind the range is waited for: a live input may pause there.
            while (takenTo < range.end() && cursor.hasNext()) {
                if (cursor.nextStart() >= range.end()) {
                    return false;
                }
                boolean wanted = cursor.nextEnd() > range.start() || cursor.nextStart() >= range.start();
                if (wanted && (begun || cursor.nextEnd() > lead || cursor.nextLength() > 0)) {
                    return true;
                }
                cursor.take();
                cursor.giveBack(cursor.finished());
            }
            return false;
        } catch (PipelineException failed) {
            if (closing) {
                // What fails because the streams are closed is not the failure of a plugin.
                letGo();
                throw closed();
            }
            throw end(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a chunk of " + dataType(), interrupted);
        } catch (UnreadStreamException unread) {
            // The pass is whole: it goes on when the other stream is read.
            throw unread;
        } catch (IllegalStateException halted) {
            letGo();
            counters.end(closing ? RunState.CLOSED : RunState.FAILED);
            throw halted;
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the stream of " + dataType() + " is closed");
    }

    private RuntimeException end(RuntimeException cause) {
        failure = cause;
        giveUp();
        letGo();
        leave();
        counters.end(cause == null ? RunState.COMPLETED : RunState.FAILED);
        return cause;
    }

    /// Gives back all slots: a stream that has come to its end must not hold up the others of its pass until it is
    /// closed.
    private synchronized void giveUp() {
        if (!closed) {
            endLoan();
            cursor.leave(-1);
        }
    }

    private synchronized void leave() {
        if (!ended) {
            ended = true;
            pipeline.readToEnd();
        }
    }

    private Chunk take() {
        release();
        // Written before `closing` is read: who closes from another thread sees the holder, or the holder sees the
        // close.
        holder = Thread.currentThread();
        if (closing) {
            letGo();
            throw closed();
        }
        ahead = false;
        Chunk chunk = cursor.take();
        takenTo = chunk.end();
        begin(chunk);
        chunk = clip(chunk);
        counters.countOutput(chunk);
        return Checked.ON ? lend(chunk) : chunk;
    }

    /// What was let pass in front of the first chunk ends with its first record, or where the lead does.
    private void begin(Chunk first) {
        if (!begun) {
            begun = true;
            if (first.start() < lead) {
                long earliest = first.isEmpty() ? lead : first.type().times().start(first.records(), 0);
                range = new TimeRange(Math.min(lead, earliest), range.end());
            }
        }
    }

    /// Cuts the chunk down to the records that start in the range of time that was asked for: others are computed only
    /// because their neighbours need them.
    private Chunk clip(Chunk chunk) {
        if (chunk.start() >= range.start() && chunk.end() <= range.end()) {
            return chunk;
        }
        if (clipped == null) {
            clipped = new ChunkWindow(chunk.type());
        }
        Records records = chunk.records();
        long from = Chunks.firstAtOrAfter(records, range.start());
        long to = Chunks.firstAtOrAfter(records, range.end());
        clipped.window()
                .rebind(
                        records.segment(),
                        records.byteOffset() + from * records.type().size(),
                        to - from);
        clipped.set(chunk.number(), chunk.start(), chunk.end(), chunk.runId(), chunk.dataType());
        chunk.losses().forEach(clipped::addLoss);
        long start = range.clamp(chunk.start());
        clipped.narrow(start, Math.max(start, range.clamp(chunk.end())));
        Chunk part = clipped.chunk();
        if (records.type().isDisjoint() && part.overhang() > 0) {
            // Whole records are kept, and a disjoint type promises that none passes the end of its chunk.
            clipped.narrow(start, part.latestEnd());
        }
        return part;
    }

    /// The last chunk is not read any more.
    private void letGo() {
        holder = null;
    }

    private void release() {
        endLoan();
        cursor.giveBack(cursor.finished());
    }

    private void endLoan() {
        if (loan != null) {
            loan.end(dataType());
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
        leave();
        waitForReader();
        free();
    }

    private synchronized void free() {
        if (closed) {
            return;
        }
        closed = true;
        endLoan();
        cursor.leave(-1);
        try {
            pipeline.release();
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

    private final class Pass implements Iterator<Chunk> {
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
