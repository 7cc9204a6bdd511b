package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.StallReport;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the thread that reads a stream computes itself, where it is to answer at once, is watched as any worker is.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class InlineWorkerTest {
    private final EngineThreads threads = EngineThreads.fromNowOn();

    private static final int CHUNKS = 40;
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final StreamSettings HASTY = Runs.workers(1).withWaitPolicy(WaitPolicy.LOW_LATENCY);
    private static final StreamSettings WATCHED = HASTY.withWatchdog(LIMIT, false);

    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile Thread computing;

    /// A class that is loaded for the first time may take longer than the watchdog allows a chunk.
    @BeforeAll
    static void everyClassIsLoaded() {
        try (ChunkStream stream = start(HASTY, new Doubled(in -> {}))) {
            stream.forEach(chunk -> {});
        }
    }

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    private static ChunkStream start(StreamSettings settings, StreamingPlugin plugin) {
        Pulses source = new Pulses(CHUNKS, 3);
        StagePlan.Step step = new StagePlan.Step(plugin, OptionValues.of(plugin, Map.of()), List.of(0));
        StagePlan stage = StagePlan.ofSource(
                "test_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of(step));
        PipelinePlan plan =
                new PipelinePlan("test_run", List.of(stage), List.of(new OutputRef(0, 1)), TimeRange.UNBOUNDED);
        return PipelineStream.start(plan, settings, List.of(), ExecutorManager.withoutReuse(), stream -> {})
                .getFirst();
    }

    private Doubled hangingAt(long at) {
        return new Doubled(in -> {
            if (in.chunk().number() == at) {
                computing = Thread.currentThread();
                gate.await();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 39})
    void aPluginThatHangsInTheReadersThreadIsReportedAndTheReaderIsNot(long at) throws Exception {
        CompletableFuture<Thread> reading = new CompletableFuture<>();
        try (ChunkStream stream = start(WATCHED, hangingAt(at))) {
            CompletableFuture<Long> reader = CompletableFuture.supplyAsync(
                    () -> {
                        reading.complete(Thread.currentThread());
                        long records = 0;
                        for (Chunk chunk : stream) {
                            records += chunk.length();
                        }
                        return records;
                    },
                    work -> Thread.ofPlatform().daemon().start(work));
            Await.until(() -> computing != null, "the plugin hangs");
            assertEquals(reading.get(15, TimeUnit.SECONDS), computing);
            Await.until(() -> !stream.stuck().isEmpty(), "a thread is reported as stuck");
            StallReport report = stream.stuck().getFirst();
            assertEquals("Doubled", report.who());
            assertEquals("doubled", report.dataType());
            assertEquals(at, report.chunk());
            assertEquals(new TimeRange(at * 1000, at * 1000 + 1000), report.range());
            assertTrue(report.lasting().compareTo(LIMIT) >= 0);
            assertTrue(report.stack().stream()
                    .anyMatch(frame -> frame.getClassName().contains("CountDownLatch")));
            assertEquals(1, stream.stuck().size());
            gate.countDown();
            assertEquals(CHUNKS * 3, reader.get(30, TimeUnit.SECONDS));
            Await.until(() -> stream.stuck().isEmpty(), "nothing is stuck any more");
            List<String> warnings = stream.summary().warnings();
            assertEquals(1, warnings.size(), warnings.toString());
            assertTrue(warnings.getFirst().startsWith("Doubled is stuck on chunk " + at), warnings.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 39})
    void onRequestAHangFailsTheRunThoughNoOtherThreadWasAskedFor(long at) {
        try (ChunkStream stream = start(WATCHED.withWatchdog(LIMIT, true), hangingAt(at))) {
            Iterator<Chunk> chunks = stream.iterator();
            for (long i = 0; i < at; i++) {
                assertEquals(i, chunks.next().number());
            }
            PipelineException failure = assertThrows(PipelineException.class, chunks::hasNext);
            assertEquals("Doubled", failure.plugin());
            assertEquals(at, failure.chunkNumber());
            assertTrue(failure.getCause().getMessage().contains("no progress for"), failure.getMessage());
        }
    }

    @Test
    void aReaderThatComputesButDoesNotReadOnIsReportedAsSuch() {
        try (ChunkStream stream = start(WATCHED, new Doubled(in -> {}))) {
            Iterator<Chunk> chunks = stream.iterator();
            chunks.next();
            Await.until(() -> !stream.stuck().isEmpty(), "a thread is reported as stuck");
            assertEquals("reader", stream.stuck().getFirst().who());
        }
    }

    /// Another thread closes the stream while its reader computes its first chunk, of which it has no hold yet, and the
    /// pass goes on for another stream: the worker, which is to take over, parks until the reader is done.
    @Test
    void aWorkerThatIsToTakeOverWaitsParkedForAReaderThatComputes() throws Exception {
        AtomicInteger parked = new AtomicInteger();
        Parking counting = new Parking() {
            @Override
            public void park(Object blocker) {
                if (blocker instanceof InlineWorker) {
                    parked.incrementAndGet();
                }
                super.park(blocker);
            }
        };
        List<PipelineStream> streams = startTwo(counting, hangingAt(0));
        CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(
                () -> streams.getFirst().iterator().hasNext(),
                work -> Thread.ofPlatform().daemon().start(work));
        try {
            Await.until(() -> computing != null && parked.get() > 1, "the workers of both stages park");
            int before = parked.get();
            streams.getFirst().close();
            Await.until(() -> parked.get() > before, "the worker parks again");
        } finally {
            gate.countDown();
            reader.handle((more, closed) -> closed).get(30, TimeUnit.SECONDS);
            streams.forEach(PipelineStream::close);
        }
    }

    private static List<PipelineStream> startTwo(Parking parking, StreamingPlugin plugin) {
        List<StagePlan> stages = Stream.of(plugin, new Doubled(in -> {}))
                .map(doubled -> StagePlan.ofSource(
                        "test_run",
                        TimeRange.UNBOUNDED,
                        new Pulses(CHUNKS, 3),
                        OptionValues.of(new Pulses(CHUNKS, 3), Map.of()),
                        List.of(new StagePlan.Step(doubled, OptionValues.of(doubled, Map.of()), List.of(0)))))
                .toList();
        PipelinePlan plan = new PipelinePlan(
                "test_run", stages, List.of(new OutputRef(0, 1), new OutputRef(1, 1)), TimeRange.UNBOUNDED);
        Seams seams = new Seams() {
            @Override
            public Parking parking() {
                return parking;
            }
        };
        StreamSettings settings = Runs.workers(1).withWaitPolicy(WaitPolicy.LOW_LATENCY);
        return PipelineStream.start(plan, settings, List.of(), ExecutorManager.withoutReuse(), seams, stream -> {});
    }
}
