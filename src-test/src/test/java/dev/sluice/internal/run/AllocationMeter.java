package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.chunk.Chunk;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/// Measures what threads of the engine allocate on the Java heap while chunks are read, window of chunks after window.
///
/// Until the compiler has done its work, interpreted vector code boxes. How many chunks pass until then depends on the
/// load of the machine, so the warm-up is bounded by time, over as many runs as it takes; what is asked for after it
/// does not: several windows of chunks in a row without one byte.
///
/// @param window        chunks of a window
/// @param windows       windows of a run at most
/// @param quietWindows  windows in a row that must allocate nothing
/// @param longestWarmUp after which no other run is begun
record AllocationMeter(int window, int windows, int quietWindows, Duration longestWarmUp) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Runs are started anew until one settles: the compiled code outlives them.
    ///
    /// @param run reads a run by [#bytesUntilQuiet] and returns its result
    void assertSettlesAtZero(LongSupplier run) {
        long deadline = System.nanoTime() + longestWarmUp.toNanos();
        long last;
        do {
            last = run.getAsLong();
        } while (last != 0 && System.nanoTime() < deadline);
        assertEquals(0, last, "engine threads still allocate " + last + " bytes in " + window + " chunks");
    }

    /// What the quietest window of chunks but for silent ones allocated in a run; 0 if several in a row were silent.
    ///
    /// @param computed counts what is computed for the chunks, which goes on in every window
    long bytesUntilQuiet(Iterator<Chunk> chunks, List<Thread> threads, LongSupplier computed) {
        int quiet = 0;
        long least = Long.MAX_VALUE;
        for (int number = 0; number < windows && quiet < quietWindows; number++) {
            long allocated = allocated(threads);
            long computedBefore = computed.getAsLong();
            for (int i = 0; i < window; i++) {
                assertTrue(chunks.hasNext(), "the source is too short for the test");
                chunks.next();
            }
            long bytes = allocated(threads) - allocated;
            assertTrue(computed.getAsLong() > computedBefore, "nothing was computed");
            quiet = bytes == 0 ? quiet + 1 : 0;
            least = bytes == 0 ? least : Math.min(least, bytes);
        }
        return quiet == quietWindows ? 0 : least;
    }

    private static long allocated(List<Thread> threads) {
        long bytes = 0;
        for (Thread thread : threads) {
            bytes += THREADS.getThreadAllocatedBytes(thread.threadId());
        }
        return bytes;
    }
}
