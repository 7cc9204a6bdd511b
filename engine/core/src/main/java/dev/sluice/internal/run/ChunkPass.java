package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkView;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RangeCursor;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RunCounters;
import dev.sluice.record.RecordType;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunState;
import dev.sluice.stream.UnreadStreamException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The one pass of a reader over the chunks of a target of a pipeline, in order of time.
///
/// Read by one thread at a time, which has a chunk until it asks for the next one. Another may end the pass: it
/// closes the [hold][#hold()] of the reader first and waits for it.
final class ChunkPass implements Iterator<Chunk> {
    private final Pipeline pipeline;
    private final RingReader cursor;
    private final RangeCursor chunks;
    private final OutputRef target;
    private final String dataType;
    private final RunCounters counters;
    private final ReaderHold hold;
    private final ChunkView lent;
    private final Parking parking;
    private SiblingWatch siblings;
    private boolean limited;
    private boolean waited;
    private long deadline;
    private RuntimeException failure;
    private long owed = -1;
    private boolean ahead;
    private boolean ended;
    private boolean left;
    private boolean closed;

    /// A pass over target number `target` of `pipeline`.
    ChunkPass(Pipeline pipeline, int target) {
        PipelinePlan plan = pipeline.plan();
        this.pipeline = pipeline;
        this.target = plan.targets().get(target);
        this.cursor = pipeline.target(target);
        this.chunks = new RangeCursor(cursor, plan.range(), plan.lead());
        this.dataType = plan.dataType(target);
        this.counters = pipeline.counters().ofStream();
        this.hold = new ReaderHold(
                dataType, pipeline.seams().closePatience(), pipeline.seams().parking());
        this.lent = new ChunkView(cursor.type(), dataType);
        this.parking = pipeline.seams().parking();
        cursor.waiter().watchedBy(this::look);
    }

    /// Names the other passes that are to be read at the same time as this one; before any is read.
    void watch(List<ChunkPass> others) {
        siblings = new SiblingWatch(
                this,
                others,
                pipeline.settings().unreadPatience(),
                pipeline.seams().parking());
    }

    /// Called every few milliseconds while the reader waits: it may have waited for as long as it wanted, another
    /// stream, which no thread reads, may be what it waits for, or another thread closes this one while the pass over
    /// the run goes on for others.
    private void look() {
        if (hold.isClosing()) {
            throw hold.refusal();
        }
        if (siblings != null) {
            siblings.requireOthersRead();
        }
        if (limited && parking.nanoTime() - deadline >= 0) {
            throw WaitOver.WAIT_OVER;
        }
    }

    /// Whether chunks are there that no thread takes, though a ring is full of them.
    boolean isHoldingUp() {
        Thread reader = hold.holder();
        boolean unread = reader == null || reader == Thread.currentThread() || !reader.isAlive();
        long taken = cursor.returned() + (reader == null ? 0 : 1);
        // A thread that closes gives the slots back, unless it waits for the one that asks here.
        boolean givenBack = hold.isClosing() && reader != Thread.currentThread();
        return unread && !givenBack && cursor.computed() > taken && cursor.isHolding() && !cursor.isAbsorbed();
    }

    /// Calls the feed of what is read, as [RingReader#wakeFeed] does.
    void wakeFeed() {
        cursor.wakeFeed();
    }

    String dataType() {
        return dataType;
    }

    RecordType type() {
        return cursor.type();
    }

    RunCounters counters() {
        return counters;
    }

    ReaderHold hold() {
        return hold;
    }

    @Override
    public boolean hasNext() {
        if (ahead) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        hold.requireOpen();
        if (ended) {
            return false;
        }
        settle();
        if (!findNext()) {
            // Where another thread closes the stream, what looks like its end may be a slot that is filled again.
            hold.requireOpen();
            RuntimeException failed = failureAtEnd();
            end(failed);
            if (failed != null) {
                throw failed;
            }
            return false;
        }
        glance();
        ahead = true;
        return true;
    }

    /// Waits for as long as `nanos` at most; whether [#hasNext()] answers at once now.
    boolean awaitNext(long nanos) {
        deadline = parking.nanoTime() + nanos;
        limited = true;
        try {
            hasNext();
            return true;
        } catch (WaitOver over) {
            return false;
        } finally {
            limited = false;
        }
    }

    /// Has `call` run once [#hasNext()] answers without a wait; for the thread that reads.
    void whenReady(Runnable call) {
        if (ahead || ended || failure != null || hold.isClosing()) {
            call.run();
        } else {
            cursor.whenReady(call);
        }
    }

    /// Ends a wait from within; the pass is whole. Made once, without a stack.
    private static final class WaitOver extends RuntimeException {
        static final WaitOver WAIT_OVER = new WaitOver();

        private static final long serialVersionUID = 1;

        private WaitOver() {
            super("the wait is over", null, false, false);
        }
    }

    /// A reader that went on after an error of its own, in memory that is gone, gets the reason for it here.
    private void glance() {
        try {
            pipeline.feeds().glance(target);
        } catch (PipelineException changed) {
            throw end(changed);
        }
    }

    /// What makes a run that came to its end a failed one; null if nothing does.
    private RuntimeException failureAtEnd() {
        RuntimeException unprepared = pipeline.unprepared();
        if (unprepared != null) {
            return unprepared;
        }
        try {
            pipeline.feeds().requireUnchanged();
            return null;
        } catch (PipelineException changed) {
            return changed;
        }
    }

    private boolean findNext() {
        if (siblings != null && !waited) {
            siblings.begin();
        }
        waited = false;
        try {
            return chunks.hasNext();
        } catch (WaitOver over) {
            // The next wait goes on where this one ends: the others are to be read within the patience of all of them.
            waited = true;
            throw over;
        } catch (PipelineException failed) {
            // What fails because the streams are closed is not the failure of a plugin.
            hold.requireOpen();
            throw end(failed);
        } catch (InterruptedException interrupted) {
            throw new InterruptedWaitException(
                    "a chunk of " + dataType, "the stream is whole: ask for the next chunk again", interrupted);
        } catch (UnreadStreamException unread) {
            // The pass is whole: it goes on when the other stream is read.
            throw unread;
        } catch (IllegalStateException halted) {
            hold.letGo();
            counters.end(hold.isClosing() ? RunState.CLOSED : RunState.FAILED);
            throw hold.isClosing() ? hold.refusal() : halted;
        }
    }

    @Override
    public Chunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream of " + dataType + " has ended");
        }
        lent.end();
        owed = cursor.finished();
        // Where several streams are read, another may be what waits for the slot.
        if (siblings != null || !cursor.isRoomy()) {
            settle();
        }
        hold.take();
        ahead = false;
        Chunk chunk = chunks.take();
        counters.countOutput(chunk);
        return lent.show(chunk, chunk.number());
    }

    /// Gives back what was read before. Where the ring has room, this can wait until the reader waits itself: a chunk
    /// that has just come in is handed out first.
    private void settle() {
        cursor.handBack(owed);
    }

    private RuntimeException end(RuntimeException cause) {
        failure = cause;
        ended = true;
        giveUp();
        hold.letGo();
        pipeline.seams().parking().step(Parking.Point.AT_END);
        leave();
        counters.end(cause == null ? RunState.COMPLETED : RunState.FAILED);
        return cause;
    }

    /// Gives back all slots: a stream that has come to its end must not hold up the others of its pass until it is
    /// closed.
    private synchronized void giveUp() {
        if (!closed) {
            lent.end();
            cursor.leave(-1);
        }
    }

    /// The pipeline need not run for this reader any more.
    synchronized void leave() {
        if (!left) {
            left = true;
            pipeline.readToEnd();
        }
    }

    /// Gives back all slots, after which the memory of the pipeline may be freed; the last chunk is no longer
    /// valid.
    synchronized void close() {
        giveUp();
        closed = true;
    }
}
