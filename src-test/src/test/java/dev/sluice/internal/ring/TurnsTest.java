package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TurnsTest {
    private static final int WORKERS = 4;

    @ParameterizedTest
    @EnumSource
    void turnsAreTakenInOrderOneAtATime(WaitPolicy policy) throws Exception {
        Turns turns = new Turns(WORKERS, policy, Parking.JVM);
        AtomicLong claims = new AtomicLong();
        List<Long> taken = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                work.add(workers.submit(() -> {
                    for (long turn = claims.getAndIncrement(); turn < 400; turn = claims.getAndIncrement()) {
                        assertTrue(turns.await(turn));
                        // Guarded by the turn alone.
                        taken.add(turn);
                        turns.pass(turn);
                    }
                }));
            }
            for (Future<?> one : work) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        for (int i = 0; i < 400; i++) {
            assertEquals(i, taken.get(i));
        }
    }

    @Test
    void whatWaitsForATurnThatNeverComesIsLetGo() throws Exception {
        Turns turns = new Turns(WORKERS, WaitPolicy.THROUGHPUT, Parking.JVM);
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            Future<Boolean> waiting = worker.submit(() -> turns.await(3));
            turns.endAt(2);
            assertFalse(waiting.get(30, TimeUnit.SECONDS));
            assertTrue(turns.await(0), "turns before that are taken");
            turns.pass(0);
            assertTrue(turns.await(1));
            turns.endAt(0);
            assertFalse(turns.await(1), "none is taken any more");
        }
    }
}
