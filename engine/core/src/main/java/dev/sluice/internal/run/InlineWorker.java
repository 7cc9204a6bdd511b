package dev.sluice.internal.run;

import dev.sluice.internal.ring.MemoryHold;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RingReaders;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.WaitingReaders;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Lets the only reader of a stage compute what it asks for, in the place of the worker: a hand-over less.
///
/// The thread of the worker prepares the plugins, parks while the reader computes, and closes what it prepared. It
/// computes itself where what was prepared is bound to it; after the reader was interrupted while it computed,
/// because a plugin sees no interrupt of a reader; and after the reader has left.
///
/// One of them computes at a time: the place is taken by compare-and-set, and holds the thread of the reader while
/// it computes.
final class InlineWorker implements RingReaders.Inline {
    private static final Object UNPREPARED = "not prepared";
    private static final Object FREE = "free for the reader";
    private static final Object OWN = "of the worker";

    private final SlotRing ring;
    private final Parking parking;
    private final StageState state;
    private final WaitingReaders readers;
    private final AtomicReference<Object> place = new AtomicReference<>(UNPREPARED);
    private final MemoryHold hold = new MemoryHold();
    private Worker worker;
    private boolean called;
    private volatile Thread own;

    /// Computes what is published in `ring`.
    InlineWorker(SlotRing ring, StageState state, WaitingReaders readers) {
        this.ring = ring;
        this.parking = ring.parking();
        this.state = state;
        this.readers = readers;
    }

    /// Names the worker; before any thread starts.
    void standFor(Worker replaced) {
        worker = replaced;
    }

    /// Called by the thread of the worker, which has prepared the plugins: `lends` says whether the reader may
    /// compute. Waits until the worker is to compute itself; false if the run ends before.
    boolean awaitTurn(boolean lends) {
        own = Thread.currentThread();
        place.set(lends ? FREE : OWN);
        parking.step(Parking.Point.PREPARED);
        readers.wakeAll();
        while (place.get() != OWN) {
            if (state.run().isHalted()) {
                return false;
            }
            if (state.isAbandoned()) {
                // In vain while the reader computes, which does it when it leaves the place.
                takeOver();
            }
            if (place.get() != OWN) {
                parking.step(Parking.Point.REPLACED);
                parking.park(this);
                // An interrupt that is left would keep the thread from parking.
                Thread.interrupted();
            }
        }
        return true;
    }

    /// Computes slot `sequence`, the next one, on the calling thread, if it is published and the reader's to
    /// compute. Whether it is computed now.
    @Override
    public boolean compute(long sequence) {
        if (place.get() != FREE) {
            return false;
        }
        if (!ring.isPublished(sequence)) {
            // Before it looks for the last time and parks: only virtual threads do at low latency. Not before one does,
            // since it costs both threads a shared cache line for each chunk.
            if (!called && Thread.currentThread().isVirtual()) {
                called = true;
                parking.step(Parking.Point.UNCALLED);
                ring.onPublished(readers::published);
            }
            return false;
        }
        if (!place.compareAndSet(FREE, Thread.currentThread())) {
            return false;
        }
        Object next = OWN;
        try {
            parking.step(Parking.Point.PLACE_TAKEN);
            // Read after the place is taken: a thread that closes sees that the reader computes, or the reader the
            // halt.
            if (!state.run().isHalted() && computeShielded(sequence)) {
                next = FREE;
            }
        } catch (Throwable death) {
            state.run().died(death);
        } finally {
            leave(next);
        }
        return worker.sequence() >= sequence;
    }

    /// A flag that was set before is not seen by the plugin. One that is set meanwhile may have been: what was
    /// computed then does not count.
    private boolean computeShielded(long sequence) {
        boolean before = Thread.interrupted();
        boolean done = true;
        try {
            done = worker.computeHere(sequence);
        } finally {
            if (before || !done) {
                Thread.currentThread().interrupt();
            }
        }
        return done;
    }

    private void leave(Object next) {
        place.set(next);
        parking.step(Parking.Point.PLACE_LEFT);
        // Read after the place is free: a thread that abandons the stage finds it free, or the reader sees that it did.
        if (next == FREE && state.isAbandoned()) {
            takeOver();
        } else if (next == OWN) {
            parking.unpark(own);
        }
        hold.letGo();
    }

    /// The worker computes from now on, unless the reader does at this moment: then it sees itself that it has left.
    void takeOver() {
        if (place.compareAndSet(FREE, OWN)) {
            parking.unpark(own);
        }
    }

    @Override
    public boolean isOfReader() {
        Object now = place.get();
        return now != OWN && now != UNPREPARED;
    }

    @Override
    public boolean isComputing() {
        return place.get() instanceof Thread;
    }

    /// What keeps the memory of the pass while the reader computes.
    MemoryHold hold() {
        return hold;
    }

    /// Where the reader is; nothing unless it computes.
    List<StackTraceElement> stack() {
        return place.get() instanceof Thread reader ? List.of(reader.getStackTrace()) : List.of();
    }

    /// The name of the thread that computes.
    String reader() {
        return place.get() instanceof Thread reader ? reader.getName() : "none";
    }
}
