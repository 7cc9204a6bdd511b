package dev.sluice.internal.ring;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The readers that wait for slots of a ring to be computed, and when they are woken. Thread-safe once the readers are
/// named.
public final class WaitingReaders {
    private final SlotRing ring;
    private WaitPoint[] readers = {};

    public WaitingReaders(SlotRing ring) {
        this.ring = ring;
    }

    /// Names where a reader waits; before any thread starts.
    public void add(WaitPoint reader) {
        if (!Arrays.asList(readers).contains(reader)) {
            readers = Arrays.copyOf(readers, readers.length + 1);
            readers[readers.length - 1] = reader;
        }
    }

    /// A worker has moved its sequence and goes on: the readers are woken, but not for every slot.
    public void moved() {
        VarHandle.fullFence();
        for (WaitPoint reader : readers) {
            if (reader.isOccupied()) {
                reader.reachedAmongOthers(ring.computed());
            }
        }
    }

    /// A worker finds nothing to do: the readers are to have what there is.
    public void idle() {
        VarHandle.fullFence();
        for (WaitPoint reader : readers) {
            if (reader.isOccupied()) {
                reader.reached(ring.computed());
            }
        }
    }

    /// Whether a reader is parked, or about to be. To be asked after a full fence.
    boolean isAwaited() {
        for (WaitPoint reader : readers) {
            if (reader.isOccupied()) {
                return true;
            }
        }
        return false;
    }

    /// Wakes the readers that wait for slots up to the last published one, which they compute themselves.
    public void published() {
        long sequence = ring.published();
        for (WaitPoint reader : readers) {
            if (reader.isOccupied()) {
                reader.reached(sequence);
            }
        }
    }

    /// Every reader is to look whether the run goes on.
    public void wakeAll() {
        for (WaitPoint reader : readers) {
            reader.wake();
        }
    }
}
