package dev.sluice.internal.run;

import dev.sluice.internal.ring.Parking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Runs threads of the engine one at a time on the calling thread, in an order that follows from a seed.
///
/// A thread runs until it parks, yields or ends; at each point of the engine where it matters whether another one
/// comes first, and where the simulated plugins and readers compute, it may yield. Which of the threads that can run is
/// next follows from the seed. The clock is virtual: it moves a little with each turn, and where no thread can run, to
/// the first time at which a park ends. So nothing waits, and the same seed gives the same run, choice by choice.
///
/// Where no thread can run and no park ends by itself, the threads wait for each other: the run fails at once. Parks of
/// the engine have no limit here, so that a lost wake-up is such a run.
class Simulation extends Parking {
    /// Where threads wait for each other, or one failed.
    static final class Failed extends AssertionError {
        private static final long serialVersionUID = 1;

        Failed(String what) {
            super(what);
        }
    }

    private static final Set<Point> IN_MONITORS = EnumSet.of(Point.RETURNED, Point.RETIRED, Point.CALLED);
    private static final long PATIENCE = Duration.ofMillis(500).toNanos();
    private static final long MOST_TURNS = 300_000;
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();

    private final List<SimulatedThread> threads = new ArrayList<>();
    private final List<SimulatedThread> ready = new ArrayList<>();
    private final List<SimulatedThread> blocked = new ArrayList<>();
    private final long[] reached = new long[Point.values().length];
    private final Thread carrier = Thread.currentThread();
    private final boolean byPriority;
    private final int yieldsInSixteen;
    private long random;
    private long now;
    private long turns;
    private long hash;
    private int living;
    private int waits;
    private int contended;
    private SimulatedThread current;
    private Throwable failure;

    /// The simulation of that seed.
    Simulation(long seed) {
        random = mix(seed + 0x9E3779B97F4A7C15L);
        byPriority = below(2) == 0;
        yieldsInSixteen = 1 << below(5);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /// A number from 0 to `bound`, exclusive.
    final int below(int bound) {
        random += 0x9E3779B97F4A7C15L;
        return (int) ((mix(random) >>> 33) % bound);
    }

    final boolean isCarrier() {
        return Thread.currentThread() == carrier;
    }

    /// A thread that can be started; what it fails of fails the run.
    final Thread thread(String name, Runnable work) {
        SimulatedThread made = new SimulatedThread(this, threads.size(), name, () -> {
            try {
                work.run();
            } catch (Throwable unexpected) {
                failure = failure == null ? unexpected : failure;
            }
        });
        made.priority = below(1 << 20);
        threads.add(made);
        living++;
        return made.thread();
    }

    final Thread start(String name, Runnable work) {
        Thread thread = thread(name, work);
        thread.start();
        return thread;
    }

    /// Runs `work` and all threads that it starts, until all have ended.
    ///
    /// @throws Failed if one of them fails, or they wait for each other
    final void run(Runnable work) {
        start("main", work);
        while (living > 0 && failure == null) {
            takeUnblocked();
            endParks();
            if (!ready.isEmpty()) {
                turn();
            } else {
                sleep();
            }
        }
        if (failure != null) {
            Failed failed = new Failed("a thread failed: " + failure + "\n" + standing());
            failed.initCause(failure);
            throw failed;
        }
    }

    final void ready(SimulatedThread thread) {
        ready.add(thread);
    }

    private void turn() {
        if (++turns > MOST_TURNS) {
            throw new Failed("the run does not end\n" + standing());
        }
        SimulatedThread next = ready.remove(choice());
        current = next;
        next.goOn();
        current = null;
        now += 1 + below(1 << 14);
        if (next.isOver()) {
            living--;
            threads.stream().filter(thread -> thread.joining).forEach(thread -> LockSupport.unpark(thread.thread()));
        } else if (next.isAtMonitor()) {
            contended++;
            blocked.add(next);
        }
    }

    private int choice() {
        if (ready.size() == 1) {
            return 0;
        }
        int index = below(ready.size());
        if (byPriority) {
            for (int i = 0; i < ready.size(); i++) {
                index = ready.get(i).priority > ready.get(index).priority ? i : index;
            }
            if (below(8) == 0) {
                ready.get(index).priority = below(1 << 20);
            }
        }
        hash = mix(hash * 31 + ready.get(index).number + 1);
        return index;
    }

    /// A thread that was blocked at a monitor goes on by another thread of the JVM, a little later.
    private void takeUnblocked() {
        for (int i = 0; i < blocked.size(); i++) {
            if (blocked.get(i).isLetGo()) {
                ready(blocked.remove(i--));
            }
        }
    }

    private void endParks() {
        for (int i = 0; i < threads.size() && waits > 0; i++) {
            SimulatedThread thread = threads.get(i);
            if (thread.deadline <= now) {
                wake(thread);
            }
        }
    }

    private void wake(SimulatedThread thread) {
        thread.deadline = SimulatedThread.NEVER;
        waits--;
        LockSupport.unpark(thread.thread());
    }

    private void sleep() {
        SimulatedThread first = null;
        for (SimulatedThread thread : threads) {
            if (thread.deadline != SimulatedThread.NEVER && (first == null || thread.deadline < first.deadline)) {
                first = thread;
            }
        }
        if (first == null && isUnblocking()) {
            return;
        }
        if (first == null) {
            throw new Failed("all threads wait\n" + standing());
        }
        now = Math.max(now, first.deadline);
        if (now > LONGEST) {
            throw new Failed("threads wait for ever, and look now and then\n" + standing());
        }
        wake(first);
    }

    /// Whether the JVM lets a thread go on, to which it may come late on a busy machine.
    private boolean isUnblocking() {
        long begun = System.nanoTime();
        while (!blocked.isEmpty() && System.nanoTime() - begun < PATIENCE) {
            takeUnblocked();
            if (!ready.isEmpty()) {
                return true;
            }
            Thread.yield();
        }
        return false;
    }

    @Override
    public final long nanoTime() {
        return now;
    }

    @Override
    public final long longest(long nanos) {
        return Long.MAX_VALUE;
    }

    @Override
    public void park(Object blocker) {
        // Between the last look and the park.
        meanwhile();
        long turn = turns;
        LockSupport.park(blocker);
        if (turn == turns) {
            // It was called before, or is interrupted: others get their turns all the same.
            Thread.yield();
        }
    }

    @Override
    public void park(Object blocker, long nanos) {
        if (nanos <= 0) {
            Thread.yield();
            return;
        }
        SimulatedThread self = current;
        if (nanos < LONGEST) {
            self.deadline = now + nanos;
            waits++;
        }
        park(blocker);
        if (self.deadline != SimulatedThread.NEVER) {
            self.deadline = SimulatedThread.NEVER;
            waits--;
        }
    }

    @Override
    public void join(Thread thread, Duration limit) throws InterruptedException {
        long begun = now;
        while (thread.isAlive() && now - begun < limit.toNanos()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            SimulatedThread self = current;
            self.joining = true;
            park(this, limit.toNanos() - (now - begun));
            self.joining = false;
        }
    }

    /// Waits for the end of `thread`, whatever happens.
    final void join(Thread thread) {
        while (thread.isAlive()) {
            SimulatedThread self = current;
            self.joining = true;
            park(this);
            self.joining = false;
            Thread.interrupted();
        }
    }

    @Override
    public void step(Point point) {
        reached[point.ordinal()]++;
        // Inside of a monitor now and then only: a thread that is blocked there costs as much as a hundred turns.
        if (!IN_MONITORS.contains(point) || below(4) == 0) {
            meanwhile();
        }
    }

    /// Another thread may go on first.
    final void meanwhile() {
        if (below(16) < yieldsInSixteen) {
            Thread.yield();
        }
    }

    /// How often each point was reached.
    final long[] reached() {
        return reached;
    }

    /// The same for the same sequence of choices.
    final long hash() {
        return hash;
    }

    /// How often a thread was blocked at a monitor.
    final int contended() {
        return contended;
    }

    /// How often a thread was given the turn.
    final long turns() {
        return turns;
    }

    /// Where each thread stands that has not ended.
    final String standing() {
        StringBuilder text = new StringBuilder("at " + now + " ns, after " + turns + " turns:\n");
        for (SimulatedThread thread : threads) {
            if (!thread.isOver()) {
                text.append(thread).append('\n');
                for (StackTraceElement frame : thread.thread().getStackTrace()) {
                    if (frame.getClassName().startsWith("dev.sluice")) {
                        text.append("    at ").append(frame).append('\n');
                    }
                }
            }
        }
        return text.toString();
    }
}
