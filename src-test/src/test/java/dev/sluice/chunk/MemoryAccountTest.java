package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.WorkingBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// E20: pools share a limit, and memory of plugins counts.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MemoryAccountTest {
    private static final long LIMIT = 1 << 20;

    private final MemoryAccount account = new MemoryAccount(LIMIT);

    private ChunkPool pool(String name) {
        return new ChunkPool(LIMIT, account, name);
    }

    @Test
    @SuppressWarnings("try")
    void poolsShareTheLimitAndTheErrorNamesWhoHoldsHowMuch() {
        try (ChunkPool one = pool("run one");
                ChunkPool two = pool("run two")) {
            Lease lease = one.acquire(LIMIT / 2, "hits");
            Lease small = two.acquire(LIMIT / 4, "peaks");
            Arena arena = two.arena("joined rows of Join");
            arena.allocate(5000);
            String message = assertThrows(OutOfBudgetException.class, () -> two.acquire(LIMIT / 4, "events"))
                    .getMessage();
            assertTrue(message.contains("events needs 262144 bytes"), message);
            assertTrue(message.contains("257144 of budget=1048576 are left"), message);
            assertTrue(
                    message.contains(
                            "held are 262144 bytes by peaks, 5000 bytes by joined rows of Join, 524288 bytes by"
                                    + " run one"),
                    message);
            assertTrue(message.contains("close other streams"), message);
            lease.release();
            assertThrows(OutOfBudgetException.class, () -> two.acquire(LIMIT / 2, "idle memory of another pool"));
            one.close();
            two.acquire(LIMIT / 4, "events").release();
            arena.close();
            small.release();
        }
        assertEquals(LIMIT, account.left());
    }

    @Test
    void memoryOfAnArenaCountsUntilItIsClosed() {
        try (ChunkPool pool = pool("run")) {
            Arena arena = pool.arena("scratch");
            MemorySegment memory = arena.allocate(LIMIT - 100, 8);
            assertThrows(OutOfBudgetException.class, () -> arena.allocate(101));
            assertEquals(LIMIT - 100, pool.reservedBytes());
            arena.close();
            arena.close();
            assertFalse(memory.scope().isAlive());
            assertEquals(0, pool.reservedBytes());
            assertEquals(LIMIT, account.left());
        }
    }

    /// Idle slabs make room for an arena as they do for another slab.
    @Test
    void idleMemoryMakesRoomForAnArena() {
        try (ChunkPool pool = pool("run")) {
            pool.acquire(LIMIT / 2, "one").release();
            Arena arena = pool.arena("scratch");
            arena.allocate(LIMIT);
            assertEquals(LIMIT, pool.reservedBytes());
        }
        assertEquals(LIMIT, account.left());
    }

    @Test
    void whatAPluginLeavesOpenIsFreedWithTheRun() {
        MemorySegment memory;
        Arena arena;
        try (ChunkPool pool = pool("run")) {
            arena = pool.arena("forgotten");
            memory = arena.allocate(1000);
        }
        assertFalse(memory.scope().isAlive());
        assertEquals(LIMIT, account.left());
        arena.close();
        assertThrows(IllegalStateException.class, () -> arena.allocate(1));
    }

    /// M5: an allocation that the system refuses leaves nothing counted.
    @Test
    void memoryThatTheSystemRefusesIsNotCounted() {
        try (ChunkPool pool = new ChunkPool(Long.MAX_VALUE / 2)) {
            assertThrows(OutOfMemoryError.class, () -> pool.acquire(1L << 60, "too much"));
            assertEquals(0, pool.reservedBytes());
            Arena arena = pool.arena("scratch");
            assertThrows(OutOfMemoryError.class, () -> arena.allocate(1L << 60));
            assertEquals(0, pool.reservedBytes());
            pool.acquire(100, "little").release();
            assertEquals(0, pool.lentCount());
        }
    }

    @Test
    void bytesThatAreTakenElsewhereAreNotLeft() {
        long[] elsewhere = {LIMIT / 2};
        MemoryAccount shared = new MemoryAccount(LIMIT, () -> elsewhere[0]);
        try (ChunkPool pool = new ChunkPool(LIMIT, shared, "run")) {
            assertThrows(OutOfBudgetException.class, () -> pool.acquire(LIMIT / 2 + 1, "hits"));
            elsewhere[0] = 2 * LIMIT;
            assertEquals(0, shared.left());
            elsewhere[0] = 0;
            pool.acquire(LIMIT / 2 + 1, "hits").release();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyThreadsNeverTakeMoreThanTheLimit(long seed) throws Exception {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(seed * 100 + thread);
            CompletableFuture<Void> done = new CompletableFuture<>();
            threads.add(done);
            Thread.ofPlatform().daemon().start(() -> {
                try (ChunkPool pool = pool("run")) {
                    takeAndGive(pool, random);
                } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                }
                done.complete(null);
            });
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(40, TimeUnit.SECONDS);
        }
        assertEquals(LIMIT, account.left(), "seed=" + seed);
    }

    private void takeAndGive(ChunkPool pool, Random random) {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            try {
                if (random.nextInt(4) == 0) {
                    try (Arena arena = pool.arena("scratch")) {
                        arena.allocate(random.nextInt(100_000));
                    }
                } else {
                    leases.add(pool.acquire(random.nextInt(200_000), "hits"));
                }
            } catch (OutOfBudgetException full) {
                assertTrue(pool.reservedBytes() <= LIMIT);
            }
            while (leases.size() > random.nextInt(6)) {
                leases.removeLast().release();
            }
        }
        leases.forEach(Lease::release);
    }

    @Test
    void aBufferGrowsByHalfAndIsEmptyWhereThereIsNoRoom() {
        try (ChunkPool pool = pool("run");
                WorkingBuffer buffer = new WorkingBuffer(pool::arena, "rows")) {
            assertEquals(1000, buffer.atLeast(1000).byteSize());
            MemorySegment grown = buffer.atLeast(1001);
            assertEquals(1501, grown.byteSize());
            assertEquals(grown, buffer.atLeast(10));
            assertEquals(1501, pool.reservedBytes());
            assertThrows(OutOfBudgetException.class, () -> buffer.atLeast(LIMIT));
            assertEquals(0, buffer.segment().byteSize());
            assertEquals(0, pool.reservedBytes());
            assertEquals(7, buffer.records(TestChunks.SPANS, 7).count());
        }
    }
}
