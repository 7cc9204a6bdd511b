package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Await;
import dev.sluice.internal.run.Doubled;
import dev.sluice.internal.run.Pulses;
import dev.sluice.internal.run.Runs;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.WaitPolicy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// E12, E5: what a waiter may rely on, without a bound of its parks: a lost call is a hang.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class WaitPointTest {
    private final AtomicLong reached = new AtomicLong(-1);

    private Thread waiting(WaitPoint waiter, long upTo, boolean virtual) {
        Runnable wait = () -> {
            for (long awaited = 0; awaited <= upTo; awaited++) {
                waiter.begin();
                while (reached.get() < awaited) {
                    waiter.pause(awaited);
                }
                waiter.end();
            }
        };
        return virtual
                ? Thread.ofVirtual().start(wait)
                : Thread.ofPlatform().daemon().start(wait);
    }

    private static void awaitParked(WaitPoint waiter, Thread thread) {
        Await.until(() -> LockSupport.getBlocker(thread) == waiter, "the thread parks");
    }

    /// The second call comes within the patience after the first one, so it is suppressed, and no other follows.
    @ParameterizedTest
    @EnumSource(
            value = WaitPolicy.class,
            names = {"BALANCED", "THROUGHPUT"})
    void aSuppressedCallIsMadeGoodThoughNoOtherFollows(WaitPolicy policy) throws Exception {
        for (int round = 0; round < 50; round++) {
            reached.set(-1);
            WaitPoint waiter = new WaitPoint(policy, Parking.UNBOUNDED);
            Thread thread = waiting(waiter, 1, false);
            awaitParked(waiter, thread);
            reached.set(0);
            waiter.reachedAmongOthers(0);
            reached.set(1);
            waiter.reachedAmongOthers(1);
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertEquals(Thread.State.TERMINATED, thread.getState());
        }
    }

    /// A wait after a call that was asked for parks as one that is not announced: no wake-up would come to its thread.
    @ParameterizedTest
    @EnumSource(
            value = WaitPolicy.class,
            names = {"BALANCED", "THROUGHPUT"})
    void aWaitInThePlaceOfACallIsWoken(WaitPolicy policy) throws Exception {
        WaitPoint waiter = new WaitPoint(policy, Parking.UNBOUNDED);
        waiter.callAt(0, () -> {});
        Thread thread = waiting(waiter, 0, false);
        awaitParked(waiter, thread);
        reached.set(0);
        waiter.reached(0);
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertEquals(Thread.State.TERMINATED, thread.getState());
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void everyCallReachesAVirtualThread(WaitPolicy policy) throws Exception {
        WaitPoint waiter = new WaitPoint(policy, Parking.UNBOUNDED);
        Thread thread = waiting(waiter, 1000, true);
        for (long sequence = 0; sequence <= 1000; sequence++) {
            reached.set(sequence);
            waiter.reached(sequence);
        }
        assertTrue(thread.join(Duration.ofSeconds(20)));
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aVirtualThreadNeitherSpinsNorYieldsForLong(WaitPolicy policy) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        long[] rounds = {0};
        Thread.ofVirtual().start(() -> {
            int round = 0;
            while (policy.pause(round) && round < 1_000_000) {
                round++;
            }
            rounds[0] = round;
            done.countDown();
        });
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertTrue(rounds[0] <= 1, "rounds: " + rounds[0]);
    }

    @Test
    void aReaderInAVirtualThreadParksAtLowLatency() throws Exception {
        CountDownLatch resume = new CountDownLatch(1);
        Pulses source = new Pulses(10, 3, number -> {
            if (number == 5) {
                resume.await();
            }
        });
        try (ChunkStream stream =
                Runs.start(Runs.workers(1).withWaitPolicy(WaitPolicy.LOW_LATENCY), source, new Doubled(in -> {}))) {
            AtomicLong records = new AtomicLong();
            Thread reader = Thread.ofVirtual().start(() -> stream.forEach(chunk -> records.addAndGet(chunk.length())));
            Await.until(
                    () -> reader.getState() == Thread.State.WAITING || reader.getState() == Thread.State.TIMED_WAITING,
                    "the reader parks");
            resume.countDown();
            assertTrue(reader.join(Duration.ofSeconds(20)));
            assertEquals(30, records.get());
        }
    }
}
