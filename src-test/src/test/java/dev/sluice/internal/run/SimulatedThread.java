package dev.sluice.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;

/// One thread of a [Simulation]: a virtual thread whose scheduler runs it when its turn has come.
final class SimulatedThread implements Executor {
    static final long NEVER = Long.MAX_VALUE;

    private static final Method MAKER = maker();
    private static final VarHandle LISTED = flag("onWaitingList");
    private static final VarHandle PERMITTED = flag("blockPermit");

    private final Simulation simulation;
    private final Thread thread;
    private Runnable next;
    private volatile boolean calledFromOutside;
    final int number;
    long deadline = NEVER;
    long priority;
    boolean joining;

    SimulatedThread(Simulation simulation, int number, String name, Runnable work) {
        this.simulation = simulation;
        this.number = number;
        try {
            thread = (Thread) MAKER.invoke(null, this, name, 0, work);
        } catch (IllegalAccessException | InvocationTargetException refused) {
            throw new AssertionError("this JDK makes virtual threads in another way", refused);
        }
    }

    private static Method maker() {
        try {
            Method method = Class.forName("java.lang.ThreadBuilders")
                    .getDeclaredMethod("newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException closed) {
            throw new AssertionError("run with --add-opens java.base/java.lang=ALL-UNNAMED", closed);
        }
    }

    /// A field of a virtual thread, which says that the JVM is about to let it go on.
    private static VarHandle flag(String name) {
        try {
            Class<?> type = Class.forName("java.lang.VirtualThread");
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup()).findVarHandle(type, name, boolean.class);
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError("this JDK has other virtual threads", renamed);
        }
    }

    Thread thread() {
        return thread;
    }

    /// Called by the JDK when the thread can go on.
    @Override
    public void execute(Runnable continuation) {
        next = continuation;
        if (Thread.currentThread().isVirtual() || simulation.isCarrier()) {
            simulation.ready(this);
        } else {
            // The JVM has a thread that lets those go on that were blocked at a monitor.
            calledFromOutside = true;
        }
    }

    /// Runs the thread until it waits, yields or ends.
    void goOn() {
        next.run();
    }

    boolean isBlocked() {
        return thread.getState() == Thread.State.BLOCKED;
    }

    /// Whether the monitor at which it was blocked is free for it; then waits until the JVM has let it go on.
    boolean isLetGo() {
        // Looked at twice: between its two fields it is in neither for an instant.
        boolean letGo = calledFromOutside || !isBlocked() || isListed() || isListed();
        while (letGo && !calledFromOutside) {
            Thread.yield();
        }
        if (letGo) {
            calledFromOutside = false;
        }
        return letGo;
    }

    /// Whether its turn ended at a monitor, which may be free by now: a thread of the JVM may have held it.
    boolean isAtMonitor() {
        return calledFromOutside || isBlocked() || isListed();
    }

    private boolean isListed() {
        return (boolean) LISTED.getVolatile(thread) || (boolean) PERMITTED.getVolatile(thread);
    }

    boolean isOver() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    @Override
    public String toString() {
        return thread.getName() + " " + thread.getState() + (deadline == NEVER ? "" : " until " + deadline);
    }
}
