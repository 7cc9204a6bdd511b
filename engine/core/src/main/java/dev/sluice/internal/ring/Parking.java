package dev.sluice.internal.ring;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// How threads of a pass park, wake each other and read the clock. Thread-safe.
///
/// The engine uses that of the [JVM][#JVM]. A simulation extends this class and decides itself which thread runs next
/// and how late it is. As long as no other class extends it, a call costs what the call of the JVM costs, and
/// [#step] nothing.
public abstract class Parking {
    /// Parks by [LockSupport], and reads the clock of the JVM.
    public static final Parking JVM = new OfTheJvm();

    /// The longest park of a thread that looks again only when it is woken: as good as no limit.
    public static final long UNBOUNDED = Long.MAX_VALUE;

    /// A place in the engine where it matters whether another thread comes first.
    public enum Point {
        /// A waiter has said what it waits for, and has not looked again.
        ANNOUNCED,
        /// A worker is about to wake a reader that others may call too.
        CALLING,
        /// A worker has named its berth, and has not looked again.
        BERTHED,
        /// A slot is published, and its worker is not woken yet.
        PUBLISHED,
        /// The worker of a slot is woken, and readers that compute are not.
        WORKER_WOKEN,
        /// A slot is claimed, and the sequence of the worker does not say so.
        CLAIMED,
        /// A slot is computed, and the sequence of the worker does not say so.
        COMPUTED,
        /// A worker has moved its sequence, and no reader is woken yet.
        DONE,
        /// A worker retires what no reader wants.
        RETIRING,
        /// A worker has nothing to do, and is not parked yet.
        IDLE,
        /// A ring was full when the feed looked.
        FULL,
        /// A reader has found its slot.
        FOUND,
        /// A reader is about to give slots back.
        GIVING_BACK,
        /// A reader has given slots back.
        GIVEN_BACK,
        /// A reader says that it has given slots back, or takes none any more, and none is retired yet.
        RETURNED,
        /// What a slot borrowed has gone back, and the slot is not free yet.
        RETIRED,
        /// A waiter looks called, and is not woken yet.
        CALLED,
        /// A feed has nothing more to fill.
        LEAVING,
        /// A feed takes in a chunk while its ring is full.
        TAKEN_IN,
        /// An aligning feed has found that an input is not ready.
        UNALIGNED,
        /// The plugins are prepared, and the reader may compute.
        PREPARED,
        /// The worker that a reader stands in for is about to park.
        REPLACED,
        /// A reader that computes has found nothing, and is not called yet when there is.
        UNCALLED,
        /// A reader has taken the place of the worker.
        PLACE_TAKEN,
        /// A reader has left the place of the worker.
        PLACE_LEFT,
        /// A run is halted, and its threads are not woken yet.
        HALTED,
        /// A ring is halted, and its workers are not woken yet.
        RING_HALTED,
        /// A publisher says that it writes into memory of a pass.
        ENTERED,
        /// A publisher writes no more.
        LET_GO,
        /// The end of a live stream is published, and the feed does not say so.
        END_PUBLISHED,
        /// The feed of a live stream has ended, and is still the one that is fed.
        FINISHED,
        /// A pass is about to come in by the door of a live input.
        CONNECTING,
        /// A publisher has found no pass, and is not parked yet.
        UNFED,
        /// A publisher has found a pass, and has no turn yet.
        TURNLESS,
        /// A reader takes hold of a chunk, and has not seen whether the stream is closed.
        HOLD_TAKEN,
        /// A reader has let go of its last chunk.
        HOLD_GONE,
        /// A stream is about to be closed, and its reader knows it.
        CLOSING,
        /// A closed stream needs its pipeline no more.
        CLOSED,
        /// A reader has come to the end of its stream.
        AT_END,
        /// All threads of a pass are joined, and its memory is not freed yet.
        JOINED,
        /// A thread is at the begin of its work.
        BEGUN,
        /// A thread uses the memory of its pass no more, and does not say that it has ended.
        ENDED
    }

    /// For what takes the place of the JVM.
    protected Parking() {}

    /// With `-Dsluice.park.bound=off` no park is bounded: then a lost wake-up is a hang, which a test sees, and not a
    /// delay, which none does.
    private static final class OfTheJvm extends Parking {
        private static final boolean BOUNDED = !"off".equals(System.getProperty("sluice.park.bound"));

        @Override
        public long longest(long nanos) {
            return BOUNDED ? nanos : UNBOUNDED;
        }
    }

    /// The time in nanoseconds, of which only differences mean something.
    public long nanoTime() {
        return System.nanoTime();
    }

    /// The longest park of a thread that looks again by itself after `nanos`, if nothing wakes it.
    public long longest(long nanos) {
        return nanos;
    }

    /// Parks the calling thread until it is woken or interrupted; may return earlier.
    public void park(Object blocker) {
        LockSupport.park(blocker);
    }

    /// The same, for `nanos` nanoseconds at most.
    public void park(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, nanos);
    }

    /// Wakes `thread`, or keeps it from parking the next time; null is none.
    public void unpark(Thread thread) {
        LockSupport.unpark(thread);
    }

    /// Waits until `thread` has ended, but no longer than `limit`.
    ///
    /// @throws InterruptedException if the calling thread is interrupted
    public void join(Thread thread, Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    /// The calling thread is at `point`: another one may come first here.
    public void step(Point point) {
        // Only a simulation lets another thread come first.
    }
}
