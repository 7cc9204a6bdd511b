package dev.sluice.stream;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What the threads of a stage tell each other besides the sequences: whether to go on. Thread-safe.
final class StageState {
    private volatile boolean halted;
    private final AtomicLong lastWanted = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicReference<Exception> closingFailure = new AtomicReference<>();
    private final AtomicReference<Throwable> death = new AtomicReference<>();
    private final AtomicReference<PipelineException> unprepared = new AtomicReference<>();

    void halt() {
        halted = true;
    }

    boolean isHalted() {
        return halted;
    }

    /// No slot after `sequence` is of use: the reader will see a failure there.
    void stopAfter(long sequence) {
        lastWanted.accumulateAndGet(sequence, Math::min);
    }

    boolean isWanted(long sequence) {
        return sequence <= lastWanted.get();
    }

    void countSkipped() {
        skipped.incrementAndGet();
    }

    long skipped() {
        return skipped.get();
    }

    /// A worker could not be made ready; if a chunk comes its way, the chunk carries this too.
    void unprepared(PipelineException failure) {
        unprepared.compareAndSet(null, failure);
    }

    PipelineException unprepared() {
        return unprepared.get();
    }

    /// A worker died of something that no slot carries: the run must not wait for it.
    void died(Throwable cause) {
        death.compareAndSet(null, cause);
    }

    Throwable death() {
        return death.get();
    }

    void closingFailed(Exception failure) {
        closingFailure.compareAndSet(null, failure);
    }

    Exception closingFailure() {
        return closingFailure.get();
    }
}
