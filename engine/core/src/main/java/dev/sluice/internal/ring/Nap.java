package dev.sluice.internal.ring;

import dev.sluice.executor.Parking;
import java.util.concurrent.TimeUnit;

/// Short sleeps of a thread that waits for another and may not give up: no thread can park while it is interrupted, so
/// the interrupt is kept for later. Used by one thread.
final class Nap {
    private static final long LENGTH = TimeUnit.MILLISECONDS.toNanos(1);

    private final Parking parking;
    private boolean interrupted;

    Nap(Parking parking) {
        this.parking = parking;
    }

    /// Sleeps for a millisecond at most.
    void take() {
        interrupted |= Thread.interrupted();
        parking.park(this, LENGTH);
    }

    /// Interrupts the thread if it was interrupted meanwhile.
    void end() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
