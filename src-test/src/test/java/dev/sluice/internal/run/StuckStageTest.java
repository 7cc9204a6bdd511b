package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.fixtures.Await;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunState;
import dev.sluice.stream.StallReport;
import dev.sluice.stream.StreamSettings;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the watchdog reports: plugins and sources that hang, and readers that do not read.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StuckStageTest {
    private static final int CHUNKS = 40;
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final StreamSettings WATCHED = Runs.workers(2).withWatchdog(LIMIT, false);

    private final CountDownLatch gate = new CountDownLatch(1);

    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    private static StallReport stuck(ChunkStream stream, String who) {
        Await.until(
                () -> stream.stuck().stream().anyMatch(one -> one.who().equals(who)), who + " is reported as stuck");
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
        try (ChunkStream stream = Flows.start(WATCHED, new Pulses(CHUNKS, 3), hanging)) {
            CompletableFuture<Long> reader = Flows.count(stream);
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
            Await.until(() -> stream.stuck().isEmpty(), "nothing is stuck any more");
            assertTrue(
                    stream.summary().warnings().stream()
                            .anyMatch(message -> message.startsWith("Doubled is stuck on chunk " + at + " of doubled")),
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
        try (ChunkStream stream = Flows.start(WATCHED, hanging, new Doubled(in -> {}))) {
            CompletableFuture<Long> reader = Flows.count(stream);
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
        try (ChunkStream stream = Flows.start(failing, new Pulses(CHUNKS, 3), new Doubled(in -> {}))) {
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
        try (ChunkStream stream = Flows.start(WATCHED.withWatchdog(LIMIT, true), source, plugin)) {
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
        try (ChunkStream stream = Flows.start(Runs.workers(2), new Pulses(CHUNKS, 3), new Doubled(in -> {}))) {
            assertEquals(CHUNKS * 3, Flows.count(stream).join());
            assertEquals(List.of(), stream.stuck());
        }
    }
}
