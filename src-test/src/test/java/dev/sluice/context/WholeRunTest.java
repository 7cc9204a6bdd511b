package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.chunk.TimeRange;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run as one chunk, as a state that goes along, and as chunks whatever kind of plugin made it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WholeRunTest {
    private static Context context(int count) {
        return Context.create()
                .register(
                        new RecordSource("hits", Instants.every(10, 0, count)),
                        TestPlugin.of(INSTANTS, "copy", Instants::copy, "hits"),
                        new Total("total", "copy"),
                        TestPlugin.of(INSTANTS, "behind", Instants::copy, "total"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 5000})
    void anArrayHoldsTheWholeRunInTheArenaOfTheCaller(long chunkRecords) {
        try (Context context = context(5000);
                Arena arena = Arena.ofConfined()) {
            Chunk all = context.streaming("run").chunkRecords(chunkRecords).getArray(arena, "copy");
            assertEquals(LongStream.range(0, 5000).map(i -> 10 * i).boxed().toList(), Instants.times(all));
            assertEquals("copy run [0, 49991) 5000 records", all.toString());
            assertEquals(49_991, all.latestEnd());
        }
    }

    @Test
    void anArrayOfARangeHoldsItsRecordsOnly() {
        try (Context context = context(100);
                Arena arena = Arena.ofConfined()) {
            Chunk part = context.streaming("run").chunkRecords(3).getArray(arena, "copy", TimeRange.of(105, 145));
            assertEquals(List.of(110L, 120L, 130L, 140L), Instants.times(part));
            assertEquals(TimeRange.of(105, 145), part.range());
        }
    }

    @Test
    void anArrayOfNothingIsAnEmptyChunk() {
        try (Context context = context(0);
                Arena arena = Arena.ofConfined()) {
            assertEquals(0, context.streaming("run").getArray(arena, "copy").length());
        }
    }

    @Test
    void anArrayThatDoesNotFitIsRefusedBeforeItIsRead() {
        try (Context context = context(100_000);
                Arena arena = Arena.ofConfined()) {
            StreamingContext streaming =
                    context.streaming("run").memory(256 * 1024).chunkRecords(1000);
            OutOfBudgetException refused =
                    assertThrows(OutOfBudgetException.class, () -> streaming.getArray(arena, "copy"));
            assertTrue(refused.getMessage().contains("256000 bytes so far"), refused.getMessage());
            assertTrue(refused.getMessage().contains("limit=262144"), refused.getMessage());
        }
    }

    @Test
    void severalArraysComeOfOnePassAlsoWhereOneWaitsForTheWholeOfAnother() {
        try (Context context = context(5000);
                Arena arena = Arena.ofConfined()) {
            List<Chunk> arrays = context.streaming("run")
                    .workers(2)
                    .chunkRecords(5)
                    .getArrays(arena, List.of("copy", "total", "behind"), TimeRange.UNBOUNDED);
            assertEquals(Instants.times(arrays.get(0)), Instants.times(arrays.get(2)));
            assertEquals(
                    List.of(5000L),
                    Instants.values(arrays.get(1)).stream().distinct().toList());
        }
    }

    @Test
    void aFailureWhileArraysAreReadIsTheOneThatIsTold() {
        TestPlugin failing = TestPlugin.of(
                INSTANTS,
                "failing",
                (in, out) -> {
                    if (in.start() >= 20_000) {
                        throw new IllegalStateException("no more");
                    }
                    Instants.copy(in, out);
                },
                "hits");
        try (Context context = context(5000).register(failing);
                Arena arena = Arena.ofConfined()) {
            StreamingContext streaming = context.streaming("run").workers(2).chunkRecords(5);
            PipelineException failure = assertThrows(
                    PipelineException.class,
                    () -> streaming.getArrays(arena, List.of("copy", "failing"), TimeRange.UNBOUNDED));
            assertEquals("no more", failure.getCause().getMessage());
        }
    }

    @Test
    void aStateGoesAlongWithTheChunks() {
        try (Context context = context(100)) {
            StreamingContext streaming = context.streaming("run").chunkRecords(7);
            assertEquals(100L, streaming.<Long>accumulate("copy", 0L, (sum, chunk) -> sum + chunk.length()));
            assertEquals(
                    5L,
                    streaming.<Long>accumulate("copy", TimeRange.of(0, 50), 0L, (sum, chunk) -> sum + chunk.length()));
        }
    }

    @Test
    void everyChunkIsHandedToTheActionInOrder() {
        try (Context context = context(10)) {
            StringBuilder message = new StringBuilder();
            context.streaming("run")
                    .chunkRecords(4)
                    .forEach("copy", chunk -> message.append(chunk.range()).append(chunk.length()));
            assertEquals("[0, 40)4[40, 80)4[80, 91)2", message.toString());
        }
    }

    @Test
    void aStaticPluginOnAStreamGetsTheWholeWithoutBeingMergedByHand() {
        try (Context context = context(1000);
                Arena arena = Arena.ofConfined()) {
            Chunk all = context.streaming("run").chunkRecords(7).getArray(arena, "total");
            assertEquals(
                    List.of(1000L), Instants.values(all).stream().distinct().toList());
            assertEquals(1000, all.length());
        }
    }

    @Test
    void whatAStaticPluginMadeIsAStreamOfChunksForOthers() {
        try (Context context = context(1000);
                ChunkStream stream = context.streaming("run").chunkRecords(50).iterChunks("behind")) {
            List<Chunk> chunks = Instants.kept(stream);
            assertEquals(20, chunks.size());
            assertTrue(Instants.tile(chunks));
        }
    }

    @Test
    void chunksOfStaticDataAreClippedToARangeToo() {
        try (Context context = context(1000);
                ChunkStream stream =
                        context.streaming("run").chunkRecords(2).iterChunks("total", TimeRange.of(100, 150))) {
            assertEquals(List.of(100L, 110L, 120L, 130L, 140L), Instants.times(stream));
        }
    }
}
