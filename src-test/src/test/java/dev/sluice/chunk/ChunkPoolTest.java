package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkPoolTest {
    private static final long BUDGET = 1 << 20;

    @Test
    void theBudgetIsNeverExceeded() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease half = pool.acquire(BUDGET / 2, "one");
            Lease quarter = pool.acquire(BUDGET / 4, "two");
            String message = assertThrows(OutOfBudgetException.class, () -> pool.acquire(BUDGET / 2, "three"))
                    .getMessage();
            assertTrue(message.contains("three needs 524288 bytes, 262144 of budget=1048576 are left"), message);
            assertTrue(pool.reservedBytes() <= BUDGET);
            half.release();
            quarter.release();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4096, 10_000, 100_001, 1_000_000})
    void theWholeBudgetCanBeLent(long budget) {
        try (ChunkPool pool = new ChunkPool(budget)) {
            for (int i = 0; i < 3; i++) {
                Lease all = pool.acquire(budget, "one");
                assertTrue(all.byteSize() >= budget);
                assertTrue(pool.reservedBytes() <= budget);
                all.release();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {BUDGET + 1, Long.MAX_VALUE / 2 + 1, Long.MAX_VALUE})
    void moreThanTheBudgetIsRefusedAndWhatIsIdleIsKept(long bytes) {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            pool.acquire(5000, "one").release();
            long reserved = pool.reservedBytes();
            assertThrows(OutOfBudgetException.class, () -> pool.acquire(bytes, "two"));
            assertEquals(reserved, pool.reservedBytes());
        }
    }

    @Test
    void badRequestsAreRefusedAtTheDoor() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            assertThrows(IllegalArgumentException.class, () -> pool.acquire(-1, "one"));
            assertThrows(NullPointerException.class, () -> pool.acquire(1, null));
            assertEquals(0, pool.lentCount());
        }
        assertThrows(IllegalArgumentException.class, () -> new ChunkPool(100));
    }

    @Test
    void memoryThatCameBackIsLentAgain() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease first = pool.acquire(10_000, "one");
            long address = first.memory().address();
            first.release();
            Lease second = pool.acquire(11_000, "two");
            assertEquals(address, second.memory().address());
            assertEquals(12_288, pool.reservedBytes());
            second.release();
        }
    }

    @Test
    void idleMemoryOfOneSizeMakesRoomForAnother() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            pool.acquire(BUDGET / 2, "one").release();
            pool.acquire(BUDGET / 4, "two").release();
            Lease large = pool.acquire(BUDGET, "three");
            assertEquals(BUDGET, pool.reservedBytes());
            large.release();
        }
    }

    @Test
    void sizesGrowByAQuarterOrAPageAtMost() {
        for (long bytes = 1; bytes < 1L << 40; bytes += bytes / 3 + 1) {
            long size = ChunkPool.slabSize(bytes);
            assertTrue(size >= bytes && size <= bytes + Math.max(4096, bytes / 4 + 1), "bytes=" + bytes);
            assertEquals(size, ChunkPool.slabSize(size), "bytes=" + bytes);
        }
    }

    @Test
    void memoryIsAlignedToCacheLines() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(5000, "one");
            assertEquals(0, lease.memory().address() % 64);
            lease.release();
        }
    }

    @Test
    void aStaleLeaseIsRefused() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(5000, "hits in run_7");
            lease.release();
            String message =
                    assertThrows(IllegalStateException.class, lease::memory).getMessage();
            assertTrue(message.contains("stale view: the memory of hits in run_7"), message);
            assertTrue(message.contains("detach()"), message);
        }
    }

    @Test
    void aStaleLeaseIsRefusedAlsoWhenTheMemoryIsLentAgain() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(5000, "one");
            lease.release();
            Lease other = pool.acquire(5000, "two");
            assertThrows(IllegalStateException.class, lease::check);
            assertDoesNotThrow(other::check);
            other.release();
        }
    }

    @Test
    void recordsBoundToAStaleLeaseAreRefused() {
        RecordType type = RecordType.of("time:<i8").instantaneous();
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(80, "one");
            RecordWindow window = new RecordWindow(type);
            window.guard(lease);
            window.rebind(lease.memory(), 0, 10);
            Records slice = window.records().slice(2, 4);
            type.longField("time").set(slice, 0, 5);
            lease.release();
            assertThrows(
                    IllegalStateException.class, () -> type.longField("time").get(slice, 0));
            assertThrows(IllegalStateException.class, () -> window.records().segment());
        }
    }

    @Test
    void aDoubleReleaseIsRefused() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(5000, "one");
            lease.release();
            String message =
                    assertThrows(IllegalStateException.class, lease::release).getMessage();
            assertTrue(message.contains("released twice: 8192 bytes of one"), message);
            Lease other = pool.acquire(5000, "two");
            assertThrows(IllegalStateException.class, lease::release);
            assertDoesNotThrow(other::check);
            other.release();
        }
    }

    @Test
    void whatWasReleasedIsPoisoned() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(5000, "one");
            lease.memory().fill((byte) 1);
            lease.release();
            Lease next = pool.acquire(5000, "two");
            for (long at = 0; at < next.byteSize(); at++) {
                assertEquals(ChunkPool.POISON, next.memory().get(ValueLayout.JAVA_BYTE, at));
            }
            next.release();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-64, -1, 0, 63})
    void writingBesideTheMemoryIsFound(int offset) {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(5000, "the guilty one");
            MemorySegment around = lease.slab.memory;
            around.set(ValueLayout.JAVA_BYTE, 64 + (offset < 0 ? offset : lease.byteSize() + offset), (byte) 0);
            IllegalStateException found = assertThrows(IllegalStateException.class, lease::release);
            assertTrue(found.getMessage().contains("8192 bytes of the guilty one"), found.getMessage());
            assertNamesThisTest(found.getCause());
            assertThrows(IllegalStateException.class, lease::memory);
            assertEquals(0, pool.reservedBytes());
        }
    }

    @Test
    void writingTheWholeMemoryIsFine() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease lease = pool.acquire(5000, "one");
            lease.memory().fill((byte) 7);
            assertDoesNotThrow(lease::release);
        }
    }

    @Test
    void closingTellsLeaksWithSizesOwnersAndStacks() {
        ChunkPool pool = new ChunkPool(BUDGET);
        Lease one = pool.acquire(5000, "hits in run_7");
        Lease two = pool.acquire(100, "peaks in run_7");
        pool.acquire(100, "records in run_7").release();
        IllegalStateException leak = assertThrows(IllegalStateException.class, pool::close);
        assertEquals(
                "leak: 2 loans of 12288 bytes were not given back: 8192 bytes of hits in run_7,"
                        + " 4096 bytes of peaks in run_7",
                leak.getMessage());
        assertEquals(2, leak.getSuppressed().length);
        assertNamesThisTest(leak.getSuppressed()[0]);
        assertEquals(12288, pool.reservedBytes());
        one.release();
        two.release();
        assertEquals(0, pool.reservedBytes());
        assertDoesNotThrow(pool::close);
    }

    @Test
    void aClosedPoolLendsNothing() {
        ChunkPool pool = new ChunkPool(BUDGET);
        pool.acquire(100, "one").release();
        pool.close();
        assertEquals(0, pool.reservedBytes());
        assertThrows(IllegalStateException.class, () -> pool.acquire(1, "two"));
    }

    @Test
    void loansDoNotOverlap() {
        try (ChunkPool pool = new ChunkPool(BUDGET)) {
            Lease one = pool.acquire(4096, "one");
            Lease two = pool.acquire(4096, "two");
            assertNotEquals(one.memory().address(), two.memory().address());
            assertFalse(one.memory().asOverlappingSlice(two.memory()).isPresent());
            one.release();
            two.release();
        }
    }

    private static void assertNamesThisTest(Throwable taken) {
        assertTrue(Arrays.stream(taken.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ChunkPoolTest.class.getName())));
    }
}
