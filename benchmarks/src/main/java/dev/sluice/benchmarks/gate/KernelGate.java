package dev.sluice.benchmarks.gate;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Times kernels beside their C twins within one process, turn by turn, and holds them to their floors. Used by one
/// thread.
///
/// Every contestant runs in bursts of a few milliseconds; the fastest burst counts, since neighbours on the machine can
/// only slow one down. Without forks of JMH a gate takes seconds; figures to publish come from JMH.
final class KernelGate {
    /// Makes kernels slower on purpose, by as many passes: to show that the gate notices.
    static final String PASSES = "sluice.bench.passes";

    /// Bytes on the heap per record: what a call may leave by accident of measuring, spread over a burst.
    private static final double MOST_ALLOCATED = 0.05;

    private static final int ATTEMPTS = 3;
    private static final int ROUNDS = 12;
    private static final long BURST = 2_000_000;
    private static final long WARM_UP = 200_000_000;

    /// Of what a slice of the warm-up takes, if it is no faster than those before.
    private static final double SETTLED = 0.95;

    private static final int SETTLED_SLICES = 2;
    private static final int MOST_SLICES = 50;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final int passes = Math.max(1, Integer.getInteger(PASSES, 1));

    /// How a kernel did in its best attempt.
    ///
    /// @param name      the case
    /// @param nanos     of the kernel, per record
    /// @param gigabytes GB/s of whole records
    /// @param twin      the fastest twin; empty if there was none
    /// @param twinNanos its time per record; NaN if there was none
    /// @param floor     the least ratio
    /// @param allocated bytes on the heap per record
    record Verdict(
            String name,
            double nanos,
            double gigabytes,
            String twin,
            double twinNanos,
            double floor,
            double allocated) {
        /// The twin's time by the kernel's; NaN without a twin.
        double ratio() {
            return twinNanos / nanos;
        }

        /// Not below the floor, as far as that is known, and without garbage.
        public boolean isGood() {
            return !(ratio() < floor) && allocated <= MOST_ALLOCATED;
        }

        private boolean isBetterThan(Verdict other) {
            return other == null
                    || isGood() && !other.isGood()
                    || isGood() == other.isGood() && ratio() > other.ratio();
        }
    }

    /// Judges one case; one that looks bad is measured up to three times, and the best counts.
    Verdict judge(KernelCase kernel) {
        Verdict best = null;
        List<Contestant> contestants = contestants(kernel);
        contestants.forEach(Contestant::warmUp);
        for (int attempt = 0; attempt < ATTEMPTS && (best == null || !best.isGood()); attempt++) {
            contestants.forEach(Contestant::beginAnew);
            for (int round = 0; round < ROUNDS; round++) {
                contestants.forEach(Contestant::burst);
            }
            Verdict verdict = verdict(kernel, contestants);
            best = verdict.isBetterThan(best) ? verdict : best;
        }
        return best;
    }

    private List<Contestant> contestants(KernelCase kernel) {
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(new Contestant("kernel", () -> {
            for (int i = 0; i < passes; i++) {
                kernel.kernel();
            }
        }));
        kernel.twins().forEach(twin -> contestants.add(new Contestant(twin.name(), twin.pass())));
        return contestants;
    }

    private static Verdict verdict(KernelCase kernel, List<Contestant> contestants) {
        Contestant own = contestants.get(0);
        Contestant twin = null;
        for (Contestant other : contestants.subList(1, contestants.size())) {
            twin = twin == null || other.nanos < twin.nanos ? other : twin;
        }
        return new Verdict(
                kernel.name(),
                own.nanos / kernel.records(),
                kernel.bytes() / own.nanos,
                twin == null ? "" : twin.name,
                twin == null ? Double.NaN : twin.nanos / kernel.records(),
                kernel.floor(),
                own.allocated / kernel.records());
    }

    /// One of those that take turns.
    private final class Contestant {
        private final String name;
        private final Runnable pass;
        private int repetitions = 1;
        private double nanos;
        private double allocated;

        Contestant(String name, Runnable pass) {
            this.name = name;
            this.pass = pass;
        }

        /// Until no slice of it is faster than those before: how long a compiler takes, and a kernel that makes a copy
        /// of its loop for what it computes often, differs from process to process.
        void warmUp() {
            double best = slice();
            int settled = 0;
            for (int slices = 1; settled < SETTLED_SLICES && slices < MOST_SLICES; slices++) {
                double now = slice();
                settled = now < SETTLED * best ? 0 : settled + 1;
                best = Math.min(best, now);
            }
        }

        /// Nanoseconds per pass, over one slice of the warm-up.
        private double slice() {
            long begin = System.nanoTime();
            long passes = 0;
            while (System.nanoTime() - begin < WARM_UP) {
                pass.run();
                passes++;
            }
            return (double) (System.nanoTime() - begin) / passes;
        }

        /// The compiler may have come since the last time, late on a busy machine: a burst is as many passes as now
        /// fill its time.
        void beginAnew() {
            repetitions = 1;
            nanos = Double.POSITIVE_INFINITY;
            burst();
            while (nanos * repetitions < BURST) {
                repetitions *= 2;
                nanos = Double.POSITIVE_INFINITY;
                burst();
            }
            nanos = Double.POSITIVE_INFINITY;
            allocated = Double.POSITIVE_INFINITY;
        }

        void burst() {
            long before = threads.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            for (int i = 0; i < repetitions; i++) {
                pass.run();
            }
            long end = System.nanoTime();
            long after = threads.getCurrentThreadAllocatedBytes();
            nanos = Math.min(nanos, (double) (end - begin) / repetitions);
            allocated = Math.min(allocated, (double) (after - before) / repetitions);
        }
    }
}
