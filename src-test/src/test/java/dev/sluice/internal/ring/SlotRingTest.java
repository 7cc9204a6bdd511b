package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.run.Await;
import dev.sluice.stream.WaitPolicy;
import java.util.HashSet;
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
        Berths waiting = new Berths(WaitPolicy.THROUGHPUT, 4, 1, ParkBound.NONE);
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

    private static void awaitParked(Thread thread, Berths at) {
        Await.until(() -> LockSupport.getBlocker(thread) == at, "the worker parks");
    }
}
