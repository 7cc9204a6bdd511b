package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.SPANS;
import static dev.sluice.chunk.TestChunks.chunk;
import static dev.sluice.chunk.TestChunks.drain;
import static dev.sluice.chunk.TestChunks.lossy;
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
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RechunkTest {
    private static final int TRIES = 40;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @Test
    void byCountGivesChunksOfThatManyRecords() {
        List<Copy> copies = rechunked(
                List.of(chunk(0, 10, Row.of(1, 2), Row.of(3, 4)), chunk(10, 30, Row.of(15, 40), Row.of(20, 21))),
                input -> Rechunk.byCount(input, 3));
        assertEquals(2, copies.size());
        assertEquals(
                TimeRange.of(0, 20),
                TimeRange.of(copies.get(0).start(), copies.get(0).end()));
        assertEquals(
                List.of(Row.of(1, 2), Row.of(3, 4), Row.of(15, 40)),
                copies.get(0).rows());
        assertEquals(40, copies.get(0).latestEnd());
        assertEquals(
                TimeRange.of(20, 30),
                TimeRange.of(copies.get(1).start(), copies.get(1).end()));
        assertEquals(List.of(0L, 1L), copies.stream().map(Copy::number).toList());
    }

    @Test
    void recordsThatStartAtTheSameTimeStayTogether() {
        List<Copy> copies = rechunked(
                List.of(chunk(0, 10, Row.of(1, 2), Row.of(5, 6, 0), Row.of(5, 6, 1), Row.of(5, 9, 2), Row.of(6, 7))),
                input -> Rechunk.byCount(input, 2));
        assertEquals(
                List.of(4, 1), copies.stream().map(copy -> copy.rows().size()).toList());
    }

    @Test
    void byBytesFitsWholeRecordsAndAtLeastOne() {
        List<Chunk> chunks = List.of(chunk(0, 10, Row.of(1, 2), Row.of(3, 4), Row.of(5, 6), Row.of(7, 8)));
        assertEquals(
                2,
                rechunked(chunks, input -> Rechunk.byBytes(input, 3L * SPANS.size() - 1))
                        .size());
        assertEquals(4, rechunked(chunks, input -> Rechunk.byBytes(input, 1)).size());
        assertEquals(
                1,
                rechunked(chunks, input -> Rechunk.byBytes(input, Long.MAX_VALUE))
                        .size());
    }

    @Test
    void byGapCutsWhereEveryRecordHasEndedForLonger() {
        List<Copy> copies = rechunked(
                List.of(
                        chunk(0, 50, Row.of(0, 100), Row.of(10, 20), Row.of(40, 45)),
                        chunk(50, 500, Row.of(110, 112), Row.of(123, 130), Row.of(400, 401))),
                input -> Rechunk.byGap(input, 10));
        assertEquals(
                List.of(TimeRange.of(0, 123), TimeRange.of(123, 400), TimeRange.of(400, 500)),
                copies.stream()
                        .map(copy -> TimeRange.of(copy.start(), copy.end()))
                        .toList());
    }

    @Test
    void aGapWiderThanInt64IsAGap() {
        List<Chunk> chunks = List.of(chunk(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Row.of(Long.MIN_VALUE, Long.MIN_VALUE + 1),
                Row.of(Long.MAX_VALUE - 9, Long.MAX_VALUE)));
        assertEquals(
                2,
                rechunked(chunks, input -> Rechunk.byGap(input, Long.MAX_VALUE - 1))
                        .size());
    }

    @Test
    void aDisjointTypeIsCutOnlyWhereNoRecordIsOpen() {
        List<Row> rows = List.of(Row.of(0, 5), Row.of(2, 30), Row.of(10, 12), Row.of(30, 31), Row.of(40, 41));
        List<Copy> copies =
                rechunked(List.of(TestChunks.chunk(SPANS.disjoint(), 0, 50, rows)), input -> Rechunk.byCount(input, 1));
        assertEquals(
                List.of(3, 1, 1),
                copies.stream().map(copy -> copy.rows().size()).toList());
    }

    @Test
    void aStreamWithoutRecordsKeepsItsTime() {
        List<Copy> copies =
                rechunked(List.of(chunk(0, 10), chunk(10, 10), chunk(10, 25)), input -> Rechunk.byCount(input, 5));
        assertEquals(List.of(new Copy(0, 0, 25, 25, List.of(), List.of())), copies);
    }

    @Test
    void noStreamGivesNoChunk() {
        try (Rechunk rechunk = Rechunk.byCount(List.<Chunk>of().iterator(), 5)) {
            assertFalse(rechunk.hasNext());
            assertThrows(NoSuchElementException.class, rechunk::next);
        }
    }

    @Test
    void lossesGoToTheChunksThatCoverThem() {
        Loss last = new Loss(30, 30, "the file ends in the middle of an event");
        List<Chunk> chunks = List.of(
                lossy(chunk(0, 10, Row.of(1, 2), Row.of(8, 9)), new Loss(3, 10, "dropped")),
                lossy(chunk(10, 30, Row.of(12, 13)), new Loss(10, 11, "dropped"), last));
        List<Copy> copies = rechunked(chunks, input -> Rechunk.byCount(input, 1));
        assertEquals(List.of(new Loss(3, 8, "dropped")), copies.get(0).losses());
        assertEquals(List.of(new Loss(8, 11, "dropped")), copies.get(1).losses());
        assertEquals(List.of(last), copies.get(2).losses());
    }

    @Test
    void aChunkIsValidUntilTheNextIsAskedFor() {
        List<Chunk> chunks =
                List.of(chunk(0, 10, Row.of(1, 2)), chunk(10, 20, Row.of(11, 12), Row.of(13, 14)), chunk(20, 30));
        try (Rechunk rechunk = Rechunk.byCount(chunks.iterator(), 2)) {
            Chunk first = rechunk.next();
            assertTrue(rechunk.hasNext());
            assertEquals(List.of(Row.of(1, 2), Row.of(11, 12)), rows(first));
            assertEquals(List.of(Row.of(13, 14)), rows(rechunk.next()));
        }
    }

    @Test
    void aClosedRechunkGivesNoMore() {
        Rechunk rechunk = Rechunk.byCount(
                List.of(chunk(0, 10, Row.of(1, 2), Row.of(3, 4))).iterator(), 1);
        Chunk first = rechunk.next();
        rechunk.close();
        rechunk.close();
        assertThrows(IllegalStateException.class, rechunk::next);
        assertThrows(IllegalStateException.class, () -> rows(first));
    }

    @Test
    void anotherTypeInTheStreamIsToldEvenAfterTheFirstChunkIsGone() {
        Chunk other = Chunk.of(TestChunks.records(SPANS, List.of()), 10, 20, "run_8", "hits");
        try (LentChunks lent = new LentChunks(List.of(chunk(0, 10, Row.of(1, 2)), other));
                Rechunk rechunk = Rechunk.byCount(lent, 5)) {
            String message =
                    assertThrows(ChunkLawException.class, rechunk::next).getMessage();
            assertTrue(message.contains("run_7") && message.contains("run_8"), message);
        }
    }

    @Test
    void aHoleInTheInputIsRefused() {
        try (Rechunk rechunk =
                Rechunk.byCount(List.of(chunk(0, 10), chunk(11, 20)).iterator(), 5)) {
            assertThrows(ChunkLawException.class, rechunk::next);
        }
    }

    @Test
    void sizesThatHoldNoRecordAreRefused() {
        Iterator<Chunk> none = List.<Chunk>of().iterator();
        assertThrows(IllegalArgumentException.class, () -> Rechunk.byCount(none, 0));
        assertThrows(IllegalArgumentException.class, () -> Rechunk.byBytes(none, -1));
        assertThrows(IllegalArgumentException.class, () -> Rechunk.byGap(none, -1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rechunkingConservesRecordsAndEqualsTheNaiveCut(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            String at = "seed=" + seed + ", try=" + i;
            long start = random.nextInt(100) - 50;
            long end = start + 1 + random.nextInt(3000);
            List<Row> rows = TestChunks.randomRows(random, start, end, random.nextInt(150));
            List<Chunk> chunks = TestChunks.randomChunks(random, rows, start, end);
            long size = 1 + random.nextInt(30);
            long gap = random.nextInt(40);
            assertEquals(naive(rows, size, -1), parts(rechunked(chunks, input -> Rechunk.byCount(input, size))), at);
            assertEquals(
                    naive(rows, size, -1),
                    parts(rechunked(chunks, input -> Rechunk.byBytes(input, size * SPANS.size() + 3))),
                    at);
            List<Copy> byGap = rechunked(chunks, input -> Rechunk.byGap(input, gap));
            assertEquals(naive(rows, Long.MAX_VALUE, gap), parts(byGap), at);
            assertEquals(start, byGap.get(0).start(), at);
            assertEquals(end, byGap.get(byGap.size() - 1).end(), at);
        }
    }

    /// Rows cut as the rule says, each time by looking at all of them.
    private static List<List<Row>> naive(List<Row> rows, long count, long gap) {
        List<List<Row>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        long open = Long.MIN_VALUE;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            List<Row> last = parts.get(parts.size() - 1);
            boolean tied = i > 0 && rows.get(i - 1).time() == row.time();
            boolean cut = gap < 0 ? last.size() >= count : i > 0 && row.time() - open > gap;
            if (!last.isEmpty() && !tied && cut) {
                parts.add(new ArrayList<>());
            }
            parts.get(parts.size() - 1).add(row);
            open = Math.max(open, row.end());
        }
        return parts;
    }

    private static List<List<Row>> parts(List<Copy> copies) {
        List<List<Row>> parts = new ArrayList<>(copies.stream().map(Copy::rows).toList());
        // Time that is left after the last record may come as a chunk of its own.
        if (parts.size() > 1 && parts.get(parts.size() - 1).isEmpty()) {
            parts.remove(parts.size() - 1);
        }
        return parts;
    }

    private static List<Copy> rechunked(List<Chunk> chunks, Function<Iterator<Chunk>, Rechunk> how) {
        try (LentChunks lent = new LentChunks(chunks);
                Rechunk rechunk = how.apply(lent)) {
            return drain(rechunk);
        }
    }
}
