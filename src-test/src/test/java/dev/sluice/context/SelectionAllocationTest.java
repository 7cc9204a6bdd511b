package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What selects records allocates nothing per chunk, once it has seen the largest one and is compiled: three windows of
/// chunks in a row without one byte on the threads of the engine.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class SelectionAllocationTest {
    private static final int WINDOW = 500;
    private static final int QUIET_WINDOWS = 3;
    private static final long LONGEST_WARM_UP = TimeUnit.SECONDS.toNanos(120);
    private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void selectingAllocatesNothingPerChunk() {
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(SimulatedDetector.ENDLESS));
                ChunkStream stream = context.streaming("run")
                        .workers(1)
                        .chunkRecords(20)
                        .select("channel in (0, 1, 2) && time % 2 == 0")
                        .columns("channel")
                        .getStream(context.plugins().get(0).spec().provides())) {
            // A thread has its name when it has begun to work: all have where a chunk is there.
            Iterator<Chunk> chunks = stream.iterator();
            assertTrue(chunks.hasNext());
            List<Thread> threads = engineThreads();
            assertTrue(threads.size() >= 2, threads.toString());
            long deadline = System.nanoTime() + LONGEST_WARM_UP;
            int quiet = 0;
            long bytes = 0;
            while (quiet < QUIET_WINDOWS && System.nanoTime() < deadline) {
                long before = allocated(threads);
                for (int i = 0; i < WINDOW; i++) {
                    assertTrue(chunks.hasNext());
                    chunks.next();
                }
                bytes = allocated(threads) - before;
                quiet = bytes == 0 ? quiet + 1 : 0;
            }
            assertEquals(QUIET_WINDOWS, quiet, "engine threads still allocate " + bytes + " bytes in " + WINDOW);
        }
    }

    private static List<Thread> engineThreads() {
        return EngineThreads.alive().stream()
                .filter(thread -> thread.getName().contains("SimulatedDetector"))
                .toList();
    }

    private static long allocated(List<Thread> threads) {
        return threads.stream()
                .mapToLong(thread -> BEAN.getThreadAllocatedBytes(thread.threadId()))
                .sum();
    }
}
