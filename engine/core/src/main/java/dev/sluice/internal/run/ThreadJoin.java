package dev.sluice.internal.run;

import dev.sluice.internal.ring.Parking;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits for the threads of a pass to end, also where the calling thread is interrupted: their memory is freed next.
/// Used by one thread.
final class ThreadJoin {
    private static final long GENTLE = TimeUnit.MILLISECONDS.toNanos(100);

    private final String runId;
    private final Duration patience;
    private final long deadline;
    private final Parking parking;
    private boolean interrupted;

    /// The time to end begins now, for all threads of a pass over `runId`, and lasts for `patience` by the clock of
    /// `parking`.
    ThreadJoin(String runId, Duration patience, Parking parking) {
        this.parking = parking;
        this.runId = runId;
        this.patience = patience;
        this.deadline = parking.nanoTime() + patience.toNanos();
    }

    /// When all must have ended, by the clock of the pass.
    long deadline() {
        return deadline;
    }

    /// Waits for `thread` to end.
    ///
    /// @throws IllegalStateException if it does not, though interrupted; with its stack
    void await(StageTask thread) {
        long gentle = parking.nanoTime() + GENTLE;
        while (thread.isAlive() && parking.nanoTime() < deadline) {
            if (parking.nanoTime() > gentle) {
                // It may wait for a device or a lock; what it computes is of no use any more.
                thread.interrupt();
            }
            joinAWhile(thread);
        }
        if (thread.isAlive()) {
            throw stuck(thread);
        }
    }

    private void joinAWhile(StageTask thread) {
        try {
            thread.join(Duration.ofMillis(20));
        } catch (InterruptedException again) {
            interrupted = true;
        }
    }

    private IllegalStateException stuck(StageTask thread) {
        IllegalStateException stuck = new IllegalStateException(thread.name() + " of run " + runId
                + " does not stop within " + patience.toMillis() / 1000.0
                + " s, though interrupted; it frees the memory of the stream when it ends");
        stuck.setStackTrace(thread.stackTrace());
        return stuck;
    }

    /// Interrupts the calling thread if it was interrupted while it waited.
    void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
