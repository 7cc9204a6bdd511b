package dev.sluice.kernels;

import dev.sluice.kernels.internal.loop.Background;

/// The threads that kernels start by themselves, which they do only with `-Dsluice.kernels.specialize=true`.
///
/// The engine's executors own them: closing these stops them. A program that uses kernels alone calls [#stop] when it
/// is done with them. Safe from any thread.
public final class KernelThreads {

    private KernelThreads() {}

    /// Stops the threads and waits for their end, two seconds for each at most; returns how many are still alive.
    ///
    /// Kernels go on computing without what the threads prepared, and start them anew when calls of theirs want that.
    /// Returns early, still interrupted, if the calling thread is interrupted.
    public static int stop() {
        return Background.stop();
    }
}
