package dev.sluice.internal.ring;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/// What goes wrong while several things are undone, each of them whatever became of the others: the first failure is
/// thrown at the end, with the others suppressed. Confined to one thread.
public final class Failures {
    private static final int MOST_CAUSES = 100;

    private Throwable first;

    public Failures() {}

    /// After a failure that the caller throws.
    public Failures(Throwable first) {
        this.first = first;
    }

    /// Whether a thread failed because it was interrupted, as far as the failure and its causes say.
    public static boolean isInterrupt(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof FileLockInterruptionException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /// One thing that is undone.
    public interface Step {
        void run() throws Exception;
    }

    /// Does it; false if it failed.
    public boolean attempt(Step step) {
        try {
            step.run();
            return true;
        } catch (Throwable failure) {
            add(failure);
            return false;
        }
    }

    /// Takes in a failure; null is none.
    public void add(Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (failure != null && failure != first) {
            first.addSuppressed(failure);
        }
    }

    /// The first failure, which carries the others; null if there was none.
    public Throwable first() {
        return first;
    }

    /// Throws the first failure, if there was one: unchecked as it is, or as the cause of an
    /// [IllegalStateException].
    public void throwFirst() {
        if (first instanceof Error) {
            throw (Error) first;
        }
        if (first instanceof RuntimeException) {
            throw (RuntimeException) first;
        }
        if (first != null) {
            throw new IllegalStateException("a pass could not be closed: " + first, first);
        }
    }
}
