package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Await;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SlotRingTest {
    @ParameterizedTest
    @CsvSource({"2, 1", "2, 64", "16, 1", "16, 3", "16, 8", "32, 16", "128, 64", "256, 1", "256, 1024"})
    void noWorkerWaitsAtTheBerthOfASlotThatIsNotComputedYet(int slots, int workers) {
        Berths waiting = new Berths(WaitPolicy.THROUGHPUT, slots, workers);
        Set<Integer> berths = new HashSet<>();
        long heldUp = Integer.MAX_VALUE - 2L;
        for (long sequence = heldUp; sequence < heldUp + slots + workers; sequence++) {
            berths.add(waiting.berth(sequence));
        }
        assertEquals(slots + workers, berths.size());
    }

    /// E12: nothing but the call ends a park here, so a call that is lost is a hang.
    @Test
    void everyPublishedSlotWakesWhoWaitsForIt() throws Exception {
        Berths waiting = new Berths(WaitPolicy.THROUGHPUT, 4, 1, Parking.UNBOUNDED);
        SlotRing ring = new SlotRing(() -> null, 128, 1, waiting);
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            for (long sequence = 0; sequence < 100; sequence++) {
                long awaited = sequence;
                CompletableFuture<Thread> waiter = new CompletableFuture<>();
                Future<Boolean> published = worker.submit(() -> {
                    waiter.complete(Thread.currentThread());
                    return ring.awaitPublished(awaited);
                });
                if (sequence % 2 == 0) {
                    awaitParked(waiter.get(), waiting);
                }
                ring.publish();
                assertTrue(published.get(20, TimeUnit.SECONDS));
            }
        }
    }

    /// Also one that waits for a slot beyond the next: no thread but the one that halts would wake it here.
    @Test
    void aHaltedRingLetsEveryWorkerGo() throws Exception {
        Berths waiting = new Berths(WaitPolicy.THROUGHPUT, 4, 3, Parking.UNBOUNDED);
        SlotRing ring = new SlotRing(() -> null, 4, 3, waiting);
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            List<Future<Boolean>> published = new ArrayList<>();
            for (int index = 0; index < 3; index++) {
                long claimed = ring.claim(index);
                CompletableFuture<Thread> waiter = new CompletableFuture<>();
                published.add(workers.submit(() -> {
                    waiter.complete(Thread.currentThread());
                    return ring.awaitPublished(claimed);
                }));
                awaitParked(waiter.get(), waiting);
            }
            ring.halt();
            for (Future<Boolean> one : published) {
                assertFalse(one.get(20, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void slotsAreComputedUpToTheWorkerThatIsLeast() {
        SlotRing ring = new SlotRing(() -> null, 4, 2, new Berths(WaitPolicy.THROUGHPUT, 4, 2));
        assertEquals(0, ring.claim(0));
        assertEquals(1, ring.claim(1));
        ring.done(1, 1);
        assertFalse(ring.isComputed(0));
        ring.done(0, 0);
        assertFalse(ring.wasComputed(0), "nothing has looked since");
        assertTrue(ring.isComputed(0));
        assertTrue(ring.wasComputed(0));
        // Its worker has not gone on yet, and may claim no slot before 2.
        assertFalse(ring.isComputed(1));
        assertEquals(2, ring.claim(0));
        assertTrue(ring.isComputed(1));
        assertFalse(ring.isComputed(2));
        assertFalse(ring.wasComputed(2));
    }

    private static void awaitParked(Thread thread, Berths at) {
        Await.until(() -> LockSupport.getBlocker(thread) == at, "the worker parks");
    }
}
