package dev.sluice.internal.ring;

import dev.sluice.stream.WaitPolicy;
import java.util.concurrent.atomic.AtomicLong;

/// Turns that workers take in the order of their numbers, from 0, each of them once. Thread-safe.
///
/// A worker takes its turns in rising order, and of those that wait the first never waits for another.
public final class Turns implements Berths.Publications {
    private final Berths berths;
    private final AtomicLong end = new AtomicLong(Long.MAX_VALUE);
    private volatile long next;

    /// Turns of so many workers.
    public Turns(int workers, WaitPolicy policy, Parking parking) {
        this.berths = new Berths(policy, workers, workers, parking);
    }

    /// Waits until all turns before `turn` are over; false if it is not taken any more.
    public boolean await(long turn) {
        return berths.await(turn, this) && turn < end.get();
    }

    /// The turn that was awaited is over.
    public void pass(long turn) {
        next = turn + 1;
        berths.wake(turn + 1);
    }

    /// No turn from `turn` on is taken any more.
    public void endAt(long turn) {
        end.accumulateAndGet(turn, Math::min);
        berths.wakeAll();
    }

    /// Whether the turn has come, or never will.
    @Override
    public boolean isPublished(long turn) {
        return next >= turn || turn >= end.get();
    }

    @Override
    public boolean isHalted() {
        return end.get() <= 0;
    }
}
