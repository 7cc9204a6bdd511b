package dev.sluice.stream;

import com.lmax.disruptor.SequenceBarrier;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A worker without a thread: the only reader of its stage computes what it asks for, a hand-over less.
///
/// Computes on the thread of the reader; any other may wait until it is done.
final class StandIn {
    private final Worker worker;
    private final SequenceBarrier published;
    private final StagePlan plan;
    private final RunStatus run;
    private volatile Thread reader;
    private volatile long computed = -1;

    /// Computes with `worker` what is `published`; the worker is closed by its stage, like any other.
    StandIn(Worker worker, SequenceBarrier published, StagePlan plan, RunStatus run) {
        this.worker = worker;
        this.published = published;
        this.plan = plan;
        this.run = run;
        worker.trustInput();
    }

    /// Whether slot `sequence` is computed, and all before it: if it is published, it is computed now.
    boolean isComputed(long sequence) {
        if (computed >= sequence) {
            return true;
        }
        long available = published.getCursor();
        if (available <= computed) {
            return false;
        }
        // Written before the halt is read: who closes sees that the reader computes, or the reader sees the halt.
        reader = Thread.currentThread();
        try {
            while (computed < sequence && computed < available && !run.isHalted()) {
                worker.computeHere(computed + 1);
                computed++;
            }
        } finally {
            reader = null;
        }
        return computed >= sequence;
    }

    /// Whether the reader computes at this moment.
    boolean isComputing() {
        return reader != null;
    }

    /// The last slot that the reader has computed.
    long computed() {
        return computed;
    }

    /// Where the reader is; nothing unless it computes.
    List<StackTraceElement> stack() {
        Thread computing = reader;
        return computing == null ? List.of() : List.of(computing.getStackTrace());
    }

    /// Waits until the reader is done with its chunk.
    ///
    /// @throws IllegalStateException if it is not at `deadline`, in the time of the JVM's clock
    void awaitReader(long deadline) {
        while (isComputing()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the reader of " + plan.name() + " in run " + plan.runId()
                        + " still computes a chunk; the memory of the stream is kept. Close the stream where it is"
                        + " read");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /// Closes what the plugins made; the reader computes no more.
    void close() {
        worker.close();
    }
}
