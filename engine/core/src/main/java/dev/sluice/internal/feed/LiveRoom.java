package dev.sluice.internal.feed;

import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Filler;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.StageState;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.stream.InterruptedWaitException;

/// The room of the ring that a live input fills, where its publisher waits.
///
/// Slots are kept free after the one that is published: for the next claim, and for what ends the stream; so neither
/// waits. Used by the publishing thread, but for [#isStopped].
final class LiveRoom {
    /// Slots that stay free when one is published: the next claim or a last chunk, and the mark of the end.
    private static final int RESERVE = 2;

    static final Filler KEEPS_ROOM = new Filler() {
        @Override
        public int reserve() {
            return RESERVE;
        }
    };

    private final StagePlan plan;
    private final boolean dropping;
    private SlotRing ring;
    private StageState state;
    private WaitPoint waiter;
    private volatile boolean finished;
    private boolean limited;
    private long deadline;

    /// Room for chunks of which those that find none are dropped if `dropping`.
    LiveRoom(StagePlan plan, boolean dropping) {
        this.plan = plan;
        this.dropping = dropping;
    }

    /// Names the ring, and where the publisher waits; before any thread starts.
    void attend(SlotRing slots, StageState ofStage, WaitPoint forRoom) {
        ring = slots;
        state = ofStage;
        waiter = forRoom;
        forRoom.watchedBy(this::look);
    }

    /// A wait ends within `nanos`, from now on, and the publisher gets [WaitOver].
    void limit(long nanos) {
        deadline = waiter.parking().nanoTime() + nanos;
        limited = true;
    }

    /// A wait ends when there is room.
    void unlimited() {
        limited = false;
    }

    /// Called every few milliseconds of a wait.
    private void look() {
        if (limited && waiter.parking().nanoTime() - deadline >= 0) {
            throw WaitOver.WAIT_OVER;
        }
    }

    /// Ends a wait for room from within; nothing is taken in. Made once, without a stack.
    static final class WaitOver extends RuntimeException {
        private static final WaitOver WAIT_OVER = new WaitOver();

        private static final long serialVersionUID = 1;

        private WaitOver() {
            super("the wait is over", null, false, false);
        }
    }

    /// Nothing more is published.
    void finish() {
        finished = true;
    }

    boolean isFinished() {
        return finished;
    }

    /// Whether what is published goes nowhere; for any thread.
    boolean isStopped() {
        return finished
                || state.run().isHalted()
                || state.run().death() != null
                || !state.isWanted(ring.published() + 1);
    }

    /// Waits for room, or until what is published goes nowhere, unless what finds none is dropped; false if it is to be
    /// dropped. `remedy` says what an interrupted publisher may do.
    ///
    /// @throws InterruptedWaitException if the calling thread is interrupted
    boolean await(String remedy) {
        if (!hasRoom()) {
            if (dropping) {
                return false;
            }
            awaitRoom(remedy);
        }
        return true;
    }

    private boolean hasRoom() {
        return ring.hasRoom(1 + RESERVE);
    }

    private void awaitRoom(String remedy) {
        state.run().full();
        long halfEmpty = ring.halfEmpty();
        waiter.begin();
        try {
            while (!hasRoom() && !isStopped()) {
                if (Thread.interrupted()) {
                    // No thread can park while it is interrupted.
                    throw new InterruptedWaitException(
                            "room for " + plan.dataType(0) + " of run " + plan.runId(), remedy, null);
                }
                waiter.pause(halfEmpty);
            }
        } finally {
            waiter.end();
        }
    }
}
