package dev.sluice.executor;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The work of one thread for one stage, on a thread of a pool. Thread-safe.
///
/// The thread may go on to the work of another stage: an interrupt reaches it only while it is at this one. The work
/// is forgotten once it is begun: a thread that is used again must not keep the memory of a run that has been.
public final class StageTask {
    private final ExecutorPool pool;
    private final String name;
    private Runnable work;
    private final AtomicLong chunks;
    private final boolean pinned;
    private final Parking parking;
    private Consumer<Throwable> onDeath;
    private LastOut memory;
    private Thread runner;
    private Thread own;
    private boolean started;
    private volatile boolean ended;
    private volatile boolean died;

    /// Work for a thread of `pool` that is called `name` meanwhile; it counts its chunks in `chunks`, and ties its
    /// thread to a CPU if `pinned`. What the work dies of goes to `onDeath`; until it ends it uses `memory`. It parks
    /// by `parking`.
    public StageTask(
            ExecutorPool pool,
            String name,
            Runnable work,
            AtomicLong chunks,
            boolean pinned,
            Consumer<Throwable> onDeath,
            LastOut memory,
            Parking parking) {
        this.parking = parking;
        this.onDeath = Objects.requireNonNull(onDeath, "onDeath");
        this.memory = memory;
        this.pool = pool;
        this.name = name;
        this.work = work;
        this.chunks = chunks;
        this.pinned = pinned;
    }

    /// Has the pool find or make a thread for the work; once.
    ///
    /// @throws IllegalStateException if the pool is closed
    public void start() {
        synchronized (this) {
            started = true;
        }
        memory.enter();
        try {
            pool.execute(this);
        } catch (Throwable refused) {
            end();
            throw refused;
        }
    }

    String name() {
        return name;
    }

    long chunks() {
        return chunks.get();
    }

    /// Names the thread that does this work and ends with it.
    synchronized void ownedBy(Thread thread) {
        own = thread;
    }

    /// Does the work, on the current thread; [#end()] shows when that is over.
    public void run() {
        Thread current = Thread.currentThread();
        Runnable begun;
        Consumer<Throwable> told;
        synchronized (this) {
            runner = current;
            begun = work;
            told = onDeath;
            work = null;
            onDeath = null;
        }
        try {
            parking.step(Parking.Point.BEGUN);
            begun.run();
        } catch (Throwable unexpected) {
            died = true;
            told.accept(unexpected);
        } finally {
            synchronized (this) {
                runner = null;
            }
            Thread.interrupted();
        }
    }

    /// Said by the thread, as the last thing that it does for the work.
    void end() {
        LastOut used = memory;
        memory = null;
        // Before the end is seen: a thread that waits for it frees the memory itself if it is the last then.
        used.leave();
        parking.step(Parking.Point.ENDED);
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /// Whether its thread may do other work: it is as it was.
    boolean leavesThreadAsItWas() {
        return !pinned && !died;
    }

    /// Whether memory that the work uses may still be touched.
    public synchronized boolean isAlive() {
        return started && (!ended || own != null && own.isAlive());
    }

    synchronized void interrupt() {
        if (runner != null) {
            runner.interrupt();
        }
    }

    /// Wakes the thread, if it is at this work.
    public synchronized void unpark() {
        parking.unpark(runner);
    }

    /// Where the thread is; empty unless it is at this work.
    public synchronized StackTraceElement[] stackTrace() {
        return runner == null ? new StackTraceElement[0] : runner.getStackTrace();
    }

    /// Waits for the end, but no longer than `limit`.
    void join(Duration limit) throws InterruptedException {
        Thread thread;
        synchronized (this) {
            thread = own;
            if (thread == null && started && !ended) {
                wait(Math.max(1, limit.toMillis()));
            }
        }
        if (thread != null) {
            parking.join(thread, limit);
        }
    }
}
