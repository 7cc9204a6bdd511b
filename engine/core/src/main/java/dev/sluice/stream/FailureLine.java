package dev.sluice.stream;

import java.util.Set;

/// Where a plugin failed: the innermost line of its own code in the stack of an exception. Stateless.
///
/// Its own code is the package of its class and those below; without a package, its class and those inside of it. What
/// plugins of Sluice refuse, they say in a sentence, which needs no line.
final class FailureLine {
    private static final String SLUICE = "dev.sluice.";

    /// What calls plugins, by the names of classes above this floor: what lies below in a stack called the engine.
    static final Set<String> CALLERS = Set.of(
            "dev.sluice.internal.run.Worker",
            "dev.sluice.internal.run.FeedLoop",
            "dev.sluice.internal.run.Stage",
            "dev.sluice.internal.run.Pipeline");

    private FailureLine() {}

    /// The line; null if there is none, if the plugin is not known (null), or if it is one of Sluice and the failure is
    /// what it has to say.
    static StackTraceElement of(Class<?> plugin, Throwable failure) {
        if (plugin == null || isOfSluice(plugin.getName()) && isSentence(failure)) {
            return null;
        }
        for (StackTraceElement element : failure.getStackTrace()) {
            if (isOwn(plugin, element.getClassName())) {
                return element;
            }
            if (CALLERS.contains(element.getClassName())) {
                // Below lies, with a reader that computes, the program that reads.
                return null;
            }
        }
        return null;
    }

    /// Whether the message of a failure was written for the user: it refuses an argument or a state, or is of Sluice.
    static boolean isSentence(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException
                || isOfSluice(failure.getClass().getName());
    }

    /// Whether a class of that name belongs to Sluice.
    static boolean isOfSluice(String name) {
        return name.startsWith(SLUICE);
    }

    private static boolean isOwn(Class<?> plugin, String name) {
        String home = plugin.getPackageName();
        return home.isEmpty()
                ? name.equals(plugin.getName()) || name.startsWith(plugin.getName() + "$")
                : name.startsWith(home + ".");
    }
}
