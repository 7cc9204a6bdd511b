package dev.sluice.executor;

import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
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
    private final long keepIdle;
    private final ThreadFactory made;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<StageTask> busy = new HashSet<>();
    private final Deque<PoolThread> idle = new ArrayDeque<>();
    private long started;
    private long tasks;
    private long chunks;
    private boolean closed;

    ExecutorPool(
            String name,
            ExecutorType type,
            int workers,
            WaitPolicy waitPolicy,
            boolean reusing,
            boolean keepsThreads,
            ThreadFactory made) {
        this.made = made;
        this.name = name;
        this.type = type;
        this.workers = workers;
        this.waitPolicy = waitPolicy;
        this.reusing = reusing && type == ExecutorType.THREAD;
        this.keepIdle = keepsThreads ? Long.MAX_VALUE : KEEP_IDLE;
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
            long running = busy.stream().mapToLong(StageTask::chunks).sum();
            return new PoolStatistics(
                    name, type, busy.size() + idle.size(), busy.size(), started, tasks, chunks + running);
        } finally {
            lock.unlock();
        }
    }

    /// Does `task` at once, on an idle thread or a new one.
    ///
    /// @throws IllegalStateException if the pool is closed
    void execute(StageTask task) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the pool " + name + " is closed; ask for streams before it is");
            }
            PoolThread waiting = idle.pollFirst();
            if (waiting != null) {
                waiting.hand(task);
            } else {
                startThread(task);
            }
            busy.add(task);
            tasks++;
        } finally {
            lock.unlock();
        }
    }

    private void startThread(StageTask task) {
        Thread thread;
        if (reusing) {
            PoolThread pooled = new PoolThread(this, "sluice-idle-" + name, task, lock.newCondition());
            thread = Thread.ofPlatform().daemon().name(task.name()).unstarted(pooled);
        } else {
            Runnable once = () -> runOnce(task);
            thread = made == null ? unstarted(once) : made.newThread(once);
            thread.setName(task.name());
            task.ownedBy(thread);
        }
        thread.start();
        started++;
    }

    private Thread unstarted(Runnable work) {
        return type == ExecutorType.VIRTUAL
                ? Thread.ofVirtual().unstarted(work)
                : Thread.ofPlatform().daemon().unstarted(work);
    }

    private void runOnce(StageTask task) {
        task.run();
        finished(null, task);
        task.end();
    }

    /// Notes that `task` is done by `thread`, which may be null if it ends; true if it is to wait for more.
    boolean finished(PoolThread thread, StageTask task) {
        lock.lock();
        try {
            busy.remove(task);
            chunks += task.chunks();
            boolean stays = thread != null && task.leavesThreadAsItWas() && !closed;
            if (stays) {
                thread.hand(null);
                idle.addFirst(thread);
            }
            return stays;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until an idle thread is handed work; null if it is to end.
    StageTask next(PoolThread thread) {
        lock.lock();
        try {
            long left = keepIdle;
            while (thread.task() == null && !closed && left > 0) {
                left = awaitNanos(thread, left);
            }
            if (thread.task() == null) {
                idle.remove(thread);
            }
            return thread.task();
        } finally {
            lock.unlock();
        }
    }

    private static long awaitNanos(PoolThread thread, long left) {
        try {
            return thread.handedOver().awaitNanos(left);
        } catch (InterruptedException stray) {
            // An idle thread is interrupted by mistake only; it waits on.
            return left;
        }
    }

    /// Ends the idle threads; those at work end when that is done.
    void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(thread -> thread.handedOver().signal());
            idle.clear();
        } finally {
            lock.unlock();
        }
    }
}
