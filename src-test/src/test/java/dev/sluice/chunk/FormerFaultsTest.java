package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.INSTANTS;
import static dev.sluice.chunk.TestChunks.KIND;
import static dev.sluice.chunk.TestChunks.RUN;
import static dev.sluice.chunk.TestChunks.SPANS;
import static dev.sluice.chunk.TestChunks.chunk;
import static dev.sluice.chunk.TestChunks.drain;
import static dev.sluice.chunk.TestChunks.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.TestChunks.Copy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Faults that chunk handling in WaveformAnalysis and strax is known to have, each as it would show here.
final class FormerFaultsTest {
    @Test
    void instantaneousRecordsAtTheBoundsOfChunksAreNotLost() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(new Row(10L * i, 10L * i, 0, i));
        }
        Chunk whole = chunk(INSTANTS, 0, 200, rows);
        List<Row> found = new ArrayList<>();
        for (long start = 0; start < 200; start += 50) {
            found.addAll(
                    rows(Chunks.select(whole, TimeRange.of(start, start + 50), Selection.TOUCHING, Arena.ofAuto())));
        }
        assertEquals(rows, found);
        try (Rechunk rechunk = Rechunk.byCount(List.of(whole).iterator(), 5)) {
            assertEquals(rows, TestChunks.allRows(drain(rechunk)));
        }
    }

    @Test
    void neighboursWithinAHaloDoNotDoubleRecords() {
        Chunk whole = chunk(0, 300, Row.of(90, 110), Row.of(100, 205), Row.of(199, 400), Row.of(200, 201));
        TimeRange main = TimeRange.of(100, 200);
        Chunk extended = Chunks.select(whole, TimeRange.of(95, 205), Selection.TOUCHING, Arena.ofAuto());
        assertEquals(4, extended.length());
        assertEquals(List.of(Row.of(100, 205), Row.of(199, 400)), rows(Chunks.clip(extended, main)));
    }

    @Test
    void aTimeRangeMayCutThroughRecords() {
        Chunk clipped = Chunks.clip(
                chunk(0, 300, Row.of(90, 110), Row.of(100, 205), Row.of(199, 400), Row.of(200, 201)),
                TimeRange.of(95, 200));
        assertEquals(List.of(Row.of(100, 205), Row.of(199, 400)), rows(clipped));
        assertEquals(200, clipped.overhang());
    }

    @Test
    void theEndOfARecordIsInTheUnitOfItsTime() {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "dt:<i4").picoseconds();
        Records records = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("length").set(records, 0, 100);
        type.longField("dt").set(records, 0, 2000);
        assertEquals(200_000, Chunk.of(records, 0, 10, RUN, KIND).latestEnd());
        assertEquals("ps", type.timeResolution().symbol());
    }

    @Test
    void overlappingRecordsAtABoundLeaveTheChunksTiling() {
        Iterator<Chunk> input = List.of(
                        chunk(0, 100, Row.of(10, 60, 0), Row.of(20, 70, 1), Row.of(30, 80, 0), Row.of(40, 90, 1)))
                .iterator();
        try (Rechunk rechunk = Rechunk.byCount(input, 1)) {
            List<Copy> copies = drain(rechunk);
            assertEquals(
                    List.of(20L, 30L, 40L, 100L), copies.stream().map(Copy::end).toList());
            assertEquals(
                    List.of(60L, 70L, 80L, 100L),
                    copies.stream().map(Copy::latestEnd).toList());
        }
    }

    @Test
    void mergedStreamsAreSortedAndCutIntoManyChunks() {
        List<Iterator<Chunk>> inputs = List.of(
                List.of(chunk(0, 10, Row.of(4, 5)), chunk(10, 20, Row.of(14, 15)))
                        .iterator(),
                List.of(chunk(0, 10, Row.of(3, 9)), chunk(10, 20, Row.of(13, 19)))
                        .iterator());
        try (ChunkMerge merge = new ChunkMerge(inputs)) {
            List<Copy> copies = drain(merge);
            assertEquals(2, copies.size());
            assertEquals(
                    List.of(3L, 4L, 13L, 14L),
                    TestChunks.allRows(copies).stream().map(Row::time).toList());
        }
    }

    @Test
    void anEmptyResultKeepsItsChunk() {
        Chunk empty =
                Chunks.select(chunk(0, 100, Row.of(10, 90)), TimeRange.of(20, 30), Selection.CONTAINED, Arena.ofAuto());
        assertEquals(TimeRange.of(20, 30), empty.range());
        assertTrue(empty.isEmpty());
    }

    @Test
    void recordsThatStraddleWindowsAreNotDoubled() {
        Chunk whole = chunk(0, 40, Row.of(0, 15), Row.of(8, 12), Row.of(19, 21), Row.of(29, 31));
        long found = 0;
        for (long start = 0; start < 40; start += 10) {
            found += Chunks.clip(whole, TimeRange.of(start, start + 10)).length();
        }
        assertEquals(4, found);
    }

    @Test
    void aShortRunBetweenTwoGapsIsNotDropped() {
        Iterator<Chunk> input = List.of(chunk(0, 9000, Row.of(0, 1), Row.of(1000, 1001), Row.of(5000, 5001)))
                .iterator();
        try (Rechunk rechunk = Rechunk.byGap(input, 100)) {
            assertEquals(3, TestChunks.allRows(drain(rechunk)).size());
        }
    }

    @Test
    void aLongRecordFarInFrontStillBlocksAGap() {
        Iterator<Chunk> input = List.of(
                        chunk(0, 9000, Row.of(0, 8000), Row.of(10, 11), Row.of(5000, 5001), Row.of(8500, 8501)))
                .iterator();
        try (Rechunk rechunk = Rechunk.byGap(input, 100)) {
            assertEquals(
                    List.of(8500L, 9000L),
                    drain(rechunk).stream().map(Copy::end).toList());
        }
    }

    @Test
    void aLongRecordMoreThan500RecordsBackIsSeen() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            rows.add(Row.of(i, i == 10 ? 10_000 : i + 1));
        }
        assertEquals(10_000, chunk(SPANS, 0, 600, rows).latestEnd());
        String message = assertThrows(ChunkLawException.class, () -> chunk(SPANS.disjoint(), 0, 600, rows))
                .getMessage();
        assertTrue(message.startsWith("record 10 of"), message);
    }

    @Test
    void theOrderOfRecordsIsChecked() {
        assertThrows(ChunkLawException.class, () -> chunk(0, 600, Row.of(5, 6), Row.of(7, 8), Row.of(6, 9)));
    }

    @Test
    void lengthTimesDtDoesNotWrapAt32Bits() {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "dt:<i2");
        Records records = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("length").set(records, 0, 300_000_000);
        type.longField("dt").set(records, 0, 10);
        assertEquals(3_000_000_000L, type.times().end(records, 0));
        assertEquals(3_000_000_000L, Chunk.of(records, 0, 1, RUN, KIND).latestEnd());
    }

    @Test
    void aSplitInsideARecordIsNoError() {
        Split split = Chunks.split(chunk(0, 100, Row.of(5, 10)), 9);
        assertEquals(1, split.left().length());
        assertEquals(1, split.left().overhang());
        assertEquals(TimeRange.of(9, 100), split.right().range());
    }

    @Test
    void chunksWithAGapBetweenThemAreNotGluedTogether() {
        assertThrows(
                ChunkLawException.class,
                () -> Chunks.concatenate(List.of(chunk(0, 10), chunk(20, 30)), Arena.ofAuto()));
    }

    @Test
    void timesBeyondTwoToThe53SortExactlyWithoutAChannel() {
        long big = 1L << 53;
        Chunk one = chunk(INSTANTS, big, big + 10, List.of(new Row(big + 1, 0, 0, 1), new Row(big + 3, 0, 0, 3)));
        Chunk two = chunk(INSTANTS, big, big + 10, List.of(new Row(big, 0, 0, 0), new Row(big + 2, 0, 0, 2)));
        assertEquals(
                List.of(0, 1, 2, 3),
                rows(Chunks.merge(List.of(one, two), Arena.ofAuto())).stream()
                        .map(Row::id)
                        .toList());
    }

    @Test
    void recordsOfAnotherTypeAreSeenWhereStraxComparesATypeWithItself() {
        Chunk spans = chunk(0, 10, Row.of(1, 2));
        Chunk instants = chunk(INSTANTS, 10, 20, List.of(new Row(11, 11, 0, 1)));
        assertThrows(ChunkLawException.class, () -> Chunks.concatenate(List.of(spans, instants), Arena.ofAuto()));
        Chunk atTheSameTime = chunk(INSTANTS, 0, 10, List.of(new Row(1, 1, 0, 1)));
        assertThrows(ChunkLawException.class, () -> Chunks.merge(List.of(spans, atTheSameTime), Arena.ofAuto()));
        assertThrows(IllegalArgumentException.class, () -> spans.records().copyFrom(0, atTheSameTime.records(), 0, 1));
    }

    @Test
    void theBoundsOfAChunkAreLookedUpOnceAndNotAtEachUse() {
        Chunk chunk = chunk(0, 100, Row.of(5, 120));
        SPANS.longField("endtime").set(chunk.records(), 0, 999);
        assertEquals(120, chunk.latestEnd());
        assertEquals(20, chunk.overhang());
    }

    @Test
    void anotherRunIsRefusedWhereContinuityOfStraxStartsAnewSilently() {
        Chunk other = Chunk.of(TestChunks.records(SPANS, List.of()), 10, 20, "run_8", KIND);
        assertThrows(ChunkLawException.class, () -> Chunks.concatenate(List.of(chunk(0, 10), other), Arena.ofAuto()));
    }

    @Test
    void aRangeOfStoredTimesMayStartBeforeZero() {
        Chunk chunk = chunk(-50, 50, Row.of(-50, -40), Row.of(-1, 3), Row.of(0, 0));
        Split split = Chunks.split(chunk, 0);
        assertEquals(2, split.left().length());
        assertEquals(3, split.left().overhang());
    }
}
