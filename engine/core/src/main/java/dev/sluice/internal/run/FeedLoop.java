package dev.sluice.internal.run;

import dev.sluice.executor.CpuPinning;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.internal.ring.Watched;
import dev.sluice.stream.PipelineException;
import java.util.List;

/// The thread that fills the slots of a stage from its feed and publishes them; waits while the ring is full.
final class FeedLoop implements Runnable, Watched {
    private final StagePlan plan;
    private final Feed feed;
    private final SlotRing ring;
    private final StageState state;
    private final WaitPoint room;
    private final int cpu;
    private StageTask task;

    FeedLoop(StagePlan plan, Feed feed, SlotRing ring, StageState state, WaitPoint room, int cpu) {
        this.plan = plan;
        this.feed = feed;
        this.ring = ring;
        this.state = state;
        this.room = room;
        this.cpu = cpu;
    }

    /// Names the work of its thread; before that starts.
    void workBy(StageTask thread) {
        task = thread;
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
            Slot slot = ring.next();
            try {
                if (!pinned) {
                    CpuPinning.pinCurrentThread(cpu);
                    pinned = true;
                }
                more = feed.fill(slot);
            } catch (Throwable failure) {
                slot.fail(told(failure));
                state.stopAfter(ring.published() + 1);
                more = false;
            } finally {
                ring.publish();
            }
        }
    }

    private void leave() {
        try {
            ring.parking().step(Parking.Point.LEAVING);
            feed.leave();
        } catch (Throwable failure) {
            state.run().died(told(failure));
        }
    }

    private Throwable told(Throwable failure) {
        Throwable death = state.run().death();
        if (death != null) {
            // What it fails of now comes of that, and would hide it.
            return death;
        }
        if (failure instanceof PipelineException) {
            return failure;
        }
        try {
            return plan.feedFailure(feed.number(), state.run().explained(failure));
        } catch (Throwable untellable) {
            return failure;
        }
    }

    /// Waits for a free slot; false if none is wanted any more. Once the ring is full, half of it is let run
    /// [empty][SlotRing#halfEmpty()].
    private boolean claimable() {
        if (ring.hasRoom(1)) {
            return !isStopped();
        }
        ring.parking().step(Parking.Point.FULL);
        state.run().full();
        long halfEmpty = ring.halfEmpty();
        room.begin();
        while (!ring.hasRoom(1) && !isStopped()) {
            pause(halfEmpty);
            // An interrupt left by the reader of a file would keep this thread from parking.
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
            for (RingReader cursor : feed.cursors()) {
                cursor.wakeFeed();
            }
        }
    }

    private boolean isStopped() {
        return state.run().isHalted() || !state.isWanted(ring.published() + 1);
    }

    /// It has work while a slot is free, unless it lets a ring that was full run half empty first, and every stage that
    /// it reads is further than it is.
    @Override
    public long position() {
        boolean dozing = room.isOccupied() && ring.isOverHalfFull();
        if (!task.isAlive() || ring.occupied() >= ring.size() || dozing) {
            return IDLE;
        }
        long position = ring.published();
        for (RingReader cursor : feed.cursors()) {
            if (!cursor.isBehind()) {
                return IDLE;
            }
            position += cursor.sequence();
        }
        return position;
    }

    @Override
    public String who() {
        return plan.name();
    }

    @Override
    public String dataType() {
        return plan.dataType(0);
    }

    @Override
    public long chunk() {
        return feed.number();
    }

    @Override
    public List<StackTraceElement> stack() {
        return List.of(task.stackTrace());
    }
}
