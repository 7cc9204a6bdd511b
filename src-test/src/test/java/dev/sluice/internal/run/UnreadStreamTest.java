package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.fixtures.Await;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.Parking;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.StageStatistics;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.UnreadStreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams of one pass of which some are not read, or closed while they are.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class UnreadStreamTest {
    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    @Test
    void aReaderIsToldWhichStreamOfThePassNobodyReads() {
        StreamSettings impatient = Runs.workers(2).withUnreadPatience(Duration.ofMillis(50));
        List<PipelineStream> streams =
                Flows.start(impatient, List.of(), new Pulses(500, 3), new Doubled(in -> {}), 0, 1);
        ChunkStream unreadStream = streams.get(1);
        try (ChunkStream pulses = streams.get(0)) {
            Iterator<Chunk> chunks = pulses.iterator();
            long taken = 0;
            UnreadStreamException message = null;
            while (message == null) {
                try {
                    assertTrue(chunks.hasNext());
                    chunks.next();
                    taken++;
                } catch (UnreadStreamException unread) {
                    message = unread;
                }
            }
            assertTrue(
                    message.getMessage()
                            .startsWith("the stream of pulses cannot go on: no thread reads the stream of doubled"),
                    message.getMessage());
            unreadStream.close();
            while (chunks.hasNext()) {
                chunks.next();
                taken++;
            }
            assertEquals(500, taken);
        }
    }

    /// The thread that closes it waits for the reader, which waits for the other stream, whose ring is full of what the
    /// reader holds.
    @Test
    void aStreamThatIsClosedWhileItsReaderWaitsForAnotherIsNamed() throws Exception {
        StreamSettings impatient = Runs.workers(2).withUnreadPatience(Duration.ofMillis(50));
        List<PipelineStream> streams =
                Flows.start(impatient, List.of(), new Pulses(500, 3), new Doubled(in -> {}), 0, 1);
        ChunkStream pulses = streams.get(0);
        try (ChunkStream doubled = streams.get(1)) {
            Iterator<Chunk> one = pulses.iterator();
            Iterator<Chunk> other = doubled.iterator();
            one.next();
            Thread closer = Thread.ofPlatform().daemon().start(pulses::close);
            Await.until(() -> closer.getState() == Thread.State.TIMED_WAITING, "the closing thread waits");
            long[] taken = {0};
            UnreadStreamException message = assertThrows(UnreadStreamException.class, () -> {
                for (; other.hasNext(); taken[0]++) {
                    other.next();
                }
            });
            assertTrue(message.getMessage().contains("no thread reads the stream of pulses"), message.getMessage());
            assertThrows(IllegalStateException.class, one::hasNext, "it is closed, and lets go of its chunk");
            for (; other.hasNext(); taken[0]++) {
                other.next();
            }
            assertEquals(500, taken[0]);
            closer.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    /// What one stream waits for comes of a source whose ring another stage keeps full, the feed of which waits until
    /// half of its own ring is empty: with parks that have no limit, as here, it would wait for ever.
    @Test
    void aFeedThatWaitsForHalfOfItsRingHoldsUpNoReaderOfAnotherStream() {
        List<StagePlan> stages = new ArrayList<>();
        Pulses source = new Pulses(500, 3);
        stages.add(StagePlan.ofSource(
                "test_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of()));
        OutputRef pulses = new OutputRef(0, 0);
        for (Requirements demand : List.of(Requirements.NONE.halo(1, 1).wholeRun(), Requirements.NONE.halo(1, 1))) {
            Doubled doubled = new Doubled(in -> {});
            StagePlan.Step step = new StagePlan.Step(doubled, OptionValues.of(doubled, Map.of()), List.of(0));
            stages.add(StagePlan.ofStages("test_run", stages, List.of(pulses), demand, List.of(step)));
        }
        PipelinePlan plan = new PipelinePlan(
                "test_run", stages, List.of(new OutputRef(1, 1), new OutputRef(2, 1)), TimeRange.UNBOUNDED);
        Parking unlimited = new Parking() {
            @Override
            public long longest(long nanos) {
                return Long.MAX_VALUE;
            }
        };
        Seams seams = new Seams() {
            @Override
            public Parking parking() {
                return unlimited;
            }
        };
        List<PipelineStream> streams = PipelineStream.start(
                plan,
                Runs.workers(1).withUnreadPatience(Duration.ofMillis(50)),
                List.of(),
                ExecutorManager.withoutReuse(),
                seams,
                stream -> {});
        try (PipelineStream whole = streams.get(0);
                PipelineStream each = streams.get(1)) {
            Await.until(() -> isFull(each, 2), "the ring of the second stream is full");
            Await.until(
                    () -> threads.started().stream()
                            .filter(thread -> thread.getName().startsWith("sluice-"))
                            .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING),
                    "all threads wait");
            Iterator<Chunk> chunks = each.iterator();
            chunks.next();
            chunks.next();
            Iterator<Chunk> all = whole.iterator();
            assertThrows(UnreadStreamException.class, all::hasNext);
            while (chunks.hasNext()) {
                chunks.next();
            }
            assertEquals(1500, all.next().length());
        }
    }

    /// The slot that the reader has found is filled again before it looks at it, with the end of the run.
    @Test
    void aReaderWhoseStreamIsClosedSeesNoEndInASlotThatIsFilledAgain() throws Exception {
        CountDownLatch found = new CountDownLatch(1);
        CountDownLatch filledAgain = new CountDownLatch(1);
        Parking parking = new Parking() {
            @Override
            public void step(Point point) {
                if (point == Point.FOUND && Thread.currentThread().getName().equals("slow")) {
                    found.countDown();
                    assertDoesNotThrow(() -> filledAgain.await(30, TimeUnit.SECONDS));
                }
            }
        };
        int slots;
        List<PipelineStream> brief = startBoth(1, parking);
        try (PipelineStream one = brief.get(0);
                PipelineStream two = brief.get(1)) {
            two.forEach(chunk -> {});
            slots = one.statistics().stages().getFirst().slots();
        }
        List<PipelineStream> streams = startBoth(slots, parking);
        PipelineStream closed = streams.get(0);
        try (PipelineStream other = streams.get(1)) {
            CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(
                    () -> closed.iterator().hasNext(),
                    work -> Thread.ofPlatform().daemon().name("slow").start(work));
            assertTrue(found.await(30, TimeUnit.SECONDS));
            closed.close();
            other.forEach(chunk -> {});
            filledAgain.countDown();
            ExecutionException refused = assertThrows(ExecutionException.class, () -> reader.get(30, TimeUnit.SECONDS));
            assertTrue(refused.getCause().getMessage().contains("is closed"), "" + refused.getCause());
        }
    }

    private static List<PipelineStream> startBoth(int chunks, Parking parking) {
        Pulses source = new Pulses(chunks, 3);
        Doubled doubled = new Doubled(in -> {});
        StagePlan.Step step = new StagePlan.Step(doubled, OptionValues.of(doubled, Map.of()), List.of(0));
        StagePlan stage = StagePlan.ofSource(
                "test_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of(step));
        PipelinePlan plan = new PipelinePlan(
                "test_run", List.of(stage), List.of(new OutputRef(0, 0), new OutputRef(0, 1)), TimeRange.UNBOUNDED);
        Seams seams = new Seams() {
            @Override
            public Parking parking() {
                return parking;
            }
        };
        return PipelineStream.start(
                plan, Runs.workers(1), List.of(), ExecutorManager.withoutReuse(), seams, stream -> {});
    }

    private static boolean isFull(ChunkStream stream, int stage) {
        StageStatistics ring = stream.statistics().stages().get(stage);
        return ring.occupied() == ring.slots();
    }

    @Test
    void streamsThatAreReadInTurnAreNotHeldUp() {
        StreamSettings impatient = Runs.workers(2).withUnreadPatience(Duration.ofMillis(50));
        List<PipelineStream> streams =
                Flows.start(impatient, List.of(), new Pulses(500, 3), new Doubled(in -> {}), 0, 1);
        try (ChunkStream pulses = streams.get(0);
                ChunkStream doubled = streams.get(1)) {
            Iterator<Chunk> one = pulses.iterator();
            Iterator<Chunk> other = doubled.iterator();
            while (one.hasNext()) {
                assertEquals(one.next().number(), other.next().number());
            }
            assertFalse(other.hasNext());
        }
    }
}
