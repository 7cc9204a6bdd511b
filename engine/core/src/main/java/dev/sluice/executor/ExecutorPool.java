package dev.sluice.executor;

import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.WaitPolicy;
import java.io.Serial;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Threads under one name, for the workers of stages and those that feed them. Thread-safe.
///
/// Work never waits for a thread: the threads of a pipeline wait for each other, so all of them must run. Platform
/// threads are used again by later pipelines, and end when they were idle for half a minute; what a plugin leaves in a
/// [ThreadLocal] stays there. A thread that was tied to a CPU is not used again, nor is a virtual one.
public final class ExecutorPool {
    private static final long KEEP_IDLE = TimeUnit.SECONDS.toNanos(30);

    private final String name;
    private final ExecutorType type;
    private final int workers;
    private final WaitPolicy waitPolicy;
    private final boolean reusing;
    private final ThreadFactory made;
    private final Threads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Work> busy = new HashSet<>();
    private int lent;
    private long started;
    private long tasks;
    private long chunks;
    private boolean closed;

    /// What a thread of a pool does, from its start to its end.
    public interface Work extends Runnable {
        /// What the thread is called meanwhile.
        String name();

        /// How many chunks it has computed so far; for any thread.
        long chunks();

        /// Whether it leaves its thread tied to a CPU.
        boolean isPinned();

        /// Called last, by the thread that did it.
        void end();
    }

    ExecutorPool(
            String name,
            ExecutorType type,
            int workers,
            WaitPolicy waitPolicy,
            boolean reusing,
            boolean keepsThreads,
            ThreadFactory made) {
        this.made = made == null ? this::thread : made;
        this.name = name;
        this.type = type;
        this.workers = workers;
        this.waitPolicy = waitPolicy;
        this.reusing = reusing && type == ExecutorType.THREAD;
        this.threads = new Threads(keepsThreads ? Long.MAX_VALUE : KEEP_IDLE);
    }

    private Thread thread(Runnable work) {
        return type == ExecutorType.VIRTUAL
                ? Thread.ofVirtual().unstarted(work)
                : Thread.ofPlatform().daemon().unstarted(work);
    }

    /// What the pool is called.
    public String name() {
        return name;
    }

    /// The kind of its threads.
    public ExecutorType type() {
        return type;
    }

    /// How many of its threads compute a plugin that does not say how many.
    public int workers() {
        return workers;
    }

    /// How its threads wait for each other.
    public WaitPolicy waitPolicy() {
        return waitPolicy;
    }

    /// What its threads did so far.
    public PoolStatistics statistics() {
        lock.lock();
        try {
            long running = busy.stream().mapToLong(Work::chunks).sum();
            // Those of a closed pool are about to end.
            int idle = closed ? 0 : threads.getPoolSize() - lent;
            return new PoolStatistics(name, type, busy.size() + idle, busy.size(), started, tasks, chunks + running);
        } finally {
            lock.unlock();
        }
    }

    /// Does `work` at once, on an idle thread or a new one. The thread, if it ends with the work; null if it is one of
    /// those that are used again.
    ///
    /// @throws IllegalStateException if the pool is closed
    public Thread execute(Work work) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the pool " + name + " is closed; ask for streams before it is");
            }
            Thread own = null;
            if (reusing && !work.isPinned()) {
                threads.execute(work);
                lent++;
            } else {
                own = start(work);
            }
            busy.add(work);
            tasks++;
            return own;
        } finally {
            lock.unlock();
        }
    }

    private Thread start(Work work) {
        Thread thread = made.newThread(() -> {
            work.run();
            finished(work, false);
            work.end();
        });
        thread.setName(work.name());
        thread.start();
        started++;
        return thread;
    }

    private void finished(Work work, boolean stays) {
        lock.lock();
        try {
            busy.remove(work);
            chunks += work.chunks();
            if (stays) {
                lent--;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the idle threads; those at work end when that is done.
    void close() {
        lock.lock();
        try {
            closed = true;
            threads.shutdown();
        } finally {
            lock.unlock();
        }
    }

    /// The threads that are used again: as many as there is work at a time.
    private final class Threads extends ThreadPoolExecutor {
        Threads(long keepIdle) {
            super(0, Integer.MAX_VALUE, keepIdle, TimeUnit.NANOSECONDS, new Arrivals());
            setThreadFactory(this::idle);
        }

        private Thread idle(Runnable worker) {
            started++;
            return Thread.ofPlatform().daemon().name("sluice-idle-" + name).unstarted(worker);
        }

        @Override
        protected void afterExecute(Runnable work, Throwable failure) {
            finished((Work) work, true);
            ((Work) work).end();
        }
    }

    /// Hands work to threads that wait for it, and to those that are about to wait.
    ///
    /// The end of a pipeline is seen by the next one a moment before its threads wait again: without this, that one
    /// would start other threads now and then.
    private final class Arrivals extends SynchronousQueue<Runnable> {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

        @Override
        public boolean offer(Runnable work) {
            return super.offer(work) || threads.getPoolSize() > lent && offerToArriving(work);
        }

        private boolean offerToArriving(Runnable work) {
            try {
                return offer(work, MOMENT, TimeUnit.NANOSECONDS);
            } catch (InterruptedException stray) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
