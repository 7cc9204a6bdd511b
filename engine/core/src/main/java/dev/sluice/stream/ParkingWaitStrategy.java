package dev.sluice.stream;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/// How workers wait for the source: each parks at the slot that it has claimed, and publishing that slot wakes it
/// alone.
///
/// For one producer that publishes slot by slot. A worker may be held up between its claim and its berth, while the
/// ring goes on around the slot that it has claimed: there are as many berths as the ring has slots and more, so
/// that nobody who waits by then shares its berth.
final class ParkingWaitStrategy implements WaitStrategy {
    /// Parking is bounded, so that a worker looks at its alert even if no thread calls.
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

    private final WaitPolicy policy;
    private final long longest;
    private final AtomicReferenceArray<Thread> berths;
    private SequenceBarrier published;
    private volatile Runnable onPublished;

    /// For a ring of so many slots: it goes at most that far beyond a slot that is not computed yet, and the workers
    /// claim at most one slot each beyond that.
    ParkingWaitStrategy(WaitPolicy policy, int slots, int workers) {
        this(policy, slots, workers, ParkBound.of(LONGEST));
    }

    /// The same whose workers park for `longest` nanoseconds at most.
    ParkingWaitStrategy(WaitPolicy policy, int slots, int workers, long longest) {
        this.policy = policy;
        this.longest = longest;
        this.berths = new AtomicReferenceArray<>(2 * Integer.highestOneBit(slots + workers));
    }

    /// Names the barrier of the ring whose slots are waited for; before any thread starts. Not the ring itself: with
    /// assertions on, the Disruptor remembers every producer for ever, and through its wait strategy all that hangs
    /// on it.
    void attend(SequenceBarrier barrier) {
        published = barrier;
    }

    /// Names what is done after each publication from now on, by the thread that publishes.
    void onPublished(Runnable look) {
        onPublished = look;
    }

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier)
            throws AlertException {
        int round = 0;
        long available;
        while ((available = dependentSequence.get()) < sequence) {
            barrier.checkAlert();
            if (policy.pause(round)) {
                round++;
            } else {
                park(sequence, dependentSequence, barrier);
            }
        }
        return available;
    }

    private void park(long sequence, Sequence dependent, SequenceBarrier barrier) {
        int berth = berth(sequence);
        berths.set(berth, Thread.currentThread());
        VarHandle.fullFence();
        if (dependent.get() < sequence && !barrier.isAlerted()) {
            LockSupport.parkNanos(this, longest);
            // A plugin may have left an interrupt behind, with which nobody could park any more.
            Thread.interrupted();
        }
        // By then the berth may be taken by the worker that waits for a later slot.
        berths.compareAndSet(berth, Thread.currentThread(), null);
    }

    /// Called by the ring behind every publication.
    @Override
    public void signalAllWhenBlocking() {
        VarHandle.fullFence();
        Thread waiting = berths.get(berth(published.getCursor()));
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        Runnable look = onPublished;
        if (look != null) {
            look.run();
        }
    }

    int berth(long sequence) {
        return (int) sequence & berths.length() - 1;
    }
}
