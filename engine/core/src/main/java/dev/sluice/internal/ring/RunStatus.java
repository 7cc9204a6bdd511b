package dev.sluice.internal.ring;

import dev.sluice.record.WorkingMemory;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What the threads of a pipeline let each other know: whether to go on, and what went wrong. Thread-safe.
public final class RunStatus {
    /// What lends memory of an input.
    public interface Lender {
        /// Checks that memory which a source lent is still what was read; for any thread.
        ///
        /// @throws Exception if it is not
        default void requireUnchanged() throws Exception {}
    }

    private final RunNotes notes = new RunNotes();
    private final RunCounters counters = new RunCounters();
    private WorkingMemory memory = WorkingMemory.UNCOUNTED;
    private volatile boolean halted;
    private Runnable onDeath = () -> {};
    private final List<WaitPoint> aligning = new ArrayList<>();
    private final List<Lender> lending = new ArrayList<>();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicReference<RuntimeException> closingFailure = new AtomicReference<>();
    private final AtomicReference<Throwable> death = new AtomicReference<>();
    private final AtomicReference<PipelineException> unprepared = new AtomicReference<>();

    /// Names where plugins take their memory from; before any is prepared.
    public void memory(WorkingMemory ofRun) {
        memory = ofRun;
    }

    public WorkingMemory memory() {
        return memory;
    }

    /// Names what wakes all threads that wait, as they would wait in vain for one that died; before any thread
    /// starts.
    public void onDeath(Runnable wake) {
        onDeath = wake;
    }

    /// Names a thread that waits for several stages; before any thread starts.
    public void aligning(WaitPoint waiter) {
        aligning.add(waiter);
    }

    /// A ring is full: a thread that waits for another stage may keep it so.
    public void full() {
        VarHandle.fullFence();
        for (int i = 0; i < aligning.size(); i++) {
            aligning.get(i).wakeIfAny();
        }
    }

    /// What comes in, and what is dropped.
    public RunCounters counters() {
        return counters;
    }

    /// What is to be said of the run.
    public RunNotes notes() {
        return notes;
    }

    /// Names a feed whose source lends memory; before any thread starts.
    public void lending(Lender feed) {
        lending.add(feed);
    }

    /// Checks that what sources lent is still what was read.
    ///
    /// @throws Exception if it is not
    void requireUnchanged() throws Exception {
        for (int i = 0; i < lending.size(); i++) {
            lending.get(i).requireUnchanged();
        }
    }

    /// What to report where a thread failed with `failure`: a fault of mapped memory names no file, its source does.
    public Throwable explained(Throwable failure) {
        if (!(failure instanceof InternalError)) {
            return failure;
        }
        Throwable told = new IOException(
                "memory that a source lent could not be read (" + failure.getMessage()
                        + "); see to the disk of the input, and that no program writes to it, and run again",
                failure);
        try {
            requireUnchanged();
        } catch (Exception changed) {
            changed.addSuppressed(failure);
            told = changed;
        }
        return told;
    }

    public void halt() {
        halted = true;
    }

    public boolean isHalted() {
        return halted;
    }

    public void countSkipped() {
        skipped.incrementAndGet();
    }

    public long skipped() {
        return skipped.get();
    }

    /// A worker could not be made ready; if a chunk comes its way, the chunk carries this too.
    public void unprepared(PipelineException failure) {
        unprepared.compareAndSet(null, failure);
    }

    public PipelineException unprepared() {
        return unprepared.get();
    }

    /// A thread died of something that no slot carries: the run ends with that cause. The first one holds.
    public void died(Throwable cause) {
        if (death.compareAndSet(null, cause)) {
            onDeath.run();
        }
    }

    public Throwable death() {
        return death.get();
    }

    /// A plugin failed to close; the first failure carries the others.
    public void closingFailed(RuntimeException failure) {
        if (!closingFailure.compareAndSet(null, failure)) {
            closingFailure.get().addSuppressed(failure);
        }
    }

    public RuntimeException closingFailure() {
        return closingFailure.get();
    }
}
