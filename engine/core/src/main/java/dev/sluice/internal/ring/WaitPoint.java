package dev.sluice.internal.ring;

import dev.sluice.stream.WaitPolicy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/// Where one thread waits for a sequence that others move on, and is woken by them.
///
/// One thread waits at a time: `begin`, then `pause` for as long as its own look at the sequence says so, then
/// `end`. Any thread may wake it. The waiter says what it waits for, looks once more, and only then parks; the
/// others move the sequence first, then look for a waiter: one of the two sees the other.
public final class WaitPoint {
    /// Parking is bounded: a waiter looks at the state of the stage even if no thread calls. Longer than a tick of
    /// the system, so that the bound costs no timer of its own.
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(10);

    /// A wait that never parks looks in one of so many rounds: each may cost a turn of every other thread of a busy
    /// machine.
    private static final int WATCHED_ROUNDS = 0x3F;

    private static final long NOTHING = Long.MAX_VALUE;
    private static final long ANYTHING = Long.MIN_VALUE;

    private final WaitPolicy policy;
    private final Parking parking;
    private final long longest;
    private volatile long awaited = NOTHING;
    private volatile Thread thread;
    private volatile long woken;
    private volatile Runnable call;
    private int round;
    private boolean owed;
    private Runnable watcher;

    public WaitPoint(WaitPolicy policy) {
        this(policy, Parking.JVM);
    }

    /// The same that parks by `parking`.
    public WaitPoint(WaitPolicy policy, Parking parking) {
        this(policy, parking.longest(LONGEST), parking);
    }

    /// The same that parks for `longest` nanoseconds at most.
    public WaitPoint(WaitPolicy policy, long longest) {
        this(policy, longest, Parking.JVM);
    }

    private WaitPoint(WaitPolicy policy, long longest, Parking parking) {
        this.policy = policy;
        this.parking = parking;
        this.longest = longest;
        this.woken = parking.nanoTime() - policy.patience();
    }

    /// How its threads park.
    public Parking parking() {
        return parking;
    }

    /// Names what looks, on the waiting thread, whether it waits in vain: called before it parks, and every few
    /// milliseconds of a wait. May throw to end it. Before any thread starts.
    public void watchedBy(Runnable look) {
        watcher = look;
    }

    private void look() {
        if (watcher != null) {
            watcher.run();
        }
    }

    /// The calling thread begins to wait, in the place of a call that it has asked for: that would have been announced
    /// by no thread that can be woken.
    public void begin() {
        round = 0;
        end();
    }

    /// Waits a while for `sequence`; the caller looks again afterwards whether it is reached.
    public void pause(long sequence) {
        if (policy.pause(round)) {
            round++;
            if ((round & WATCHED_ROUNDS) == WATCHED_ROUNDS) {
                look();
            }
        } else if (awaited != sequence) {
            announce(sequence);
            look();
        } else if (owed) {
            owed = false;
            parking.park(this, policy.patience());
            look();
        } else {
            park(sequence);
        }
    }

    /// Says that the calling thread waits for `sequence`; it looks once more before it parks.
    public void announce(long sequence) {
        thread = Thread.currentThread();
        awaited = sequence;
        VarHandle.fullFence();
        // Asked before the caller looks again: a call that is suppressed later than this is made good by the debt.
        owed = policy.patience() > 0 && parking.nanoTime() - woken < policy.patience();
        parking.step(Parking.Point.ANNOUNCED);
    }

    /// Has `reached` run once, by the thread that reaches `sequence`, where a thread would be woken that waits for it;
    /// the caller looks once more afterwards. May run twice, or early.
    void callAt(long sequence, Runnable reached) {
        call = reached;
        awaited = sequence;
        VarHandle.fullFence();
        parking.step(Parking.Point.ANNOUNCED);
    }

    /// Without a limit it returns only when it was called, though it looks now and then whether it waits in vain.
    private void park(long sequence) {
        if (watcher == null) {
            parking.park(this, longest);
            return;
        }
        do {
            parking.park(this, LONGEST);
            look();
        } while (longest == Parking.UNBOUNDED
                && awaited == sequence
                && !Thread.currentThread().isInterrupted());
    }

    /// Waits a while for whatever comes first, of several stages.
    public void pauseForAny() {
        pause(ANYTHING);
    }

    public void end() {
        if (awaited != NOTHING) {
            awaited = NOTHING;
        }
    }

    /// Whether a thread is parked here, or about to be. To be asked after a full fence.
    public boolean isOccupied() {
        return awaited != NOTHING;
    }

    /// Wakes the thread if it waits for `sequence` or one before.
    void reached(long sequence) {
        if (awaited <= sequence) {
            wake();
        }
    }

    /// The same, unless it was woken so shortly before that the next one may call it; the waiter, which knows when
    /// it was woken, parks no longer than that first.
    void reachedAmongOthers(long sequence) {
        if (awaited <= sequence) {
            long now = parking.nanoTime();
            // What is called cannot look again by itself.
            if (call != null || now - woken >= policy.patience()) {
                woken = now;
                parking.step(Parking.Point.CALLING);
                wake();
            }
        }
    }

    /// Wakes the thread if it waits for whatever comes first.
    void wakeIfAny() {
        if (awaited == ANYTHING) {
            wake();
        }
    }

    /// Wakes the thread, whatever it waits for.
    public void wake() {
        // Cleared before the call: a waiter that begins anew in between finds itself called and looks again.
        awaited = NOTHING;
        parking.step(Parking.Point.CALLED);
        Runnable reached = call;
        if (reached != null) {
            call = null;
            reached.run();
        }
        parking.unpark(thread);
    }
}
