package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assumptions;

/// Measures that a call leaves no garbage once the JIT has come to its end.
public final class Allocation {

    private static final int CALLS = 500;
    private static final int ROUNDS = 200;

    /// What one call may allocate on average; rare paths that are not compiled yet cost this much.
    private static final double TOLERATED = 32;

    private Allocation() {}

    public static void assertNone(Runnable call) {
        Assumptions.assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocation");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > TOLERATED; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / (double) CALLS);
        }
        assertTrue(least <= TOLERATED, Kernels.provider() + " allocated " + least + " bytes per call");
    }
}
