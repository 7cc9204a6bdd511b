package dev.sluice.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordSourceTest {
    private static final RecordType SPANS = RecordType.of("pad:|u1", "time:<i8", "endtime:<i8");

    @Test
    void chunksAreViewsOfTheMemoryGiven() {
        Records records = spans(SPANS, 0, 5, 10, 15, 20, 25, 30, 35);
        try (Context context = Context.create().register(new RecordSource("hits", records));
                ChunkStream stream = context.streaming("run").chunkRecords(3).getStream("hits")) {
            long next = 0;
            for (Chunk chunk : stream) {
                assertEquals(address(records, next), address(chunk.records(), 0));
                next += chunk.length();
            }
            assertEquals(4, next);
        }
    }

    @Test
    void chunksHaveTheCountAskedForAndTileTheRun() {
        assertEquals(
                List.of("[0, 20) 2 records", "[20, 40) 2 records", "[40, 45) 1 records"),
                chunks(spans(SPANS, 0, 5, 10, 15, 20, 25, 30, 35, 40, 45), 2, TimeRange.UNBOUNDED));
    }

    @Test
    void recordsThatStartAtTheSameTimeAreInOneChunk() {
        assertEquals(
                List.of("[0, 20) 4 records", "[20, 25) 1 records"),
                chunks(spans(SPANS, 0, 5, 10, 15, 10, 15, 10, 15, 20, 25), 2, TimeRange.UNBOUNDED));
    }

    @Test
    void theLastChunkEndsWithTheRecordThatEndsLastForAnyChunkSize() {
        Records records = spans(SPANS, 0, 90, 10, 15);
        assertEquals(List.of("[0, 10) 1 records", "[10, 90) 1 records"), chunks(records, 1, TimeRange.UNBOUNDED));
        assertEquals(List.of("[0, 90) 2 records"), chunks(records, 2, TimeRange.UNBOUNDED));
    }

    @Test
    void anInstantAtTheEndIsInsideTheLastChunk() {
        RecordType instants = RecordType.of("time:<i8").instantaneous();
        Records records = Records.allocate(instants, 2, Arena.ofAuto());
        instants.longField("time").set(records, 1, 7);
        assertEquals(List.of("[0, 8) 2 records"), chunks(records, 5, TimeRange.UNBOUNDED));
    }

    @Test
    void aDisjointTypeIsCutOnlyWhereNoRecordIsOpen() {
        assertEquals(
                List.of("[0, 30) 3 records", "[30, 31) 1 records"),
                chunks(spans(SPANS.disjoint(), 0, 5, 2, 30, 10, 12, 30, 31), 1, TimeRange.UNBOUNDED));
    }

    @Test
    void aRangeOfTimeTakesTheRecordsThatStartInIt() {
        Records records = spans(SPANS, 0, 50, 10, 60, 20, 70, 30, 80);
        assertEquals(List.of("[5, 20) 1 records", "[20, 25) 1 records"), chunks(records, 1, TimeRange.of(5, 25)));
        assertEquals(List.of("[0, 10) 1 records"), chunks(records, 9, TimeRange.of(-99, 10)));
        assertEquals(List.of("[30, 80) 1 records"), chunks(records, 9, TimeRange.parse("30:")));
        assertEquals(List.of("[0, 20) 2 records"), chunks(records, 9, TimeRange.parse(":20")));
    }

    @Test
    void aRangeOfTimeBetweenRecordsIsAnEmptyChunk() {
        Records records = spans(SPANS, 0, 1, 100, 101);
        assertEquals(List.of("[20, 30) 0 records"), chunks(records, 9, TimeRange.of(20, 30)));
    }

    @Test
    void aRangeOfTimeIsCoveredToItsEnd() {
        Records records = spans(SPANS, 0, 1, 10, 11, 100, 101);
        assertEquals(List.of("[0, 50) 2 records"), chunks(records, 9, TimeRange.of(-5, 50)));
    }

    @Test
    void aRangeOfTimeOutsideTheRunHasNoChunks() {
        Records records = spans(SPANS, 10, 11, 100, 101);
        assertEquals(List.of(), chunks(records, 9, TimeRange.of(0, 10)));
        assertEquals(List.of(), chunks(records, 9, TimeRange.of(101, 200)));
        assertEquals(List.of(), chunks(records, 9, TimeRange.of(50, 50)));
    }

    @Test
    void aRangeOfTimeIsPushedDownSoThatRecordsOutsideAreNotLookedAt() {
        Records records = spans(SPANS, 0, -7, 10, 11, 20, 21, 30, -7);
        assertThrows(PipelineException.class, () -> chunks(records, 1, TimeRange.UNBOUNDED));
        assertEquals(List.of("[20, 30) 1 records"), chunks(records, 1, TimeRange.of(20, 30)));
    }

    @Test
    void noRecordsGiveNoChunks() {
        assertEquals(List.of(), chunks(spans(SPANS), 9, TimeRange.UNBOUNDED));
        assertEquals(List.of(), chunks(spans(SPANS), 9, TimeRange.of(0, 10)));
    }

    @Test
    void unsortedRecordsAreRefusedWithRecordAndBothTimes() {
        Records records = spans(SPANS, 0, 5, 10, 15, 100, 105, 60, 65, 200, 205);
        for (long chunkRecords : new long[] {1, 2, 3, 4, 5, 100}) {
            String message = assertThrows(
                            PipelineException.class, () -> chunks(records, chunkRecords, TimeRange.UNBOUNDED))
                    .getMessage();
            assertTrue(message.contains("time=60, before the one in front of it at time=100"), message);
            assertTrue(message.contains("sort"), message);
        }
    }

    @Test
    void chunksBeforeTheDisorderAreDelivered() {
        Records records = spans(SPANS, 0, 5, 10, 15, 100, 105, 60, 65);
        try (Context context = Context.create().register(new RecordSource("hits", records));
                ChunkStream stream = context.streaming("run").chunkRecords(2).getStream("hits")) {
            Iterator<Chunk> chunks = stream.iterator();
            assertEquals(2, chunks.next().length());
            assertThrows(PipelineException.class, chunks::next);
        }
    }

    @Test
    void timesAtTheEndsOfInt64AreExact() {
        long low = Long.MIN_VALUE;
        long high = Long.MAX_VALUE;
        assertEquals(
                List.of("[" + low + ", " + (high - 1) + ") 1 records", "[" + (high - 1) + ", " + high + ") 1 records"),
                chunks(spans(SPANS, low, low + 1, high - 1, high), 1, TimeRange.UNBOUNDED));
    }

    @Test
    void aRecordThatStartsAtTheGreatestInt64IsRefused() {
        Records records = spans(SPANS, 0, 1, Long.MAX_VALUE, Long.MAX_VALUE);
        String message = assertThrows(PipelineException.class, () -> chunks(records, 9, TimeRange.UNBOUNDED))
                .getMessage();
        assertTrue(message.contains("not before its chunk ends"), message);
    }

    @Test
    void whatCannotBeASourceIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> new RecordSource("no name", spans(SPANS)));
        assertThrows(NullPointerException.class, () -> new RecordSource("hits", null));
        Records timeless = Records.allocate(RecordType.of("area:<f4"), 1, Arena.ofAuto());
        assertThrows(IllegalArgumentException.class, () -> new RecordSource("hits", timeless));
        assertFalse(new RecordSource("hits", spans(SPANS)).spec().help().isEmpty());
    }

    private static long address(Records records, long index) {
        return records.segment().address()
                + records.byteOffset()
                + index * records.type().size();
    }

    private static List<String> chunks(Records records, long chunkRecords, TimeRange range) {
        try (Context context = Context.create().register(new RecordSource("hits", records));
                ChunkStream stream =
                        context.streaming("run").chunkRecords(chunkRecords).getStream("hits", range)) {
            List<String> chunks = new ArrayList<>();
            for (Chunk chunk : stream) {
                chunks.add(chunk.toString().replace("hits run ", ""));
            }
            return chunks;
        }
    }

    /// Records of the times given: start, end, start, end, …
    private static Records spans(RecordType type, long... times) {
        Records records = Records.allocate(type, times.length / 2, Arena.ofAuto());
        for (int i = 0; i < times.length / 2; i++) {
            type.longField("time").set(records, i, times[2 * i]);
            type.longField("endtime").set(records, i, times[2 * i + 1]);
        }
        return records;
    }
}
