package dev.sluice.stream;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The readers that wait for slots of a ring to be computed, and when they are woken. Thread-safe once the readers are
/// named.
final class WaitingReaders {
    private final SlotRing ring;
    private Waiter[] readers = {};

    WaitingReaders(SlotRing ring) {
        this.ring = ring;
    }

    /// Names where a reader waits; before any thread starts.
    void add(Waiter reader) {
        if (!Arrays.asList(readers).contains(reader)) {
            readers = Arrays.copyOf(readers, readers.length + 1);
            readers[readers.length - 1] = reader;
        }
    }

    /// A worker has moved its sequence and goes on: the readers are woken, but not for every slot.
    void moved() {
        VarHandle.fullFence();
        for (Waiter reader : readers) {
            if (reader.isOccupied()) {
                reader.reachedAmongOthers(ring.computed());
            }
        }
    }

    /// A worker finds nothing to do: the readers are to have what there is.
    void idle() {
        VarHandle.fullFence();
        for (Waiter reader : readers) {
            if (reader.isOccupied()) {
                reader.reached(ring.computed());
            }
        }
    }

    /// Whether a reader is parked, or about to be. To be asked after a full fence.
    boolean isAwaited() {
        for (Waiter reader : readers) {
            if (reader.isOccupied()) {
                return true;
            }
        }
        return false;
    }

    /// Wakes the readers that wait for slots up to the last published one, which they compute themselves.
    void published() {
        long sequence = ring.published();
        for (Waiter reader : readers) {
            if (reader.isOccupied()) {
                reader.reached(sequence);
            }
        }
    }

    /// Every reader is to look whether the run goes on.
    void wakeAll() {
        for (Waiter reader : readers) {
            reader.wake();
        }
    }
}
