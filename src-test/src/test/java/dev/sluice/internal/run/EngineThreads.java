package dev.sluice.internal.run;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The engine's threads that a test started: not those that were there before it, such as idle ones that executors of
/// other tests keep for a while.
public final class EngineThreads {
    private final Set<Thread> before = Set.copyOf(alive());

    private EngineThreads() {}

    /// Those that are started from now on.
    public static EngineThreads fromNowOn() {
        return new EngineThreads();
    }

    /// Those of them that are alive now.
    public List<Thread> started() {
        return alive().stream().filter(thread -> !before.contains(thread)).toList();
    }

    /// All that are alive now, of any pipeline.
    public static List<Thread> alive() {
        Thread[] all = new Thread[Thread.activeCount() + 64];
        int count = Thread.enumerate(all);
        return Stream.of(all)
                .limit(count)
                .filter(thread -> thread.getName().startsWith("sluice-"))
                .toList();
    }
}
