package dev.sluice.internal.run;

import dev.sluice.executor.ExecutorPool;
import dev.sluice.internal.ring.LastOut;
import dev.sluice.internal.ring.Parking;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The work of one thread for one stage, on a thread of a pool. Thread-safe.
///
/// The thread may go on to the work of another stage: an interrupt reaches it only while it is at this one. The work
/// is forgotten once it is begun: a thread that is used again must not keep the memory of a run that has been.
final class StageTask implements ExecutorPool.Work {
    private final ExecutorPool pool;
    private final String name;
    private final LongSupplier chunks;
    private final boolean pinned;
    private final Parking parking;
    private Runnable work;
    private Consumer<Throwable> onDeath;
    private LastOut memory;
    private Thread runner;
    private Thread own;
    private boolean started;
    private volatile boolean ended;

    /// Work for a thread of `pool` that is called `name` meanwhile; it has computed as many chunks as `chunks` says,
    /// and ties its thread to a CPU if `pinned`. What the work dies of goes to `onDeath`; until it ends it uses
    /// `memory`. It parks by `parking`.
    StageTask(
            ExecutorPool pool,
            String name,
            Runnable work,
            LongSupplier chunks,
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
    void start() {
        synchronized (this) {
            started = true;
        }
        memory.enter();
        try {
            Thread thread = pool.execute(this);
            synchronized (this) {
                own = thread;
            }
        } catch (Throwable refused) {
            end();
            throw refused;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long chunks() {
        return chunks.getAsLong();
    }

    @Override
    public boolean isPinned() {
        return pinned;
    }

    /// Does the work, on the current thread, which is left as it was; [#end()] shows when that is over.
    @Override
    public void run() {
        Thread current = Thread.currentThread();
        String before = current.getName();
        ClassLoader loader = current.getContextClassLoader();
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
            current.setName(name);
            parking.step(Parking.Point.BEGUN);
            begun.run();
        } catch (Throwable unexpected) {
            told.accept(unexpected);
        } finally {
            synchronized (this) {
                runner = null;
            }
            current.setName(before);
            current.setContextClassLoader(loader);
            Thread.interrupted();
        }
    }

    /// Said by the thread, as the last thing that it does for the work.
    @Override
    public void end() {
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

    /// Whether memory that the work uses may still be touched.
    synchronized boolean isAlive() {
        return started && (!ended || own != null && own.isAlive());
    }

    synchronized void interrupt() {
        if (runner != null) {
            runner.interrupt();
        }
    }

    /// Wakes the thread, if it is at this work.
    synchronized void unpark() {
        parking.unpark(runner);
    }

    /// Where the thread is; empty unless it is at this work.
    synchronized StackTraceElement[] stackTrace() {
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
