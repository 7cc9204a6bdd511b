package dev.sluice.internal.run;

import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.WaitPoint;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Tells a thread that was woken from one that looked again because its park came to its limit: here a limit that no
/// thread is ever kept from running for.
final class LostCall {
    /// The limit of parks, in nanoseconds.
    static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

    private LostCall() {}

    /// Waits until `reached`, as readers of the engine do; 1 if no thread called.
    static int await(WaitPoint waiter, long sequence, BooleanSupplier reached) {
        long begun = System.nanoTime();
        waiter.begin();
        while (!reached.getAsBoolean()) {
            waiter.pause(sequence);
        }
        waiter.end();
        return since(begun);
    }

    /// Waits until `slot` is published, as workers of the engine do; 1 if no thread called.
    static int await(SlotRing ring, long slot) {
        long begun = System.nanoTime();
        ring.awaitPublished(slot);
        return since(begun);
    }

    /// 1 if what began at `begun`, in the time of the JVM's clock, lasted longer than the limit.
    static int since(long begun) {
        return System.nanoTime() - begun >= LIMIT ? 1 : 0;
    }
}
