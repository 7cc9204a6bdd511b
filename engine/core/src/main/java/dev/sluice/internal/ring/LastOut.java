package dev.sluice.internal.ring;

import java.util.concurrent.atomic.AtomicInteger;

/// Frees the memory of a pass when the last of those that use it has left: its threads, those outside the engine that
/// are late, and the pass itself until it is closed. Thread-safe.
public final class LastOut {
    private final AtomicInteger users = new AtomicInteger(1);
    private final Runnable free;

    /// The pass itself uses its memory; `free` runs once, on the thread that leaves last.
    public LastOut(Runnable free) {
        this.free = free;
    }

    /// Another one uses the memory; to be called by one that does.
    public void enter() {
        users.incrementAndGet();
    }

    /// One of them uses it no more.
    public void leave() {
        if (users.decrementAndGet() == 0) {
            free.run();
        }
    }
}
