package dev.sluice.internal.feed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Which thread publishes to a live input now: from its claim to its publication, no other may.
///
/// A thread that takes its turn sees all that was done in the turn before, so that threads may take turns without a
/// lock of their own. Costs one compare-and-set per turn.
public final class LiveTurn {
    private static final VarHandle OWNER;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(LiveTurn.class, "owner", Thread.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final String dataType;
    private volatile Thread owner;

    public LiveTurn(String dataType) {
        this.dataType = dataType;
    }

    /// The calling thread begins its turn, or goes on with it. True if it begins: what a thread that has died claimed
    /// may still be claimed then.
    ///
    /// @throws IllegalStateException if another thread that is alive is at its turn
    public boolean begin() {
        Thread caller = Thread.currentThread();
        Thread before = owner;
        if (before == caller) {
            return false;
        }
        while (true) {
            if (before != null && before.isAlive()) {
                throw new IllegalStateException("thread " + caller.getName() + " uses the live input of " + dataType
                        + ", in which thread " + before.getName() + " has claimed or publishes; let one thread at a"
                        + " time publish: another may take over once what is claimed is published, or given up with"
                        + " finish()");
            }
            if (OWNER.compareAndSet(this, before, caller)) {
                return true;
            }
            before = owner;
        }
    }

    /// Whether the calling thread is at its turn.
    boolean isOfCaller() {
        return owner == Thread.currentThread();
    }

    /// The turn ends; for the thread whose turn it is.
    public void end() {
        OWNER.setRelease(this, null);
    }
}
