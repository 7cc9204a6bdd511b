package dev.sluice.stream;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.util.Util;
import java.lang.invoke.VarHandle;
import java.util.stream.Stream;

/// How far the workers of a stage have come, and the reader who waits for it. Thread-safe.
///
/// The minimum over their sequences is the last slot up to which all are computed, although each is computed on its
/// own.
final class Progress {
    private final Sequence[] workers;
    private final Waiter reader;

    Progress(int workers, WaitPolicy policy) {
        this.workers = Stream.generate(Sequence::new).limit(workers).toArray(Sequence[]::new);
        this.reader = new Waiter(policy);
    }

    /// The sequence that worker `index` moves.
    Sequence sequence(int index) {
        return workers[index];
    }

    Waiter reader() {
        return reader;
    }

    /// All slots up to this one are computed.
    long computed() {
        return Util.getMinimumSequence(workers);
    }

    /// A worker has moved its sequence and goes on: the reader is called, but not for every slot.
    void moved() {
        VarHandle.fullFence();
        if (reader.isOccupied()) {
            reader.reachedAmongOthers(computed());
        }
    }

    /// A worker finds nothing to do: the reader is to have what there is.
    void idle() {
        VarHandle.fullFence();
        if (reader.isOccupied()) {
            reader.reached(computed());
        }
    }
}
