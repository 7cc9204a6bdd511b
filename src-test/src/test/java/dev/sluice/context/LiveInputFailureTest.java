package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunState;
import dev.sluice.stream.WaitPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A digitiser that dies does not look like the end of the run: its publisher fails the input, and readers get the
/// cause after all that was published.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveInputFailureTest {
    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final IOException UNPLUGGED = new IOException("the digitiser was unplugged");

    private final Context context = Context.create();
    private final LiveInput live = context.live("pulses", TYPE);

    static Stream<Arguments> policies() {
        return Stream.of(WaitPolicy.values())
                .flatMap(waiting -> Stream.of(Overflow.Kind.values()).map(kind -> Arguments.of(waiting, kind)));
    }

    private static Overflow overflow(Overflow.Kind kind, Path folder) {
        return switch (kind) {
            case BLOCK -> Overflow.BLOCK;
            case DROP_NEWEST -> Overflow.DROP_NEWEST;
            case DROP_OLDEST -> Overflow.DROP_OLDEST;
            case SPILL -> Overflow.spill(folder, 1 << 20);
        };
    }

    private void publish(long start, long end, long... times) {
        var records = live.claim(times.length);
        for (int i = 0; i < times.length; i++) {
            TIME.set(records, i, times[i]);
        }
        live.publish(start, end);
    }

    /// Takes all chunks that come; their records.
    private static List<Long> taken(Iterator<Chunk> chunks) {
        List<Long> times = new ArrayList<>();
        while (chunks.hasNext()) {
            Chunk chunk = chunks.next();
            for (long i = 0; i < chunk.length(); i++) {
                times.add(TIME.get(chunk.records(), i));
            }
        }
        return times;
    }

    private static PipelineException failure(Iterator<Chunk> chunks, List<Long> before) {
        return assertThrows(PipelineException.class, () -> {
            while (chunks.hasNext()) {
                before.addAll(taken(List.of(chunks.next()).iterator()));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aReaderGetsWhatWasPublishedAndThenTheCause(WaitPolicy waiting, Overflow.Kind kind, @TempDir Path folder)
            throws Exception {
        live.overflow(overflow(kind, folder));
        try (ChunkStream stream = context.streaming("run").waiting(waiting).getStream("pulses")) {
            CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
                publish(0, 10, 1, 2);
                publish(10, 20, 15);
                live.claim(4);
                live.fail(UNPLUGGED);
            });
            List<Long> before = new ArrayList<>();
            PipelineException failure = failure(stream.iterator(), before);
            publisher.get(30, TimeUnit.SECONDS);
            assertEquals(List.of(1L, 2L, 15L), before);
            assertSame(UNPLUGGED, failure.getCause());
            assertTrue(failure.getMessage().contains("the digitiser was unplugged"), failure.getMessage());
            assertTrue(failure.getMessage().contains("pulses"), failure.getMessage());
            assertEquals(RunState.FAILED, stream.summary().state());
        } finally {
            live.close();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aFullRingHasRoomForTheFailure(WaitPolicy waiting, Overflow.Kind kind, @TempDir Path folder) {
        live.overflow(overflow(kind == Overflow.Kind.BLOCK ? Overflow.Kind.DROP_NEWEST : kind, folder));
        try (ChunkStream stream = context.streaming("run").waiting(waiting).getStream("pulses")) {
            for (long block = 0; block < 600; block++) {
                publish(10 * block, 10 * block + 10, 10 * block);
            }
            live.fail(UNPLUGGED);
            List<Long> before = new ArrayList<>();
            assertSame(UNPLUGGED, failure(stream.iterator(), before).getCause());
            assertEquals(
                    600,
                    before.size() + stream.summary().dropped().records(),
                    "delivered and dropped are all there were");
        } finally {
            live.close();
        }
    }

    @Test
    void lateRecordsThatWaitAreDeliveredBeforeTheFailure() {
        live.lateness(100);
        try (ChunkStream stream = context.streaming("run").getStream("pulses")) {
            publish(0, 50, 40, 10);
            live.fail(UNPLUGGED);
            List<Long> before = new ArrayList<>();
            assertSame(UNPLUGGED, failure(stream.iterator(), before).getCause());
            assertEquals(List.of(10L, 40L), before);
        } finally {
            live.close();
        }
    }

    @Test
    void aPluginsStreamFailsWithTheSameCause() {
        context.register(TestPlugin.of(
                TYPE,
                "copies",
                (in, out) -> out.records(in.records().count())
                        .copyFrom(0, in.records(), 0, in.records().count()),
                "pulses"));
        try (ChunkStream stream = context.streaming("run").workers(2).getStream("copies")) {
            publish(0, 10, 1);
            live.fail(UNPLUGGED);
            List<Long> before = new ArrayList<>();
            assertSame(UNPLUGGED, failure(stream.iterator(), before).getCause());
            assertEquals(List.of(1L), before);
        } finally {
            live.close();
        }
    }

    @Test
    void theInputFeedsAnotherStreamAfterIt() {
        try (ChunkStream first = context.streaming("run").getStream("pulses")) {
            publish(0, 10, 1);
            live.fail(UNPLUGGED);
            assertSame(UNPLUGGED, failure(first.iterator(), new ArrayList<>()).getCause());
        }
        try (ChunkStream second = context.streaming("next").getStream("pulses")) {
            publish(0, 10, 5);
            live.close();
            assertEquals(List.of(5L), taken(second.iterator()));
        }
    }

    @Test
    void itIsRefusedWhereNoStreamIsOpenThatCouldFail() {
        assertSentence(assertThrows(IllegalStateException.class, () -> live.fail(UNPLUGGED)));
        try (ChunkStream stream = context.streaming("run").getStream("pulses")) {
            publish(0, 10, 1);
            live.finish();
            assertSentence(assertThrows(IllegalStateException.class, () -> live.fail(UNPLUGGED)));
            assertEquals(List.of(1L), taken(stream.iterator()), "it ended well before");
        }
        live.close();
        assertSentence(assertThrows(IllegalStateException.class, () -> live.fail(UNPLUGGED)));
        assertThrows(NullPointerException.class, () -> live.fail(null));
    }

    private static void assertSentence(IllegalStateException refused) {
        assertTrue(refused.getMessage().contains("pulses"), refused.getMessage());
        assertTrue(refused.getMessage().contains("unplugged"), refused.getMessage());
        assertTrue(refused.getMessage().contains("finish()"), refused.getMessage());
    }

    @Test
    void itHidesNotTheCauseWhereTheReadersHaveLeft() {
        ChunkStream stream = context.streaming("run").getStream("pulses");
        publish(0, 10, 1);
        stream.close();
        assertDoesNotThrow(() -> live.fail(UNPLUGGED), "nothing is left to fail");
        live.close();
    }
}
