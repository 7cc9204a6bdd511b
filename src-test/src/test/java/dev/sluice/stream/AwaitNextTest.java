package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.record.RecordType;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A reader waits for as long as it wants, and loses nothing by it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AwaitNextTest {
    private static final RecordType PULSES = RecordType.of("time:<i8").instantaneous();
    private static final Duration SHORT = Duration.ofMillis(3);

    private static void publish(LiveInput live, long block) {
        PULSES.longField("time").set(live.claim(1), 0, 10 * block);
        live.publish(10 * block, 10 * block + 10);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitThatIsOverLeavesTheStreamWhole(WaitPolicy policy) {
        try (Context context = Context.create();
                LiveInput live = context.live("pulses", PULSES);
                ChunkStream stream =
                        context.streaming("run").waiting(policy).workers(1).getStream("pulses")) {
            Iterator<Chunk> chunks = stream.iterator();
            for (int block = 0; block < 20; block++) {
                assertFalse(stream.awaitNext(SHORT));
                assertFalse(stream.awaitNext(Duration.ZERO));
                publish(live, block);
                assertTrue(stream.awaitNext(Duration.ofSeconds(30)));
                assertTrue(stream.awaitNext(Duration.ZERO));
                assertEquals(10 * block, chunks.next().start());
            }
            live.finish();
            assertTrue(stream.awaitNext(Duration.ofDays(1_000_000)));
            assertFalse(chunks.hasNext());
            assertTrue(stream.awaitNext(Duration.ZERO));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theChunkThatIsReadStaysValidMeanwhile(WaitPolicy policy) {
        try (Context context = Context.create();
                LiveInput live = context.live("pulses", PULSES);
                ChunkStream stream = context.streaming("run").waiting(policy).getStream("pulses")) {
            publish(live, 0);
            Chunk first = stream.iterator().next();
            assertFalse(stream.awaitNext(SHORT));
            assertEquals(0, PULSES.longField("time").get(first.records(), 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalStreamsWaitInTurn(WaitPolicy policy) {
        try (Context context = Context.create();
                LiveInput live = context.live("pulses", PULSES)) {
            var streams = context.streaming("run").waiting(policy).getStreams("pulses", "pulses");
            try (ChunkStream one = streams.get(0);
                    ChunkStream other = streams.get(1)) {
                assertFalse(one.awaitNext(SHORT));
                publish(live, 0);
                assertTrue(one.awaitNext(Duration.ofSeconds(30)));
                assertTrue(other.awaitNext(Duration.ofSeconds(30)));
                assertEquals(0, one.iterator().next().start());
                assertEquals(0, other.iterator().next().start());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsItAsItEndsEveryWait(WaitPolicy policy) {
        try (Context context = Context.create();
                LiveInput live = context.live("pulses", PULSES);
                ChunkStream stream = context.streaming("run").waiting(policy).getStream("pulses")) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedWaitException.class, () -> stream.awaitNext(Duration.ofSeconds(30)));
            assertTrue(Thread.interrupted());
            publish(live, 0);
            assertTrue(stream.awaitNext(Duration.ofSeconds(30)));
            assertThrows(IllegalArgumentException.class, () -> stream.awaitNext(Duration.ofMillis(-1)));
        }
    }
}
