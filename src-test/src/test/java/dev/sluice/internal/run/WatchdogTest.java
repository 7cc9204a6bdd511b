package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.TimeRange;
import dev.sluice.fixtures.Await;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Slot;
import dev.sluice.internal.ring.Watched;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.Silence;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.StallReport;
import dev.sluice.stream.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// E13: the watchdog looks at what others change meanwhile, and at every feed.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WatchdogTest {
    private static final StreamSettings WATCHED = Runs.workers(1).withWatchdog(Duration.ofMillis(20), false);

    /// Torn at the first looks, as a slot is that is opened anew while it is looked at.
    private record Torn(AtomicInteger looks, int torn) implements Watched {
        @Override
        public long position() {
            return 1;
        }

        @Override
        public String who() {
            return "Torn";
        }

        @Override
        public String dataType() {
            return "pulses";
        }

        @Override
        public long chunk() {
            return 0;
        }

        @Override
        public TimeRange range() {
            return looks.getAndIncrement() < torn ? new TimeRange(1000, 0) : new TimeRange(0, 1000);
        }

        @Override
        public List<StackTraceElement> stack() {
            return List.of();
        }

        @Override
        public boolean isOfTheRun() {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void theWatchdogOutlivesATornRange(int torn) throws Exception {
        RunStatus status = new RunStatus();
        Watched watched = new Torn(new AtomicInteger(), torn);
        Watchdog watchdog = new Watchdog("test_run", WATCHED, List.of(watched), List::of, status, Parking.JVM);
        Thread thread = Thread.ofPlatform().daemon().start(watchdog);
        Await.until(() -> !watchdog.stuck().isEmpty() || !thread.isAlive(), "something is reported");
        assertTrue(thread.isAlive(), "the watchdog died");
        assertEquals(new TimeRange(0, 1000), watchdog.stuck().getFirst().range());
        status.halt();
        thread.join();
    }

    /// A feed that waits for a stage which has nothing new is not stuck, one that has something to take is.
    @Test
    void aFeedWithoutASourceThatHangsIsReported() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Chains chain = new Chains(new Pulses(40, 3)).then(new Doubled(in -> {}));
        chain.with(new Seams() {
            @Override
            public Feed feed(StagePlan plan, Feed feed) {
                return plan.hasSource() ? feed : new SlowFeed(feed, gate);
            }
        });
        try (ChunkStream stream = chain.start(WATCHED, chain.last()).getFirst()) {
            AtomicReference<StallReport> found = new AtomicReference<>();
            Await.until(
                    () -> {
                        // Whatever else takes its time on a busy machine is reported beside it.
                        stream.stuck().stream()
                                .filter(one -> one.who().equals("Doubled"))
                                .forEach(found::set);
                        return found.get() != null;
                    },
                    "the feed is reported");
            StallReport report = found.get();
            assertEquals("pulses", report.dataType());
            assertTrue(report.stack().stream()
                    .anyMatch(frame -> frame.getMethodName().equals("fill")));
            gate.countDown();
            long[] records = {0};
            stream.forEach(chunk -> records[0] += chunk.length());
            assertEquals(120, records[0]);
        }
    }

    /// What goes on in order is computed by one worker at a time; the others are not stuck meanwhile.
    @Test
    void aWorkerThatWaitsForItsTurnIsNotReported() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Doubled held = new Doubled(in -> {
            if (in.start() < Pulses.CHUNK_NS) {
                gate.await();
            }
        });
        Chains chain =
                new Chains(new Pulses(40, 3)).then(held, Requirements.NONE.forgettingAt(Silence.of(Pulses.CHUNK_NS)));
        StreamSettings settings = Runs.workers(4).withWatchdog(Duration.ofMillis(20), false);
        try (ChunkStream stream = chain.start(settings, chain.last()).getFirst()) {
            Await.until(() -> reported(stream, 0) > 0, "the worker that is held up is reported");
            long looks = System.nanoTime() + Duration.ofMillis(200).toNanos();
            Await.until(
                    () -> {
                        assertEquals(1, reported(stream, Long.MAX_VALUE), "one worker is stuck");
                        return System.nanoTime() > looks;
                    },
                    "the watchdog looks again");
            gate.countDown();
            long[] records = {0};
            stream.forEach(chunk -> records[0] += chunk.length());
            assertEquals(120, records[0]);
        }
    }

    /// How many workers that double are stuck on a chunk up to number `last`.
    private static long reported(ChunkStream stream, long last) {
        return stream.stuck().stream()
                .filter(one -> one.who().equals("Doubled") && one.dataType().equals("doubled") && one.chunk() <= last)
                .count();
    }

    private record SlowFeed(Feed feed, CountDownLatch gate) implements Feed {
        @Override
        public boolean fill(Slot slot) throws Exception {
            gate.await();
            return feed.fill(slot);
        }

        @Override
        public void leave() {
            feed.leave();
        }

        @Override
        public List<RingReader> cursors() {
            return feed.cursors();
        }

        @Override
        public long number() {
            return feed.number();
        }

        @Override
        public void close() throws Exception {
            feed.close();
        }
    }
}
