package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.DropCounts;
import dev.sluice.stream.PipelineStatistics;
import dev.sluice.stream.StageStatistics;
import dev.sluice.stream.Tap;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Taps, and what a stage counts.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FlowTest {
    private static final int CHUNKS = 40;

    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    @Test
    void aTapWhoseReaderStopsReadingDoesNotStopTheRun() throws InterruptedException {
        try (Arena arena = Arena.ofConfined();
                CopyingTap tap = new CopyingTap("doubled", 10);
                ChunkStream stream = Flows.start(
                                Runs.workers(2), List.of(tap), new Pulses(1000, 3), new Doubled(in -> {}), 1)
                        .getFirst()) {
            CompletableFuture<Long> reader = Flows.count(stream);
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
                ChunkStream stream =
                        Flows.start(Runs.workers(2), new Pulses(Long.MAX_VALUE, 3), new Doubled(in -> {}))) {
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
                () -> Flows.start(Runs.workers(2), List.of(tap), new Pulses(1, 3), new Doubled(in -> {}), 1));
        assertTrue(refused.getMessage().contains("'hits' is not computed in this pass"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new CopyingTap("hits", 0));
    }

    @Test
    void everyStageCountsWhatItComputed() {
        try (ChunkStream stream = Flows.start(Runs.workers(2), new Pulses(CHUNKS, 3), new Doubled(in -> {}))) {
            assertEquals(CHUNKS * 3, Flows.count(stream).join());
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
