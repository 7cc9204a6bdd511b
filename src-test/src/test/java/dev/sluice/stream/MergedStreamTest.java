package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.context.Instants;
import dev.sluice.context.StreamingContext;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MergedStreamTest {
    private final Context context = Context.create();

    @AfterEach
    void closeContext() {
        context.close();
    }

    private ChunkStream stream(String dataType, long chunkRecords, Records records) {
        context.register(new RecordSource(dataType, records));
        return context.streaming("run").workers(1).chunkRecords(chunkRecords).getStream(dataType);
    }

    private MergedStream merge(boolean sort, ChunkStream... streams) {
        return context.streaming("run").mergeStream(List.of(streams), sort);
    }

    @Test
    void streamsAreMergedByTimeAndTileIt() {
        ChunkStream even = stream("even", 3, Instants.every(20, 0, 50));
        ChunkStream odd = stream("odd", 7, Instants.every(20, 10, 50));
        try (MergedStream merged = merge(true, even, odd)) {
            List<Chunk> chunks = Instants.kept(merged);
            assertTrue(Instants.tile(chunks), chunks.toString());
            assertEquals("even+odd run [0, 10) 1 records", chunks.get(0).toString());
            assertEquals(Instants.times(List.of(whole(100))), Instants.times(chunks));
        }
    }

    private static Chunk whole(int count) {
        return Chunk.of(Instants.every(10, 0, count), 0, 10L * count, "run", "all");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aMergeIsTheSortedRowsOfAllStreamsWhateverTheChunks(long seed) {
        Random random = new Random(seed);
        List<Long> expected = new ArrayList<>();
        List<ChunkStream> streams = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            Records records = Instants.every(1, 0, random.nextInt(400));
            long time = random.nextInt(100);
            for (long row = 0; row < records.count(); row++) {
                time += random.nextInt(20);
                Instants.TIME.set(records, row, time);
                expected.add(time);
            }
            streams.add(stream("s" + i, 1 + random.nextInt(60), records));
        }
        expected.sort(null);
        try (MergedStream merged = context.streaming("run").mergeStream(streams, true)) {
            List<Chunk> chunks = Instants.kept(merged);
            assertEquals(expected, Instants.times(chunks), "seed=" + seed);
            assertTrue(expected.isEmpty() || Instants.tile(chunks), "seed=" + seed);
        }
    }

    @Test
    void aMergeHoldsOneChunkOfEachStreamAndNotTheRun() {
        ChunkStream one = stream("one", 10, Instants.every(10, 0, 100_000));
        ChunkStream two = stream("two", 10, Instants.every(10, 5, 100_000));
        try (MergedStream merged = merge(true, one, two)) {
            Iterator<Chunk> chunks = merged.iterator();
            for (int i = 0; i < 100; i++) {
                assertTrue(chunks.next().length() <= 20);
            }
        }
    }

    @Test
    void unsortedStreamsFollowEachOtherAndTheTimeBetweenIsAnEmptyChunk() {
        ChunkStream late = stream("late", 2, Instants.every(10, 100, 4));
        ChunkStream early = stream("early", 3, Instants.every(10, 0, 4));
        try (MergedStream merged = merge(false, early, late)) {
            List<Chunk> chunks = Instants.kept(merged);
            assertEquals(List.of(0L, 10L, 20L, 30L, 100L, 110L, 120L, 130L), Instants.times(chunks));
            assertTrue(Instants.tile(chunks), chunks.toString());
            assertEquals("early+late run [31, 100) 0 records", chunks.get(2).toString());
        }
    }

    @Test
    void unsortedStreamsThatGoBackInTimeAreRefusedWithARemedy() {
        ChunkStream late = stream("late", 2, Instants.every(10, 100, 4));
        ChunkStream early = stream("early", 3, Instants.every(10, 0, 4));
        try (MergedStream merged = merge(false, late, early)) {
            ChunkLawException refused = assertThrows(ChunkLawException.class, () -> Instants.times(merged));
            assertTrue(refused.getMessage().contains("sort=true"), refused.getMessage());
        }
    }

    @Test
    void rangesOfOneTypeFollowEachOtherUnderItsName() {
        context.register(new RecordSource("hits", Instants.every(10, 0, 100)));
        StreamingContext streaming = context.streaming("run").chunkRecords(3);
        ChunkStream one = streaming.getStream("hits", TimeRange.of(0, 50));
        ChunkStream two = streaming.getStream("hits", TimeRange.of(50, 100));
        try (MergedStream merged = merge(false, one, two)) {
            assertEquals("hits", merged.dataType());
            assertEquals(List.of(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L), Instants.times(merged));
        }
    }

    @Test
    void streamsOfDifferentRecordsAreRefusedWithARemedy() {
        Records others =
                Records.allocate(RecordType.of("time:<i8", "energy:<f4").instantaneous(), 0, Arena.ofAuto());
        ChunkStream hits = stream("hits", 3, Instants.every(10, 0, 4));
        ChunkStream other = stream("energies", 3, others);
        String message = assertThrows(IllegalArgumentException.class, () -> merge(true, hits, other))
                .getMessage();
        assertTrue(
                message.contains("hits has") && message.contains("energies has") && message.contains("columns"),
                message);
    }

    @Test
    void streamsOfDifferentRunsAndOneStreamTwiceAreRefused() {
        ChunkStream hits = stream("hits", 3, Instants.every(10, 0, 4));
        ChunkStream other = context.streaming("other_run").getStream("hits");
        assertThrows(IllegalArgumentException.class, () -> merge(true, hits, other));
        assertThrows(IllegalArgumentException.class, () -> merge(true, hits, hits));
        assertThrows(IllegalArgumentException.class, () -> merge(true));
    }

    @Test
    void closingTheMergeClosesItsStreams() {
        ChunkStream one = stream("one", 1, Instants.every(10, 0, 1000));
        ChunkStream two = stream("two", 1, Instants.every(10, 5, 1000));
        try (MergedStream merged = merge(true, one, two)) {
            merged.iterator().next();
        }
        assertThrows(IllegalStateException.class, () -> one.iterator().hasNext());
        assertThrows(IllegalStateException.class, () -> two.iterator().hasNext());
    }

    @Test
    void aMergedStreamIsReadOnceAndSaysSo() {
        ChunkStream one = stream("one", 1, Instants.every(10, 0, 10));
        try (MergedStream merged = merge(true, one)) {
            assertEquals(10, Instants.times(merged).size());
            assertThrows(IllegalStateException.class, merged::iterator);
        }
    }

    @Test
    void aChunkKeptTooLongIsRefusedInCheckedMode() {
        ChunkStream one = stream("one", 1, Instants.every(10, 0, 10));
        try (MergedStream merged = merge(false, one)) {
            Iterator<Chunk> chunks = merged.iterator();
            Chunk first = chunks.next();
            chunks.next();
            assertThrows(IllegalStateException.class, () -> Instants.TIME.get(first.records(), 0));
        }
    }
}
