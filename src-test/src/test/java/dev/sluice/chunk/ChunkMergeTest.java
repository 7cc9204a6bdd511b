package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.SPANS;
import static dev.sluice.chunk.TestChunks.allRows;
import static dev.sluice.chunk.TestChunks.chunk;
import static dev.sluice.chunk.TestChunks.drain;
import static dev.sluice.chunk.TestChunks.lossy;
import static dev.sluice.chunk.TestChunks.records;
import static dev.sluice.chunk.TestChunks.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.TestChunks.Copy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ChunkMergeTest {
    private static final int TRIES = 40;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @Test
    void eachOutputEndsAtTheEarliestEndAtHand() {
        List<Copy> copies = merged(
                List.of(chunk(0, 10, Row.of(1, 2)), chunk(10, 30, Row.of(11, 12))),
                List.of(chunk(0, 25, Row.of(1, 9), Row.of(24, 26)), chunk(25, 30)));
        assertEquals(List.of(TimeRange.of(0, 10), TimeRange.of(10, 25), TimeRange.of(25, 30)), ranges(copies));
        assertEquals(List.of(Row.of(11, 12), Row.of(24, 26)), copies.get(1).rows());
        assertEquals(26, copies.get(1).latestEnd());
        assertEquals(List.of(0L, 1L, 2L), copies.stream().map(Copy::number).toList());
    }

    @Test
    void tiesAreOrderedByChannelThenByInput() {
        List<Copy> copies = merged(
                List.of(chunk(0, 10, new Row(5, 6, 1, 10), new Row(5, 6, 2, 11))),
                List.of(chunk(0, 10, new Row(5, 6, 0, 20), new Row(5, 6, 1, 21))),
                List.of(chunk(0, 10, new Row(5, 6, 1, 30))));
        assertEquals(
                List.of(20, 10, 21, 30, 11),
                allRows(copies).stream().map(Row::id).toList());
    }

    @Test
    void anInputMayStartLate() {
        List<Copy> copies = merged(
                List.of(chunk(0, 10, Row.of(1, 2)), chunk(10, 50, Row.of(12, 13))),
                List.of(chunk(20, 50, Row.of(20, 21))));
        assertEquals(List.of(TimeRange.of(0, 10), TimeRange.of(10, 20), TimeRange.of(20, 50)), ranges(copies));
    }

    @Test
    void anInputMayEndEarly() {
        List<Copy> copies = merged(List.of(chunk(0, 10, Row.of(1, 2))), List.of(chunk(0, 50, Row.of(20, 21))));
        assertEquals(List.of(TimeRange.of(0, 10), TimeRange.of(10, 50)), ranges(copies));
        assertEquals(2, allRows(copies).size());
    }

    @Test
    void silenceOfAllInputsIsAnEmptyChunk() {
        List<Copy> copies = merged(List.of(chunk(0, 10)), List.of(chunk(30, 40, Row.of(30, 31))));
        assertEquals(List.of(TimeRange.of(0, 10), TimeRange.of(10, 30), TimeRange.of(30, 40)), ranges(copies));
    }

    @Test
    void emptyChunksAndChunksWithoutDurationCarryTimeForward() {
        List<Copy> copies = merged(
                List.of(chunk(0, 0), chunk(0, 10), chunk(10, 10), chunk(10, 20, Row.of(15, 16))),
                List.of(chunk(0, 20)),
                List.of());
        assertEquals(List.of(TimeRange.of(0, 10), TimeRange.of(10, 20)), ranges(copies));
        assertEquals(List.of(Row.of(15, 16)), allRows(copies));
    }

    @Test
    void noInputGivesNoChunk() {
        try (ChunkMerge merge = new ChunkMerge(List.of())) {
            assertFalse(merge.hasNext());
            assertThrows(NoSuchElementException.class, merge::next);
        }
    }

    @Test
    void aHoleInOneInputIsRefusedAlthoughAnotherCoversIt() {
        List<Chunk> holed = List.of(chunk(0, 10, Row.of(1, 2)), chunk(20, 30, Row.of(20, 21)));
        assertThrows(ChunkLawException.class, () -> merged(holed, List.of(chunk(0, 30))));
    }

    @Test
    void anOverlapInOneInputIsRefused() {
        List<Chunk> overlapping = List.of(chunk(0, 10, Row.of(1, 2)), chunk(5, 30, Row.of(6, 21)));
        assertThrows(ChunkLawException.class, () -> merged(overlapping, List.of(chunk(0, 30))));
    }

    @Test
    void streamsOfDifferentRunsDoNotMergeEvenOneAfterTheOther() {
        Chunk other = Chunk.of(records(SPANS, List.of()), 10, 20, "run_8", "hits");
        assertThrows(ChunkLawException.class, () -> merged(List.of(chunk(0, 10)), List.of(other)));
        assertThrows(ChunkLawException.class, () -> mergedAll(List.of(List.of(chunk(0, 10), other))));
    }

    @Test
    void lossesOfAllInputsAreKept() {
        Loss dropped = new Loss(5, 15, "dropped");
        Loss cut = new Loss(20, 20, "the file ends in the middle of an event");
        List<Copy> copies = merged(
                List.of(lossy(chunk(0, 20), dropped), lossy(chunk(20, 20), cut)), List.of(chunk(0, 10), chunk(10, 20)));
        assertEquals(List.of(new Loss(5, 10, "dropped")), copies.get(0).losses());
        assertEquals(List.of(new Loss(10, 15, "dropped")), copies.get(1).losses());
        assertEquals(List.of(cut), copies.get(2).losses());
        assertEquals(TimeRange.of(20, 20), ranges(copies).get(2));
    }

    @Test
    void aChunkIsValidUntilTheNextIsAskedFor() {
        List<Iterator<Chunk>> inputs = List.of(List.of(chunk(0, 10, Row.of(1, 2)), chunk(10, 20, Row.of(11, 12)))
                .iterator());
        try (ChunkMerge merge = new ChunkMerge(inputs)) {
            Chunk first = merge.next();
            assertTrue(merge.hasNext());
            assertEquals(List.of(Row.of(1, 2)), rows(first));
            merge.next();
            assertThrows(IllegalStateException.class, () -> rows(first));
        }
    }

    @Test
    void disjointOutputsEndWhereNoRecordOfAnyInputIsOpen() {
        List<Copy> copies =
                merged(List.of(disjoint(0, 10, Row.of(0, 10))), List.of(disjoint(0, 7, Row.of(1, 2)), disjoint(7, 14)));
        assertEquals(List.of(TimeRange.of(0, 10), TimeRange.of(10, 14)), ranges(copies));
        assertEquals(List.of(Row.of(0, 10), Row.of(1, 2)), copies.get(0).rows());
    }

    @Test
    void disjointOutputsEndInTheLatestGapAtHand() {
        List<Copy> copies = merged(
                List.of(disjoint(0, 20, Row.of(0, 3), Row.of(4, 6), Row.of(8, 20))),
                List.of(disjoint(0, 10, Row.of(2, 4), Row.of(7, 9)), disjoint(10, 20)));
        assertEquals(List.of(TimeRange.of(0, 7), TimeRange.of(7, 20)), ranges(copies));
    }

    @Test
    void disjointInputsThatEndOrStartWhileARecordIsOpenAreSilentThere() {
        List<Copy> copies = merged(
                List.of(disjoint(0, 5, Row.of(1, 2))),
                List.of(disjoint(0, 20, Row.of(3, 20)), disjoint(20, 30)),
                List.of(disjoint(8, 30, Row.of(9, 10))));
        assertEquals(List.of(TimeRange.of(0, 3), TimeRange.of(3, 20), TimeRange.of(20, 30)), ranges(copies));
    }

    @Test
    void aDisjointInputThatOverhangsIsRefusedByTheMerge() {
        Chunk whole = disjoint(0, 20, Row.of(1, 15));
        List<Chunk> torn = List.of(Chunks.split(whole, 10).left());
        String message = assertThrows(ChunkLawException.class, () -> merged(torn, List.of(disjoint(0, 20))))
                .getMessage();
        assertTrue(message.contains("ends at time=15, after its chunk does at end=10"), message);
    }

    @Test
    void lossesOfDisjointInputsAreKeptWhenTheirChunksAreJoined() {
        Loss dropped = new Loss(5, 9, "dropped");
        List<Copy> copies = merged(
                List.of(disjoint(0, 10, Row.of(0, 10))),
                List.of(lossy(disjoint(0, 7), new Loss(5, 7, "dropped")), lossy(disjoint(7, 10), dropped(7, 9))));
        assertEquals(List.of(TimeRange.of(0, 10)), ranges(copies));
        assertEquals(List.of(dropped), copies.get(0).losses());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mergingDisjointTypesKeepsThePromiseAndEveryRecord(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            String at = "seed=" + seed + ", try=" + i;
            List<List<Chunk>> inputs = new ArrayList<>();
            List<Row> all = new ArrayList<>();
            for (int k = random.nextInt(4); k >= 0; k--) {
                int first = 1000 * k;
                List<Chunk> chunks = randomDisjointChunks(random, first);
                chunks.forEach(chunk -> all.addAll(rows(chunk)));
                inputs.add(chunks);
            }
            all.sort(TestChunks::byTimeAndChannel);
            assertEquals(all, allRows(mergedAll(inputs)), at);
        }
    }

    private static List<Chunk> randomDisjointChunks(Random random, int firstId) {
        List<Chunk> chunks = new ArrayList<>();
        long cursor = random.nextInt(50);
        int id = firstId;
        for (int k = random.nextInt(8); k >= 0; k--) {
            long end = cursor + random.nextInt(40);
            List<Row> rows = new ArrayList<>();
            long time = cursor + random.nextInt(10);
            while (time < end && rows.size() < 5) {
                rows.add(new Row(time, time + random.nextInt((int) (end - time) + 1), 2, id++));
                time += 1 + random.nextInt(12);
            }
            chunks.add(disjoint(cursor, end, rows.toArray(Row[]::new)));
            cursor = end;
        }
        return chunks;
    }

    private static Loss dropped(long start, long end) {
        return new Loss(start, end, "dropped");
    }

    private static Chunk disjoint(long start, long end, Row... rows) {
        return chunk(SPANS.disjoint(), start, end, List.of(rows));
    }

    @Test
    void aClosedMergeGivesNoMore() {
        ChunkMerge merge =
                new ChunkMerge(List.of(List.of(chunk(0, 10), chunk(10, 20)).iterator()));
        merge.next();
        merge.close();
        merge.close();
        assertThrows(IllegalStateException.class, merge::next);
    }

    @Test
    void mergingWorksAtTheEndsOfInt64() {
        long low = Long.MIN_VALUE;
        long high = Long.MAX_VALUE;
        List<Copy> copies = merged(
                List.of(chunk(low, low + 5, Row.of(low, low + 1)), chunk(low + 5, high, Row.of(high - 1, high))),
                List.of(chunk(high - 3, high, Row.of(high - 2, high))));
        assertEquals(List.of(Row.of(low, low + 1), Row.of(high - 2, high), Row.of(high - 1, high)), allRows(copies));
        assertEquals(TimeRange.of(high - 3, high), ranges(copies).get(2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mergingEqualsAStableSortOfAllInputs(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            String at = "seed=" + seed + ", try=" + i;
            List<List<Chunk>> inputs = new ArrayList<>();
            List<Row> all = new ArrayList<>();
            long origin = random.nextBoolean() ? 0 : (1L << 53) + 1;
            for (int k = random.nextInt(6); k >= 0; k--) {
                long start = origin + random.nextInt(200);
                long end = start + 1 + random.nextInt(1000);
                int first = 1000 * k;
                List<Row> rows = TestChunks.randomRows(random, start, end, random.nextInt(60)).stream()
                        .map(row -> row.withId(first + row.id()))
                        .toList();
                inputs.add(TestChunks.randomChunks(random, rows, start, end));
                all.addAll(rows);
            }
            all.sort(TestChunks::byTimeAndChannel);
            assertEquals(all, allRows(mergedAll(inputs)), at);
        }
    }

    private static List<TimeRange> ranges(List<Copy> copies) {
        return copies.stream()
                .map(copy -> TimeRange.of(copy.start(), copy.end()))
                .toList();
    }

    private static List<Copy> merged(List<Chunk> one, List<Chunk> two) {
        return mergedAll(List.of(one, two));
    }

    private static List<Copy> merged(List<Chunk> one, List<Chunk> two, List<Chunk> three) {
        return mergedAll(List.of(one, two, three));
    }

    private static List<Copy> mergedAll(List<List<Chunk>> inputs) {
        List<LentChunks> lent = inputs.stream().map(LentChunks::new).toList();
        try (ChunkMerge merge = new ChunkMerge(List.copyOf(lent))) {
            return drain(merge);
        } finally {
            lent.forEach(LentChunks::close);
        }
    }
}
