package dev.sluice.stream;

import java.util.concurrent.atomic.AtomicLong;

/// How far a stage is of use, and the status of its run. Thread-safe.
final class StageState {
    private final RunStatus run;
    private final AtomicLong lastWanted = new AtomicLong(Long.MAX_VALUE);

    StageState(RunStatus run) {
        this.run = run;
    }

    RunStatus run() {
        return run;
    }

    /// No slot after `sequence` is of use: the readers will see a failure there, or no reader is left.
    void stopAfter(long sequence) {
        lastWanted.accumulateAndGet(sequence, Math::min);
    }

    boolean isWanted(long sequence) {
        return sequence <= lastWanted.get();
    }

    /// No reader of the stage is left.
    boolean isAbandoned() {
        return lastWanted.get() < 0;
    }
}
