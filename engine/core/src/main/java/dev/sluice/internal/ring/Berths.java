package dev.sluice.internal.ring;

import dev.sluice.stream.WaitPolicy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Where workers park until the slot that each has claimed is published: publishing it wakes that worker alone.
///
/// For one producer that publishes slot by slot. A worker may be held up between its claim and its berth, while the
/// ring goes on around the slot that it has claimed: there are as many berths as the ring has slots and more, so
/// that no thread that waits by then shares its berth.
public final class Berths {
    /// Parking is bounded, so that a worker looks whether the stage is halted even if no thread calls.
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

    private final WaitPolicy policy;
    private final Parking parking;
    private final long longest;
    private final AtomicReferenceArray<Thread> berths;

    /// What is waited for.
    interface Publications {
        boolean isPublished(long sequence);

        /// Whether nothing is waited for any more.
        boolean isHalted();
    }

    /// For a ring of so many slots: it goes at most that far beyond a slot that is not computed yet, and the workers
    /// claim at most one slot each beyond that.
    public Berths(WaitPolicy policy, int slots, int workers) {
        this(policy, slots, workers, Parking.JVM);
    }

    /// The same whose workers park by `parking`.
    public Berths(WaitPolicy policy, int slots, int workers, Parking parking) {
        this(policy, slots, workers, parking.longest(LONGEST), parking);
    }

    /// The same whose workers park for `longest` nanoseconds at most.
    public Berths(WaitPolicy policy, int slots, int workers, long longest) {
        this(policy, slots, workers, longest, Parking.JVM);
    }

    private Berths(WaitPolicy policy, int slots, int workers, long longest, Parking parking) {
        this.policy = policy;
        this.parking = parking;
        this.longest = longest;
        this.berths = new AtomicReferenceArray<>(2 * Integer.highestOneBit(slots + workers));
    }

    Parking parking() {
        return parking;
    }

    /// Waits until slot `sequence` is published; false if it is not and the stage is halted.
    boolean await(long sequence, Publications slots) {
        int round = 0;
        while (!slots.isPublished(sequence)) {
            if (slots.isHalted()) {
                return false;
            }
            if (policy.pause(round)) {
                round++;
            } else {
                park(sequence, slots);
            }
        }
        return true;
    }

    private void park(long sequence, Publications slots) {
        int berth = berth(sequence);
        berths.set(berth, Thread.currentThread());
        VarHandle.fullFence();
        parking.step(Parking.Point.BERTHED);
        if (!slots.isPublished(sequence) && !slots.isHalted()) {
            parking.park(this, longest);
            // A plugin may have left an interrupt, with which no thread could park any more.
            Thread.interrupted();
        }
        // By then the berth may be taken by the worker that waits for a later slot.
        berths.compareAndSet(berth, Thread.currentThread(), null);
    }

    /// Slot `sequence` is published: wakes the worker that waits for it.
    void wake(long sequence) {
        VarHandle.fullFence();
        Thread waiting = berths.get(berth(sequence));
        if (waiting != null) {
            parking.unpark(waiting);
        }
    }

    /// Every worker is to look whether anything is waited for.
    void wakeAll() {
        VarHandle.fullFence();
        for (int berth = 0; berth < berths.length(); berth++) {
            parking.unpark(berths.get(berth));
        }
    }

    int berth(long sequence) {
        return (int) sequence & berths.length() - 1;
    }
}
