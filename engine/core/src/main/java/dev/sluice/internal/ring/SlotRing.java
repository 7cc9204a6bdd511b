package dev.sluice.internal.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.util.Util;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The ring of one stage: slots that are published in order, claimed and computed by workers, and retired in order.
///
/// Threads take turns to publish, one at a time; each worker moves a sequence of its own. The minimum over these is the
/// last slot up to which all are computed, although each slot is computed on its own: order without a reorder buffer.
/// Slots are retired by one thread at a time, after all readers have given them back. The only class that knows the
/// Disruptor.
public final class SlotRing implements Berths.Publications {
    private final RingBuffer<Slot> ring;
    private final Berths berths;
    private final Parking parking;
    private final Sequence claims = new Sequence();
    private final Sequence[] workers;
    private final Sequence retired = new Sequence();
    /// Written by readers for each slot: on a line of its own, as workers look at what would stand beside it.
    private final Sequence seen = new Sequence();
    private volatile Runnable onPublished;
    private volatile boolean halted;

    /// A ring of `size` slots, a power of two, for so many workers, which wait at `berths`.
    public SlotRing(Supplier<Slot> slots, int size, int workers, Berths berths) {
        // Nothing waits by the strategy of the ring: it has none to call.
        this.ring = RingBuffer.createSingleProducer(slots::get, size, new BusySpinWaitStrategy());
        this.berths = berths;
        this.parking = berths.parking();
        this.workers = Stream.generate(Sequence::new).limit(workers).toArray(Sequence[]::new);
        ring.addGatingSequences(retired);
    }

    /// How its threads park.
    public Parking parking() {
        return parking;
    }

    /// How many slots there are.
    public int size() {
        return ring.getBufferSize();
    }

    /// Whether `slots` slots are free.
    public boolean hasRoom(int slots) {
        return ring.hasAvailableCapacity(slots);
    }

    /// The slot that is published next; to be filled once there is room.
    public Slot next() {
        return ring.get(ring.getCursor() + 1);
    }

    /// Publishes the [next][#next()] slot, and wakes the worker that has claimed it.
    ///
    /// @throws IllegalStateException if there is no room
    public void publish() {
        long sequence;
        try {
            // Not by the call that waits: with assertions on, the Disruptor refuses every thread but the first there,
            // and keeps that for ever.
            sequence = ring.tryNext();
        } catch (InsufficientCapacityException full) {
            throw new IllegalStateException("no slot is free: the ring has " + size(), full);
        }
        ring.publish(sequence);
        parking.step(Parking.Point.PUBLISHED);
        berths.wake(sequence);
        parking.step(Parking.Point.WORKER_WOKEN);
        Runnable look = onPublished;
        if (look != null) {
            look.run();
        }
    }

    /// Names what is done after each publication from now on, by the thread that publishes.
    public void onPublished(Runnable look) {
        onPublished = look;
    }

    /// The last slot that is published.
    public long published() {
        return ring.getCursor();
    }

    public Slot slot(long sequence) {
        return ring.get(sequence);
    }

    /// The next slot that no worker has claimed becomes that of worker `index`.
    public long claim(int index) {
        long claimed = claims.incrementAndGet();
        parking.step(Parking.Point.CLAIMED);
        workers[index].set(claimed - 1);
        return claimed;
    }

    /// All slots up to `sequence` are computed without a claim.
    public void claimAfter(long sequence) {
        claims.set(sequence);
    }

    /// Waits until slot `sequence` is published; false if it is not and the ring is halted.
    public boolean awaitPublished(long sequence) {
        return berths.await(sequence, this);
    }

    @Override
    public boolean isPublished(long sequence) {
        return ring.getCursor() >= sequence;
    }

    /// Worker `index` has computed slot `sequence`.
    public void done(int index, long sequence) {
        parking.step(Parking.Point.COMPUTED);
        workers[index].set(sequence);
    }

    /// The last slot that worker `index` is done with.
    public long doneBy(int index) {
        return workers[index].get();
    }

    /// All slots up to this one are computed.
    public long computed() {
        return Util.getMinimumSequence(workers);
    }

    /// Whether slot `sequence` was computed, and all before it, when a reader last looked; costs no look at the
    /// workers.
    boolean wasComputed(long sequence) {
        return seen.get() >= sequence;
    }

    /// Whether slot `sequence` is computed, and all before it.
    boolean isComputed(long sequence) {
        long now = computed();
        // Not written in every round of a wait: other readers look at the line.
        if (now > seen.get()) {
            seen.set(now);
        }
        return now >= sequence;
    }

    /// All slots up to this one are retired.
    long retired() {
        return retired.get();
    }

    /// Retires all slots up to `sequence`: what they borrowed goes back, and they are filled again.
    void retireTo(long sequence) {
        for (long next = retired.get() + 1; next <= sequence; next++) {
            ring.get(next).retire();
            parking.step(Parking.Point.RETIRED);
            retired.set(next);
        }
    }

    /// Slots that are filled and not retired yet, of [#size()].
    public long occupied() {
        return ring.getCursor() - retired.get();
    }

    /// The slot up to which all are to be retired before a feed goes on that found the ring full: half of it is empty
    /// then, which is work enough for the others, and one wake-up for many slots.
    public long halfEmpty() {
        return ring.getCursor() - size() / 2;
    }

    /// Whether less than half of the ring is empty, so that a feed may doze which found it full.
    public boolean isOverHalfFull() {
        return occupied() > size() / 2;
    }

    /// No worker waits any more for what is not published.
    public void halt() {
        halted = true;
        parking.step(Parking.Point.RING_HALTED);
        berths.wakeAll();
    }

    @Override
    public boolean isHalted() {
        return halted;
    }

    /// Frees the memory of the slots.
    public void release(Failures failures) {
        for (int i = 0; i < size(); i++) {
            failures.attempt(ring.get(i)::release);
        }
    }
}
