package dev.sluice.executor;

import java.util.concurrent.locks.Condition;

/// A platform thread of a pool: does the work of one stage after another, and waits idle between them.
final class PoolThread implements Runnable {
    private final ExecutorPool pool;
    private final String idleName;
    private final Condition handedOver;
    private StageTask task;

    /// A thread that begins with `first`; `handedOver` is a condition of the lock of the pool.
    PoolThread(ExecutorPool pool, String idleName, StageTask first, Condition handedOver) {
        this.pool = pool;
        this.idleName = idleName;
        this.task = first;
        this.handedOver = handedOver;
    }

    /// What it does, or is to do next; under the lock of the pool.
    StageTask task() {
        return task;
    }

    /// Gives an idle thread its next work; under the lock of the pool.
    void hand(StageTask next) {
        task = next;
        handedOver.signal();
    }

    Condition handedOver() {
        return handedOver;
    }

    @Override
    public void run() {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        StageTask current = task;
        while (current != null) {
            thread.setName(current.name());
            current.run();
            thread.setName(idleName);
            thread.setContextClassLoader(loader);
            StageTask done = current;
            current = null;
            // Idle before the work is said to be over: the next pipeline then finds this thread.
            if (pool.finished(this, done)) {
                done.end();
                current = pool.next(this);
            } else {
                done.end();
            }
        }
    }
}
