package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.context.TestPlugin;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a live input does where its late records find no memory: it refuses whole publications, and it always ends.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveMemoryTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "channel:<i2", "value:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField CHANNEL = TYPE.longField("channel");
    private static final LongField VALUE = TYPE.longField("value");
    private static final long BUDGET = 1 << 18;
    private static final int BLOCK = 100;

    private final Context context = Context.create();
    private final LiveInput live = context.live("pulses", TYPE);
    private long published;

    /// Publishes records at `time`, with values that count on.
    private void publish(long count, long time, long start, long end) {
        Records records = live.claim(count);
        for (long i = 0; i < count; i++) {
            TIME.set(records, i, time);
            CHANNEL.set(records, i, 0);
            VALUE.set(records, i, published + i);
        }
        live.publish(start, end);
        published += count;
    }

    private void publishBlocks(int blocks, long time, long start, long end) {
        for (int i = 0; i < blocks; i++) {
            publish(BLOCK, time, start, end);
        }
    }

    private StreamingContext streaming() {
        return context.streaming("live_run").workers(1).chunkRecords(10_000).memory(BUDGET);
    }

    private static CompletableFuture<List<Long>> values(ChunkStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            List<Long> values = new ArrayList<>();
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    values.add(VALUE.get(chunk.records(), i));
                }
            }
            return values;
        });
    }

    private void assertComplete(CompletableFuture<List<Long>> reader) throws Exception {
        List<Long> values = reader.get(20, TimeUnit.SECONDS);
        assertEquals(published, values.size());
        assertTrue(LongStream.range(0, published).boxed().toList().equals(values), "not in order");
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aLastChunkThatFindsNoMemoryFailsTheStream(WaitPolicy waiting) throws Exception {
        live.lateness(1000);
        try (ChunkStream stream = streaming().waiting(waiting).getStream("pulses")) {
            CompletableFuture<List<Long>> reader = values(stream);
            publishBlocks(30, 0, 0, 1);
            live.claim(80 * BLOCK);
            OutOfBudgetException message = assertThrows(OutOfBudgetException.class, live::finish);
            PipelineException failure = failureOf(reader);
            assertEquals(message, failure.getCause());
            assertEquals("pulses", failure.dataType());
            assertEquals(0, failure.chunkNumber());
            assertTrue(failure.getMessage().contains("budget=" + BUDGET), failure.getMessage());
        }
    }

    @Test
    void aLastChunkThatFindsNoMemoryFailsWhatIsComputedFromItToo() throws Exception {
        live.lateness(1000);
        context.register(TestPlugin.of(TYPE, "nothing", (in, out) -> out.records(0), "pulses")
                .demanding(spec -> spec.stateful()));
        try (ChunkStream stream = streaming().onError(FailurePolicy.SKIP).getStream("nothing")) {
            CompletableFuture<List<Long>> reader = values(stream);
            publishBlocks(30, 0, 0, 1);
            live.claim(80 * BLOCK);
            assertThrows(OutOfBudgetException.class, live::close);
            assertInstanceOf(OutOfBudgetException.class, failureOf(reader).getCause());
        }
    }

    private static PipelineException failureOf(CompletableFuture<?> reader) {
        ExecutionException ended = assertThrows(ExecutionException.class, () -> reader.get(20, TimeUnit.SECONDS));
        return assertInstanceOf(PipelineException.class, ended.getCause());
    }

    @Test
    void anotherStreamMayFollowOneThatFoundNoMemoryForItsEnd() throws Exception {
        live.lateness(1000);
        try (ChunkStream stream = streaming().getStream("pulses")) {
            publishBlocks(30, 0, 0, 1);
            live.claim(80 * BLOCK);
            assertThrows(OutOfBudgetException.class, live::finish);
            assertThrows(PipelineException.class, stream.iterator()::hasNext);
        }
        published = 0;
        try (ChunkStream stream = streaming().getStream("pulses")) {
            publishBlocks(30, 0, 0, 1);
            live.finish();
            assertComplete(values(stream));
        }
    }

    /// A tap holds the memory that a chunk needs: until it is closed, publications are refused.
    @ParameterizedTest
    @ValueSource(longs = {5, 95})
    void aPublicationThatIsRefusedForMemoryLeavesNothingBehind(long into) throws Exception {
        live.lateness(10);
        int refused = 0;
        try (Arena arena = Arena.ofConfined();
                ChunkStream stream = streaming().getStream("pulses")) {
            Tap tap = stream.tap(1000);
            CompletableFuture<List<Long>> reader = values(stream);
            publishBlocks(20, 0, 0, 1);
            live.publish(0, 1, 100);
            assertEquals(
                    20 * BLOCK,
                    tap.poll(arena, Duration.ofSeconds(30)).orElseThrow().length());
            publishBlocks(20, 95, 99, 100);
            live.claim(45 * BLOCK);
            for (int i = 1; i <= 4; i++) {
                try {
                    publish(1, 100 * i + into, 100 * i, 100 * i + 100);
                } catch (OutOfBudgetException full) {
                    assertTrue(full.getMessage().contains("budget=" + BUDGET), full.getMessage());
                    refused++;
                    if (refused == 3) {
                        tap.close();
                    }
                    i--;
                }
            }
            live.finish();
            assertComplete(reader);
            assertEquals(0, stream.summary().dropped().refused());
        }
        assertEquals(3, refused);
    }
}
