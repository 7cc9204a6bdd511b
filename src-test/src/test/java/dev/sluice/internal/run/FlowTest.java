package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.ring.Parking;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.DropCounts;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.PipelineStatistics;
import dev.sluice.stream.RunState;
import dev.sluice.stream.StageStatistics;
import dev.sluice.stream.StallReport;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.Tap;
import dev.sluice.stream.UnreadStreamException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Taps, the watchdog, streams that are not read, and counters.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FlowTest {
    private static final int CHUNKS = 40;
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final StreamSettings WATCHED = Runs.workers(2).withWatchdog(LIMIT, false);

    private final CountDownLatch gate = new CountDownLatch(1);

    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    /// A source and a plugin, and a stream of each of these outputs: 0 is the source, 1 the plugin.
    private static List<PipelineStream> start(
            StreamSettings settings, List<CopyingTap> taps, Pulses source, StreamingPlugin plugin, int... outputs) {
        StagePlan.Step step = new StagePlan.Step(plugin, OptionValues.of(plugin, Map.of()), List.of(0));
        StagePlan stage = StagePlan.ofSource(
                "test_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of(step));
        List<OutputRef> targets = IntStream.of(outputs)
                .mapToObj(output -> new OutputRef(0, output))
                .toList();
        PipelinePlan plan = new PipelinePlan("test_run", List.of(stage), targets, TimeRange.UNBOUNDED);
        return PipelineStream.start(plan, settings, taps, ExecutorManager.withoutReuse(), stream -> {});
    }

    private static ChunkStream start(StreamSettings settings, Pulses source, StreamingPlugin plugin) {
        return start(settings, List.of(), source, plugin, 1).getFirst();
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain: " + what);
            Thread.onSpinWait();
        }
    }

    private static CompletableFuture<Long> count(ChunkStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long records = 0;
                    for (Chunk chunk : stream) {
                        records += chunk.length();
                    }
                    return records;
                },
                work -> Thread.ofPlatform().daemon().start(work));
    }

    private static StallReport stuck(ChunkStream stream, String who) {
        await(() -> stream.stuck().stream().anyMatch(one -> one.who().equals(who)), who + " is reported as stuck");
        return stream.stuck().stream()
                .filter(one -> one.who().equals(who))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 39})
    void aPluginThatHangsIsReportedWithItsChunkItsStackAndTheRings(long at) throws Exception {
        Doubled hanging = new Doubled(in -> {
            if (in.chunk().number() == at) {
                gate.await();
            }
        });
        try (ChunkStream stream = start(WATCHED, new Pulses(CHUNKS, 3), hanging)) {
            CompletableFuture<Long> reader = count(stream);
            StallReport report = stuck(stream, "Doubled");
            assertEquals("doubled", report.dataType());
            assertEquals(at, report.chunk());
            assertEquals(new TimeRange(at * 1000, at * 1000 + 1000), report.range());
            assertTrue(report.lasting().compareTo(LIMIT) >= 0);
            assertTrue(report.stack().stream()
                    .anyMatch(frame -> frame.getClassName().contains("CountDownLatch")));
            assertEquals("Pulses", report.rings().getFirst().name());
            assertTrue(report.rings().getFirst().occupied() > 0);
            gate.countDown();
            assertEquals(CHUNKS * 3, reader.get(30, TimeUnit.SECONDS));
            await(() -> stream.stuck().isEmpty(), "nothing is stuck any more");
            assertTrue(
                    stream.summary().warnings().stream()
                            .anyMatch(told -> told.startsWith("Doubled is stuck on chunk " + at + " of doubled")),
                    stream.summary().warnings().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 39})
    void aSourceThatHangsIsReported(long at) throws Exception {
        Pulses hanging = new Pulses(CHUNKS, 3, number -> {
            if (number == at) {
                gate.await();
            }
        });
        try (ChunkStream stream = start(WATCHED, hanging, new Doubled(in -> {}))) {
            CompletableFuture<Long> reader = count(stream);
            StallReport report = stuck(stream, "Pulses");
            assertEquals("pulses", report.dataType());
            assertEquals(at, report.chunk());
            gate.countDown();
            assertEquals(CHUNKS * 3, reader.get(30, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 38})
    void aReaderThatDoesNotReadIsReportedAsSuch(long at) {
        StreamSettings failing = WATCHED.withWatchdog(LIMIT, true);
        try (ChunkStream stream = start(failing, new Pulses(CHUNKS, 3), new Doubled(in -> {}))) {
            Iterator<Chunk> chunks = stream.iterator();
            for (long i = 0; i < at; i++) {
                chunks.next();
            }
            StallReport report = stuck(stream, "reader");
            assertEquals("doubled", report.dataType());
            assertEquals(Math.max(0, at - 1), report.chunk());
            for (long i = at; i < CHUNKS; i++) {
                chunks.next();
            }
            assertFalse(chunks.hasNext());
        }
    }

    @ParameterizedTest
    @CsvSource({"plugin, 0", "plugin, 20", "plugin, 39", "source, 0", "source, 20", "source, 39"})
    void onRequestAHangFailsTheRunAfterTheChunksBefore(String where, long at) {
        Pulses.BeforeChunk hang = number -> {
            if (number == at) {
                gate.await();
            }
        };
        boolean inPlugin = where.equals("plugin");
        Pulses source = inPlugin ? new Pulses(CHUNKS, 3) : new Pulses(CHUNKS, 3, hang);
        Doubled plugin = new Doubled(in -> {
            if (inPlugin) {
                hang.chunk(in.chunk().number());
            }
        });
        try (ChunkStream stream = start(WATCHED.withWatchdog(LIMIT, true), source, plugin)) {
            Iterator<Chunk> chunks = stream.iterator();
            for (long i = 0; i < at; i++) {
                assertEquals(i, chunks.next().number());
            }
            PipelineException failure = assertThrows(PipelineException.class, chunks::hasNext);
            assertEquals(inPlugin ? "Doubled" : "Pulses", failure.plugin());
            assertEquals(at, failure.chunkNumber());
            assertTrue(failure.getCause().getMessage().contains("no progress for"), failure.getMessage());
            assertEquals(RunState.FAILED, stream.summary().state());
        }
    }

    @Test
    void withoutAWatchdogNothingIsReported() {
        try (ChunkStream stream = start(Runs.workers(2), new Pulses(CHUNKS, 3), new Doubled(in -> {}))) {
            assertEquals(CHUNKS * 3, count(stream).join());
            assertEquals(List.of(), stream.stuck());
        }
    }

    @Test
    void aReaderIsToldWhichStreamOfThePassNobodyReads() {
        StreamSettings impatient = Runs.workers(2).withUnreadPatience(Duration.ofMillis(50));
        List<PipelineStream> streams = start(impatient, List.of(), new Pulses(500, 3), new Doubled(in -> {}), 0, 1);
        ChunkStream unreadStream = streams.get(1);
        try (ChunkStream pulses = streams.get(0)) {
            Iterator<Chunk> chunks = pulses.iterator();
            long taken = 0;
            UnreadStreamException told = null;
            while (told == null) {
                try {
                    assertTrue(chunks.hasNext());
                    chunks.next();
                    taken++;
                } catch (UnreadStreamException unread) {
                    told = unread;
                }
            }
            assertTrue(
                    told.getMessage()
                            .startsWith("the stream of pulses cannot go on: no thread reads the stream of doubled"),
                    told.getMessage());
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
        List<PipelineStream> streams = start(impatient, List.of(), new Pulses(500, 3), new Doubled(in -> {}), 0, 1);
        ChunkStream pulses = streams.get(0);
        try (ChunkStream doubled = streams.get(1)) {
            Iterator<Chunk> one = pulses.iterator();
            Iterator<Chunk> other = doubled.iterator();
            one.next();
            Thread closer = Thread.ofPlatform().daemon().start(pulses::close);
            Await.until(() -> closer.getState() == Thread.State.TIMED_WAITING, "the closing thread waits");
            long[] taken = {0};
            UnreadStreamException told = assertThrows(UnreadStreamException.class, () -> {
                for (; other.hasNext(); taken[0]++) {
                    other.next();
                }
            });
            assertTrue(told.getMessage().contains("no thread reads the stream of pulses"), told.getMessage());
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
        List<PipelineStream> streams = start(impatient, List.of(), new Pulses(500, 3), new Doubled(in -> {}), 0, 1);
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

    @Test
    void aTapWhoseReaderStopsReadingDoesNotStopTheRun() throws InterruptedException {
        try (Arena arena = Arena.ofConfined();
                CopyingTap tap = new CopyingTap("doubled", 10);
                ChunkStream stream = start(Runs.workers(2), List.of(tap), new Pulses(1000, 3), new Doubled(in -> {}), 1)
                        .getFirst()) {
            CompletableFuture<Long> reader = count(stream);
            assertTrue(tap.poll(arena, Duration.ofSeconds(30)).isPresent());
            assertEquals(3000, reader.join());
            Chunk latest = tap.poll(arena).orElseThrow();
            assertEquals(990, latest.number());
            assertEquals(2 * 990 * 3, Pulses.VALUE.get(latest.records(), 0));
            assertEquals(Optional.empty(), tap.poll(arena));
            assertTrue(tap.passedOver() >= 50, "passed over: " + tap.passedOver());
        }
    }

    @Test
    void aRunningStreamMayBeTapped() throws InterruptedException {
        try (Arena arena = Arena.ofConfined();
                ChunkStream stream = start(Runs.workers(2), new Pulses(Long.MAX_VALUE, 3), new Doubled(in -> {}))) {
            Iterator<Chunk> chunks = stream.iterator();
            chunks.next();
            Tap tap = stream.tap(1);
            for (int i = 0; i < 100; i++) {
                chunks.next();
            }
            Chunk seen = tap.poll(arena, Duration.ofSeconds(30)).orElseThrow();
            assertEquals(2 * 3 * seen.number(), Pulses.VALUE.get(seen.records(), 0));
            tap.close();
            assertEquals(Optional.empty(), tap.poll(arena, Duration.ofSeconds(30)));
            chunks.next();
        }
    }

    @Test
    void aTapOnWhatIsNotComputedIsRefused() {
        CopyingTap tap = new CopyingTap("hits", 1);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> start(Runs.workers(2), List.of(tap), new Pulses(1, 3), new Doubled(in -> {}), 1));
        assertTrue(refused.getMessage().contains("'hits' is not computed in this pass"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new CopyingTap("hits", 0));
    }

    @Test
    void everyStageCountsWhatItComputed() {
        try (ChunkStream stream = start(Runs.workers(2), new Pulses(CHUNKS, 3), new Doubled(in -> {}))) {
            assertEquals(CHUNKS * 3, count(stream).join());
            PipelineStatistics statistics = stream.statistics();
            StageStatistics stage = statistics.stages().getFirst();
            assertEquals("Pulses", stage.name());
            assertEquals(CHUNKS, stage.chunks());
            assertEquals(CHUNKS * 3, stage.recordsIn());
            assertEquals(CHUNKS * 3 * 16, stage.bytesIn());
            assertEquals(CHUNKS * 3, stage.recordsOut());
            assertEquals(CHUNKS * 3 * 16, stage.bytesOut());
            assertTrue(stage.slots() >= 16 && stage.occupied() <= stage.slots());
            assertTrue(stage.waitShare() >= 0 && stage.waitShare() <= 1);
            assertEquals(DropCounts.NONE, statistics.dropped());
            assertEquals(stream.reservedBytes(), statistics.reservedBytes());
        }
    }
}
