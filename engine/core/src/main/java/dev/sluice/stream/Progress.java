package dev.sluice.stream;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.util.Util;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.Stream;

/// How far the workers of a stage have come, and the readers who wait for it. Thread-safe once the readers are
/// named.
///
/// The minimum over their sequences is the last slot up to which all are computed, although each is computed on its
/// own.
final class Progress {
    private final Sequence[] workers;
    private final StageState state;
    private Waiter[] readers = {};
    private Runnable onAbandoned = () -> {};

    Progress(int workers, StageState state) {
        this.state = state;
        this.workers = Stream.generate(Sequence::new).limit(workers).toArray(Sequence[]::new);
    }

    /// Names somebody who waits for the slots; before any thread starts.
    void add(Waiter reader) {
        if (!Arrays.asList(readers).contains(reader)) {
            readers = Arrays.copyOf(readers, readers.length + 1);
            readers[readers.length - 1] = reader;
        }
    }

    /// Names what is done whenever a worker has moved though nobody reads any more; before any thread starts.
    void onAbandoned(Runnable retire) {
        onAbandoned = retire;
    }

    /// The sequence that worker `index` moves.
    Sequence sequence(int index) {
        return workers[index];
    }

    /// All slots up to this one are computed.
    long computed() {
        return Util.getMinimumSequence(workers);
    }

    /// A worker has moved its sequence and goes on: the readers are called, but not for every slot.
    void moved() {
        VarHandle.fullFence();
        for (Waiter reader : readers) {
            if (reader.isOccupied()) {
                reader.reachedAmongOthers(computed());
            }
        }
        if (state.isAbandoned()) {
            onAbandoned.run();
        }
    }

    /// A worker finds nothing to do: the readers are to have what there is.
    void idle() {
        VarHandle.fullFence();
        for (Waiter reader : readers) {
            if (reader.isOccupied()) {
                reader.reached(computed());
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

    /// Wakes the readers that wait for slots up to `sequence`, which they compute themselves.
    void published(long sequence) {
        for (Waiter reader : readers) {
            if (reader.isOccupied()) {
                reader.reached(sequence);
            }
        }
    }

    /// Everybody is to look whether the run goes on.
    void wakeAll() {
        for (Waiter reader : readers) {
            reader.wake();
        }
    }
}
