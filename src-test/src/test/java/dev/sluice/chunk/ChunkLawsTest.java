package dev.sluice.chunk;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The laws of chunking, one test each.
final class ChunkLawsTest {
    @Test
    void everyRecordIsInExactlyOneChunk() {
        Chunk whole = chunk(0, 30, Row.of(0, 25), Row.of(9, 11), Row.of(10, 10), Row.of(10, 40), Row.of(29, 30));
        List<Row> found = new ArrayList<>();
        for (long start = 0; start < 30; start += 10) {
            found.addAll(rows(Chunks.clip(whole, TimeRange.of(start, start + 10))));
        }
        assertEquals(rows(whole), found);
    }

    @Test
    void aRecordThatStartsBeforeItsChunkIsRefused() {
        assertBreach(
                () -> chunk(100, 200, Row.of(99, 150), Row.of(120, 130)),
                "record 0 of hits run_7 [100, 200) 2 records starts at time=99, before its chunk does at start=100");
    }

    @Test
    void aRecordThatStartsAtTheEndOfItsChunkIsRefused() {
        assertBreach(
                () -> chunk(100, 200, Row.of(100, 150), Row.of(200, 201)),
                "record 1 of hits run_7 [100, 200) 2 records starts at time=200, not before its chunk ends at end=200");
    }

    @Test
    void aRecordThatEndsBeforeItStartsIsRefused() {
        assertBreach(
                () -> chunk(0, 200, Row.of(5, 6), Row.of(10, 9)),
                "record 1 of hits run_7 [0, 200) 2 records ends at time=9, before it starts at time=10");
    }

    /// N11: a product beyond int64 comes back as any number, also as a small one.
    @ParameterizedTest
    @CsvSource({
        "0, 4611686018427387905, 4",
        "5, 9223372036854775807, 2",
        "-9223372036854775800, -100, 2",
        "1, 6074001001, 3037000500"
    })
    void aProductOfLengthAndPeriodBeyondInt64IsRefused(long time, long length, long dt) {
        RecordType type = RecordType.of("time:<i8", "length:<i8", "dt:<i8");
        Records records = Records.allocate(type, 2, Arena.ofAuto());
        type.longField("time").set(records, 0, time);
        type.longField("time").set(records, 1, time);
        type.longField("length").set(records, 1, length);
        type.longField("dt").set(records, 1, dt);
        assertBreach(
                () -> Chunk.of(records, time, time + 10, RUN, KIND),
                "record 1 of " + KIND + " " + RUN + " [" + time + ", " + (time + 10) + ") 2 records ends beyond int64:"
                        + " time=" + time + " + length=" + length + " * dt=" + dt
                        + "; correct them, or add the int64 field 'endtime'");
    }

    @Test
    void aRecordThatEndsBeyondInt64IsRefused() {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "dt:<i4");
        Records records = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("time").set(records, 0, Long.MAX_VALUE - 5);
        type.longField("length").set(records, 0, 3);
        type.longField("dt").set(records, 0, 2);
        assertBreach(
                () -> Chunk.of(records, 0, Long.MAX_VALUE, RUN, KIND),
                "ends beyond int64: time=9223372036854775802 + length=3 * dt=2");
    }

    @Test
    void aChunkThatEndsBeforeItStartsIsRefused() {
        assertBreach(() -> chunk(10, 9), "a chunk ends before it starts: hits run_7 start=10, end=9");
    }

    @Test
    void recordsAreSortedByTime() {
        assertBreach(
                () -> chunk(0, 200, Row.of(5, 6), Row.of(70, 71), Row.of(69, 80)),
                "record 2 of hits run_7 [0, 200) 3 records starts at time=69,"
                        + " before the one in front of it at time=70; sort");
    }

    @Test
    void recordsAreSortedByTimeAndChannelBreaksTies() {
        Chunk one = chunk(0, 10, new Row(3, 4, 1, 0), new Row(5, 6, 2, 1));
        Chunk two = chunk(0, 10, new Row(3, 4, 0, 2), new Row(3, 4, 1, 3), new Row(5, 6, 1, 4));
        List<Integer> ids = rows(Chunks.merge(List.of(one, two), Arena.ofAuto())).stream()
                .map(Row::id)
                .toList();
        assertEquals(List.of(2, 0, 3, 4, 1), ids);
    }

    @Test
    void fallingChannelsAtOneTimeAreRefusedWithTheRemedy() {
        assertBreach(
                () -> chunk(0, 9, Row.of(3, 4, 7), Row.of(5, 6, 2), Row.of(5, 8, 2), Row.of(5, 6, 1), Row.of(4, 5)),
                "record 3 of hits run_7 [0, 9) 5 records starts at time=5 in channel=1, record 2 in front of it at the"
                        + " same time in channel=2; channels break ties of time: sort the records by time, then"
                        + " channel, as numpy.sort(records, order=('time', 'channel')) does");
    }

    @Test
    void equalTimesNeedNoOrderWhereTheChannelIsNotOneInteger() {
        for (String channel : List.of("channel:<f4", "channel:<i2[1]", "channel:|S2")) {
            RecordType type = RecordType.of("time:<i8", channel).instantaneous();
            Records records = Records.allocate(type, 2, Arena.ofAuto());
            records.segment().asSlice(8, 2).fill((byte) 1);
            assertEquals(2, Chunk.of(records, 0, 1, RUN, KIND).length(), channel);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mergingKeepsTheOrderOfTies(long seed) {
        Random random = new Random(seed);
        List<Row> rows = TestChunks.randomRows(random, 0, 40, 300);
        List<Chunk> one = TestChunks.randomChunks(random, rows, 0, 40);
        List<Chunk> two = TestChunks.randomChunks(random, TestChunks.randomRows(random, 0, 40, 300), 0, 40);
        try (ChunkMerge merge = new ChunkMerge(List.of(one.iterator(), two.iterator()))) {
            List<Row> merged = TestChunks.allRows(TestChunks.drain(merge));
            List<Row> sorted = new ArrayList<>(merged);
            sorted.sort(TestChunks::byTimeAndChannel);
            assertEquals(sorted, merged, "seed=" + seed);
        }
    }

    @Test
    void anEmptyChunkCarriesTimeForward() {
        Chunk empty = chunk(100, 200);
        assertTrue(empty.isEmpty());
        assertEquals(100, empty.duration());
        Continuity continuity = new Continuity();
        continuity.accept(chunk(0, 100, Row.of(1, 2)));
        continuity.accept(empty);
        continuity.accept(chunk(200, 300, Row.of(200, 210)));
        Chunk whole =
                Chunks.concatenate(List.of(chunk(0, 100), empty, chunk(200, 200), chunk(200, 300)), Arena.ofAuto());
        assertEquals(TimeRange.of(0, 300), whole.range());
    }

    @Test
    void aRecordMayEndAfterItsChunkAndTheChunkKnowsHowFar() {
        Chunk chunk = chunk(0, 100, Row.of(1, 350), Row.of(50, 60), Row.of(99, 120));
        assertEquals(350, chunk.latestEnd());
        assertEquals(250, chunk.overhang());
        assertEquals(0, chunk(0, 100, Row.of(1, 100)).overhang());
        assertEquals(0, chunk(0, 100).overhang());
    }

    @Test
    void anOverhangIsForgottenWithTheRecordThatReachedSoFar() {
        ChunkWindow window = new ChunkWindow(SPANS);
        Records records = records(SPANS, List.of(Row.of(80, 250)));
        window.window().rebind(records.segment(), records.byteOffset(), 1);
        window.set(0, 0, 100, RUN, KIND);
        window.check();
        assertEquals(150, window.chunk().overhang());
        window.window().count(0);
        window.narrow(0, 50);
        window.check();
        assertEquals(0, window.chunk().overhang());
    }

    @Test
    void disjointTypesRefuseOverhang() {
        RecordType disjoint = SPANS.disjoint();
        assertEquals(0, chunk(disjoint, 0, 100, List.of(Row.of(1, 100))).overhang());
        assertBreach(
                () -> chunk(disjoint, 0, 100, List.of(Row.of(1, 5), Row.of(3, 101), Row.of(4, 6))),
                "record 1 of hits run_7 [0, 100) 3 records ends at time=101, after its chunk does at end=100");
    }

    @Test
    void splittingNeverFailsAndLosesNothing() {
        Chunk chunk = chunk(10, 40, Row.of(10, 90), Row.of(15, 15), Row.of(15, 20), Row.of(39, 41));
        for (long time = 0; time <= 50; time++) {
            Split split = Chunks.split(chunk, time);
            List<Row> both = new ArrayList<>(rows(split.left()));
            both.addAll(rows(split.right()));
            assertEquals(rows(chunk), both, "time=" + time);
            assertEquals(split.left().end(), split.right().start(), "time=" + time);
        }
    }

    @Test
    void lostTimeIsMarkedAndNeverSilentlyAbsent() {
        Chunk chunk = TestChunks.lossy(chunk(0, 100), new Loss(20, 70, "dropped"));
        List<Loss> left = Chunks.split(chunk, 50).left().losses();
        List<Loss> right = Chunks.split(chunk, 50).right().losses();
        assertEquals(List.of(new Loss(20, 50, "dropped")), left);
        assertEquals(List.of(new Loss(50, 70, "dropped")), right);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -(1L << 60), -1, 0, (1L << 53) + 1, Long.MAX_VALUE - 30})
    void theLawsHoldAtTheEndsOfInt64(long origin) {
        Chunk chunk = chunk(origin, origin + 20, Row.of(origin, origin + 1), Row.of(origin + 19, origin + 30));
        assertEquals(10, chunk.overhang());
        assertEquals(1, Chunks.split(chunk, origin + 1).left().length());
        assertEquals(0, Chunks.split(chunk, origin).left().length());
        assertEquals(2, Chunks.split(chunk, origin + 20).left().length());
        assertBreach(() -> chunk(origin + 1, origin + 20, Row.of(origin, origin + 1)), "time=" + origin);
    }

    @Test
    void neighbouringInstantsBeyondTwoToThe53AreToldApart() {
        long instant = (1L << 53) + 1;
        Chunk chunk = chunk(instant - 1, instant + 3, Row.of(instant - 1, instant), Row.of(instant, instant + 2));
        assertEquals(
                List.of(Row.of(instant, instant + 2)),
                rows(Chunks.split(chunk, instant).right()));
        assertBreach(() -> chunk(instant, instant + 3, Row.of(instant - 1, instant)), "time=" + (instant - 1));
    }

    @Test
    void distancesBeyondInt64AreSaturated() {
        Chunk all = chunk(Long.MIN_VALUE, Long.MAX_VALUE, Row.of(-5, 5));
        assertEquals(Long.MAX_VALUE, all.duration());
        Chunk early = chunk(Long.MIN_VALUE, Long.MIN_VALUE + 1, Row.of(Long.MIN_VALUE, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, early.overhang());
    }

    private static void assertBreach(Runnable action, String message) {
        String sentence = assertThrows(ChunkLawException.class, action::run).getMessage();
        assertTrue(sentence.contains(message), sentence);
    }
}
