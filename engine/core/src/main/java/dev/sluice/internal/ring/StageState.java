package dev.sluice.internal.ring;

import java.util.concurrent.atomic.AtomicLong;

/// How far a stage is of use, and the status of its run. Thread-safe.
public final class StageState {
    private final RunStatus run;
    private final AtomicLong lastWanted = new AtomicLong(Long.MAX_VALUE);

    public StageState(RunStatus run) {
        this.run = run;
    }

    public RunStatus run() {
        return run;
    }

    /// No slot after `sequence` is of use: the readers will see a failure there, or no reader is left.
    public void stopAfter(long sequence) {
        lastWanted.accumulateAndGet(sequence, Math::min);
    }

    public boolean isWanted(long sequence) {
        return sequence <= lastWanted.get();
    }

    /// No reader of the stage is left.
    public boolean isAbandoned() {
        return lastWanted.get() < 0;
    }
}
