package dev.sluice.kernels.internal.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The threads on which kernels work in the background; all are daemons, and end when they are interrupted.
/// Thread-safe.
public final class Background {

    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(2);
    private static final Set<Thread> RUNNING = new HashSet<>();

    private Background() {}

    /// Starts a thread, which is known until its work is done.
    public static void start(String name, Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.run();
            } finally {
                forget(Thread.currentThread());
            }
        });
        synchronized (RUNNING) {
            RUNNING.add(thread);
        }
        try {
            thread.start();
        } catch (Throwable refused) {
            forget(thread);
            throw refused;
        }
    }

    /// Interrupts all threads and waits until they have ended, two seconds for each at most; returns how many have not.
    ///
    /// Returns early, still interrupted, if the calling thread is interrupted.
    public static int stop() {
        List<Thread> running;
        synchronized (RUNNING) {
            running = List.copyOf(RUNNING);
        }
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return (int) running.stream().filter(Thread::isAlive).count();
    }

    private static void forget(Thread thread) {
        synchronized (RUNNING) {
            RUNNING.remove(thread);
        }
    }
}
