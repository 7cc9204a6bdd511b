package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.INSTANTS;
import static dev.sluice.chunk.TestChunks.KIND;
import static dev.sluice.chunk.TestChunks.RUN;
import static dev.sluice.chunk.TestChunks.SPANS;
import static dev.sluice.chunk.TestChunks.chunk;
import static dev.sluice.chunk.TestChunks.records;
import static dev.sluice.chunk.TestChunks.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ChunksTest {
    private static final Chunk STRADDLING =
            chunk(0, 100, Row.of(5, 30), Row.of(10, 10), Row.of(20, 25), Row.of(29, 60), Row.of(40, 40));

    @Test
    void aSplitIsAViewOfTheSameMemory() {
        Split split = Chunks.split(STRADDLING, 20);
        assertEquals(
                STRADDLING.records().segment().address() + STRADDLING.records().byteOffset(),
                split.left().records().segment().address()
                        + split.left().records().byteOffset());
        assertEquals(
                STRADDLING.records().byteOffset() + 2L * SPANS.size(),
                split.right().records().byteOffset());
    }

    @Test
    void aSplitKeepsRunTypeAndNumber() {
        Split split = Chunks.split(STRADDLING, 20);
        assertEquals("hits run_7 [0, 20) 2 records", split.left().toString());
        assertEquals("hits run_7 [20, 100) 3 records", split.right().toString());
    }

    @Test
    void aSplitOutsideTheChunkLeavesOneSideEmptyAtItsBound() {
        assertEquals(TimeRange.of(0, 0), Chunks.split(STRADDLING, -7).left().range());
        assertEquals(5, Chunks.split(STRADDLING, -7).right().length());
        assertEquals(
                TimeRange.of(100, 100), Chunks.split(STRADDLING, 1000).right().range());
        assertEquals(5, Chunks.split(STRADDLING, 1000).left().length());
    }

    @Test
    void eachSideOfASplitKnowsItsOwnOverhang() {
        Split split = Chunks.split(STRADDLING, 20);
        assertEquals(10, split.left().overhang());
        assertEquals(0, split.right().overhang());
    }

    @Test
    void clippingTakesTheRecordsThatStartInTheRange() {
        Chunk clipped = Chunks.clip(STRADDLING, TimeRange.of(10, 29));
        assertEquals(List.of(Row.of(10, 10), Row.of(20, 25)), rows(clipped));
        assertEquals(TimeRange.of(10, 29), clipped.range());
        assertEquals(
                TimeRange.of(100, 100),
                Chunks.clip(STRADDLING, TimeRange.of(200, 300)).range());
        assertEquals(rows(STRADDLING), rows(Chunks.clip(STRADDLING, TimeRange.UNBOUNDED)));
        assertTrue(Chunks.clip(STRADDLING, TimeRange.of(20, 20)).isEmpty());
    }

    @Test
    void touchingSelectsRecordsWithAnInstantInTheRange() {
        Chunk selected = Chunks.select(STRADDLING, TimeRange.of(25, 40), Selection.TOUCHING, Arena.ofAuto());
        assertEquals(List.of(Row.of(5, 30), Row.of(29, 60)), rows(selected));
        assertEquals(TimeRange.of(5, 40), selected.range());
        assertEquals(20, selected.overhang());
    }

    @Test
    void touchingFindsARecordThatReachesInFromTheChunkBefore() {
        Chunk selected = Chunks.select(
                chunk(0, 100, Row.of(90, 150)), TimeRange.of(120, 130), Selection.TOUCHING, Arena.ofAuto());
        assertEquals(List.of(Row.of(90, 150)), rows(selected));
    }

    @Test
    void startingInSelectsByStart() {
        Chunk selected = Chunks.select(STRADDLING, TimeRange.of(10, 40), Selection.STARTING_IN, Arena.ofAuto());
        assertEquals(List.of(Row.of(10, 10), Row.of(20, 25), Row.of(29, 60)), rows(selected));
    }

    @Test
    void containedSelectsWholeRecords() {
        Chunk selected = Chunks.select(STRADDLING, TimeRange.of(5, 30), Selection.CONTAINED, Arena.ofAuto());
        assertEquals(List.of(Row.of(5, 30), Row.of(10, 10), Row.of(20, 25)), rows(selected));
    }

    @ParameterizedTest
    @EnumSource(Selection.class)
    void anInstantaneousRecordBelongsToTheRangeThatStartsWithIt(Selection selection) {
        Chunk instants = chunk(INSTANTS, 0, 100, List.of(Row.of(10, 10), Row.of(20, 20), Row.of(30, 30)));
        Chunk selected = Chunks.select(instants, TimeRange.of(10, 30), selection, Arena.ofAuto());
        assertEquals(List.of(Row.of(10, 10), Row.of(20, 20)), rows(selected));
    }

    @ParameterizedTest
    @EnumSource(Selection.class)
    void anEmptyRangeSelectsNothing(Selection selection) {
        assertTrue(Chunks.select(STRADDLING, TimeRange.of(20, 20), selection, Arena.ofAuto())
                .isEmpty());
    }

    @Test
    void mergingIsStableInTheOrderOfTheList() {
        Chunk one = chunk(0, 10, new Row(1, 2, 0, 10), new Row(1, 2, 0, 11));
        Chunk two = chunk(0, 10, new Row(1, 2, 0, 20), new Row(1, 3, 0, 21));
        assertEquals(List.of(10, 11, 20, 21), ids(Chunks.merge(List.of(one, two), Arena.ofAuto())));
        assertEquals(List.of(20, 21, 10, 11), ids(Chunks.merge(List.of(two, one), Arena.ofAuto())));
    }

    @Test
    void mergingRefusesDifferentIntervals() {
        assertBreach(
                () -> Chunks.merge(List.of(chunk(0, 10), chunk(0, 11)), Arena.ofAuto()),
                "hits run_7 [0, 10) 0 records and hits run_7 [0, 11) 0 records");
    }

    @Test
    void mergingDoesNotMindAChannelThatIsNoNumber() {
        RecordType type = RecordType.of("time:<i8", "channel:<U4", "id:<i4").instantaneous();
        Records records = Records.allocate(type, 1, Arena.ofAuto());
        Chunk chunk = Chunk.of(records, 0, 10, RUN, KIND);
        assertEquals(2, Chunks.merge(List.of(chunk, chunk), Arena.ofAuto()).length());
    }

    @Test
    void chunksOfDifferentRunsOrTypesDoNotGoTogether() {
        Chunk here = chunk(0, 10);
        for (Chunk other : List.of(
                Chunk.of(records(SPANS, List.of()), 10, 20, "run_8", KIND),
                Chunk.of(records(SPANS, List.of()), 10, 20, RUN, "peaks"),
                Chunk.of(records(INSTANTS, List.of()), 10, 20, RUN, KIND))) {
            assertBreach(() -> Chunks.concatenate(List.of(here, other), Arena.ofAuto()), "different runs or types");
        }
    }

    @Test
    void concatenationRefusesAHoleAndAnOverlap() {
        assertBreach(() -> Chunks.concatenate(List.of(chunk(0, 10), chunk(11, 20)), Arena.ofAuto()), "a hole");
        assertBreach(() -> Chunks.concatenate(List.of(chunk(0, 10), chunk(9, 20)), Arena.ofAuto()), "an overlap");
    }

    @Test
    void nothingCannotBeConcatenatedOrMerged() {
        assertThrows(IllegalArgumentException.class, () -> Chunks.concatenate(List.of(), Arena.ofAuto()));
        assertThrows(IllegalArgumentException.class, () -> Chunks.merge(List.of(), Arena.ofAuto()));
    }

    @Test
    void aDetachedChunkOutlivesTheMemoryItCameFrom() {
        Chunk detached;
        try (Arena arena = Arena.ofConfined()) {
            Chunk selected = Chunks.select(STRADDLING, TimeRange.UNBOUNDED, Selection.STARTING_IN, arena);
            detached = selected.detach(Arena.ofAuto());
        }
        assertEquals(rows(STRADDLING), rows(detached));
        assertEquals(STRADDLING.latestEnd(), detached.latestEnd());
    }

    @Test
    void aChunkTellsItsSize() {
        assertEquals(5, STRADDLING.length());
        assertEquals(5L * SPANS.size(), STRADDLING.nbytes());
        assertEquals(100, STRADDLING.duration());
        assertEquals(SPANS, STRADDLING.type());
    }

    private static List<Integer> ids(Chunk chunk) {
        return rows(chunk).stream().map(Row::id).toList();
    }

    private static void assertBreach(Runnable action, String message) {
        String sentence = assertThrows(ChunkLawException.class, action::run).getMessage();
        assertTrue(sentence.contains(message), sentence);
    }
}
