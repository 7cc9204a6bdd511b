package dev.sluice.stream;

import com.lmax.disruptor.RingBuffer;

/// The thread that fills the slots of a stage from its feed and publishes them; waits while the ring is full.
final class FeedLoop implements Runnable {
    private final StagePlan plan;
    private final Feed feed;
    private final RingBuffer<Slot> ring;
    private final StageState state;
    private final Waiter room;
    private final int cpu;

    FeedLoop(StagePlan plan, Feed feed, RingBuffer<Slot> ring, StageState state, Waiter room, int cpu) {
        this.plan = plan;
        this.feed = feed;
        this.ring = ring;
        this.state = state;
        this.room = room;
        this.cpu = cpu;
    }

    @Override
    public void run() {
        try {
            fill();
        } catch (Throwable death) {
            state.run().died(told(death));
        } finally {
            leave();
        }
    }

    private void fill() {
        boolean pinned = cpu < 0;
        boolean more = true;
        while (more && claimable()) {
            long sequence = ring.next();
            Slot slot = ring.get(sequence);
            try {
                if (!pinned) {
                    CpuPinning.pinCurrentThread(cpu);
                    pinned = true;
                }
                more = feed.fill(slot);
            } catch (Throwable failure) {
                slot.fail(told(failure));
                state.stopAfter(sequence);
                more = false;
            } finally {
                ring.publish(sequence);
            }
        }
    }

    private void leave() {
        try {
            feed.leave();
        } catch (Throwable failure) {
            state.run().died(told(failure));
        }
    }

    private Throwable told(Throwable failure) {
        if (failure instanceof PipelineException) {
            return failure;
        }
        try {
            return plan.feedFailure(feed.number(), state.run().explained(failure));
        } catch (Throwable untellable) {
            return failure;
        }
    }

    /// Waits for a free slot; false if none is wanted any more. Written out because `next()` itself cannot be
    /// stopped.
    ///
    /// Once the ring is full, half of it is let run empty: it is work enough for the others, and one wake-up for
    /// many slots.
    private boolean claimable() {
        if (ring.hasAvailableCapacity(1)) {
            return !isStopped();
        }
        state.run().full();
        long halfEmpty = ring.getCursor() - ring.getBufferSize() / 2;
        room.begin();
        while (!ring.hasAvailableCapacity(1) && !isStopped()) {
            pause(halfEmpty);
            // An interrupt left behind by the reader of a file would keep this thread from parking.
            Thread.interrupted();
        }
        room.end();
        return !isStopped();
    }

    private void pause(long halfEmpty) {
        if (!feed.takesInWhileFull()) {
            room.pause(halfEmpty);
        } else if (feed.takeIn()) {
            room.end();
            room.begin();
        } else {
            room.pauseForAny();
            for (StageCursor cursor : feed.cursors()) {
                cursor.stage().wakeFeed();
            }
        }
    }

    private boolean isStopped() {
        return state.run().isHalted() || !state.isWanted(ring.getCursor() + 1);
    }
}
