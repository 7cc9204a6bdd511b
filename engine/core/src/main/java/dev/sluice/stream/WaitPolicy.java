package dev.sluice.stream;

import java.util.concurrent.TimeUnit;

/// How threads of a stage wait for each other, named by what it is for. Policies differ in speed only.
///
/// A thread that waits spins and yields a little first. Then, unless latency is all that counts, it parks, without a
/// clock, and is woken by the thread that has done what it waits for: a nap of 100 µs costs up to 30 µs of the core
/// in a virtual machine, a wake-up 3 to 5. A virtual thread never spins: it yields once and parks, whatever the
/// policy.
///
/// An interrupt does the same under every policy. A reader that is interrupted while it waits for a chunk gets an
/// [InterruptedWaitException]: its interrupt flag is set, no chunk is lost, and the stream may be read on once the
/// flag is cleared. A chunk that is ready is delivered all the same. Plugins see no interrupt but that of a stream
/// that is closed.
public enum WaitPolicy {
    /// Answers within a microsecond, and keeps a core busy per thread: for live input with cores to spare.
    LOW_LATENCY(2000, Integer.MAX_VALUE, 0),
    /// Parks soon; the reader is woken every 400 µs at most: for machines that do other work too.
    BALANCED(10, 2, TimeUnit.MICROSECONDS.toNanos(400)),
    /// Parks soon; the reader is woken every millisecond at most: the cores go to threads that have work.
    THROUGHPUT(0, 1, TimeUnit.MILLISECONDS.toNanos(1));

    private final int spins;
    private final int yields;
    private final long patience;

    WaitPolicy(int spins, int yields, long patience) {
        this.spins = spins;
        this.yields = yields;
        this.patience = patience;
    }

    /// Nanoseconds that must lie between two wake-ups of one thread, as long as the others have work.
    public long patience() {
        return patience;
    }

    /// Waits as long as round `round` of a wait does that is not to park yet; false if it is time to park.
    public boolean pause(int round) {
        if (Thread.currentThread().isVirtual()) {
            return yieldOnce(round);
        }
        if (round < spins) {
            Thread.onSpinWait();
        } else if (yields == Integer.MAX_VALUE || round - spins < yields) {
            Thread.yield();
        } else {
            return false;
        }
        return true;
    }

    /// A virtual thread that spins, or yields again and again, keeps others of the process from their carriers.
    private static boolean yieldOnce(int round) {
        if (round > 0) {
            return false;
        }
        Thread.yield();
        return true;
    }
}
