package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugins.Features;
import dev.sluice.plugins.RecordSource;
import dev.sluice.plugins.SimulatedDetector;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In the steady state no engine thread allocates on the Java heap, chunk after chunk.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class AllocationTest {
    private static final int WINDOW = 200;
    private static final int MOST_WINDOWS = 400;
    private static final int QUIET_WINDOWS = 5;

    @Test
    void engineThreadsAllocateNothingPerChunkWhereTheSourceFillsTheRing() {
        SourcePlugin endless = new SimulatedDetector(SimulatedDetector.ENDLESS, 1);
        assertSettlesAtZero(Runs.start(Runs.workers(2).withChunkRecords(20), endless, new Features()));
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereTheSourceLendsItsMemory() {
        try (Arena arena = Arena.ofShared()) {
            long chunks = (long) WINDOW * MOST_WINDOWS;
            Records pulses = Records.allocate(Pulses.TYPE, chunks * 4, arena);
            for (long i = 0; i < pulses.count(); i++) {
                Pulses.TIME.set(pulses, i, i);
            }
            ChunkStream stream = Runs.start(
                    Runs.workers(2).withChunkRecords(4),
                    TimeRange.UNBOUNDED,
                    new RecordSource("pulses", pulses),
                    new Doubled(in -> {}));
            assertSettlesAtZero(stream);
        }
    }

    /// The first windows are warm-up: interpreted vector code boxes. Then the counts must stay at zero.
    private static void assertSettlesAtZero(ChunkStream started) {
        try (ChunkStream stream = started) {
            List<Thread> threads = Runs.engineThreads();
            assertEquals(3, threads.size(), threads.toString());
            Iterator<Chunk> chunks = stream.iterator();
            int quiet = 0;
            long last = -1;
            for (int window = 0; window < MOST_WINDOWS - 1 && quiet < QUIET_WINDOWS; window++) {
                long before = allocated(threads);
                for (int i = 0; i < WINDOW; i++) {
                    chunks.next();
                }
                last = allocated(threads) - before;
                quiet = last == 0 ? quiet + 1 : 0;
            }
            assertTrue(
                    quiet == QUIET_WINDOWS,
                    "engine threads still allocate: " + last / (double) WINDOW + " bytes per chunk in the last window");
        }
    }

    private static long allocated(List<Thread> threads) {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (Thread thread : threads) {
            bytes += bean.getThreadAllocatedBytes(thread.threadId());
        }
        return bytes;
    }
}
