package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkPoolStressTest {
    private static final int THREADS = 4;
    private static final int STEPS = 3000;
    private static final long BUDGET = 300_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void memoryIsOneOwnersAtATimeUnderContention(long seed)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                byte mark = (byte) (thread + 1);
                done.add(threads.submit(() -> borrowAndReturn(pool, new Random(seed * 100 + mark), mark, seed)));
            }
            for (Future<?> result : done) {
                result.get(30, TimeUnit.SECONDS);
            }
            assertEquals(0, pool.lentCount());
            assertTrue(pool.reservedBytes() <= BUDGET);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void borrowAndReturn(ChunkPool pool, Random random, byte mark, long seed) {
        ArrayDeque<Lease> held = new ArrayDeque<>();
        for (int step = 0; step < STEPS; step++) {
            if (held.size() < 5 && random.nextBoolean()) {
                try {
                    Lease lease = pool.acquire(random.nextInt(30_000), "thread " + mark);
                    lease.memory().fill(mark);
                    held.add(lease);
                } catch (OutOfBudgetException full) {
                    release(held.poll(), mark, seed);
                }
            } else {
                release(held.poll(), mark, seed);
            }
            assertTrue(pool.reservedBytes() <= BUDGET, "seed=" + seed);
        }
        held.forEach(lease -> release(lease, mark, seed));
    }

    private static void release(Lease lease, byte mark, long seed) {
        if (lease != null) {
            MemorySegment memory = lease.memory();
            for (long at = 0; at < memory.byteSize(); at += 509) {
                assertEquals(mark, memory.get(ValueLayout.JAVA_BYTE, at), "seed=" + seed);
            }
            lease.release();
        }
    }
}
