package dev.sluice.internal.ring;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// What a thread that closes leaves to a thread that still uses memory: whichever of them comes last does it.
/// Thread-safe.
///
/// The using thread says that it uses the memory in a volatile field of its owner, clears the field, and then calls
/// [#letGo]. The closing thread asks that field.
public final class MemoryHold {
    private static final Runnable NOTHING = () -> {};
    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicReference<Runnable> left = new AtomicReference<>(NOTHING);

    /// Called when memory is used no more; costs one read unless something was left.
    public void letGo() {
        if (left.get() != NOTHING) {
            left.getAndSet(NOTHING).run();
        }
    }

    /// Waits while `used` until `deadline`, in the time of `parking`; false if it is used even then.
    public static boolean await(BooleanSupplier used, long deadline, Parking parking) {
        boolean interrupted = false;
        boolean inUse = used.getAsBoolean();
        while (inUse && parking.nanoTime() - deadline <= 0) {
            // No thread can park while it is interrupted, and this one may not give up.
            interrupted |= Thread.interrupted();
            parking.park(MemoryHold.class, NAP);
            inUse = used.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !inUse;
    }

    /// Leaves `last` to the using thread, or does it now if nothing is used any more.
    public void leave(BooleanSupplier used, Runnable last) {
        left.set(last);
        if (!used.getAsBoolean()) {
            letGo();
        }
    }
}
