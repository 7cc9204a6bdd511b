package dev.sluice.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ValidatingReaderTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "endtime:<i8", "length:<i4", "wave:<i2[4]");

    /// What came out of a stream.
    private record Outcome(List<Long> times, List<Loss> losses) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 1000})
    void recordsThatGoBackInTimeAreLeftOutAndListedWhateverTheChunkSize(long chunkRecords) {
        Outcome outcome = read(records(10, 20, 50, 30, 40, 60, 5, 70), TimeRange.UNBOUNDED, chunkRecords);
        assertEquals(List.of(10L, 20L, 50L, 60L, 70L), outcome.times());
        assertEquals(
                List.of(
                        new Loss(
                                5,
                                10,
                                "1 record was left out: record 6 of hits in memory starts at time=5, before the one in"
                                        + " front of it at time=60"),
                        new Loss(
                                30,
                                45,
                                "2 records of hits in memory, 3 to 4, were left out: record 3 of hits in memory starts"
                                        + " at time=30, before the one in front of it at time=50")),
                outcome.losses());
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000_000_000, 4 * 32_768 + 1, -1})
    void aPulseLongerThanItsFragmentsCanBeNumberedIsRefusedAndHoldsNoChunkOpen(long length) {
        RecordType type =
                RecordType.of("time:<i8", "length:<i4", "dt:<i2", "pulse_length:<i4", "record_i:<i2", "wave:<i2[4]");
        Records records = Records.allocate(type, 4, Arena.ofAuto());
        for (int i = 0; i < 4; i++) {
            type.longField("time").set(records, i, 10L * i);
            type.longField("length").set(records, i, 4);
            type.longField("dt").set(records, i, 1);
            type.longField("pulse_length").set(records, i, i == 1 ? length : 4);
        }
        Outcome outcome = read(records, TimeRange.UNBOUNDED, 1);
        assertEquals(List.of(0L, 20L, 30L), outcome.times());
        assertEquals(
                List.of(new Loss(
                        10,
                        14,
                        "1 record was left out: record 1 of hits in memory has pulse_length=" + length
                                + ", which is not within 0 and 131072, the samples of as many fragments as record_i can"
                                + " number")),
                outcome.losses());
        type.longField("pulse_length").set(records, 1, 4 * 32_768);
        assertEquals(List.of(), read(records, TimeRange.UNBOUNDED, 1).losses());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsLeftOutOfRandomRecordsDoesNotDependOnTheChunkSize(long seed) {
        Random random = new Random(seed);
        long[] times = random.longs(400, 0, 1000).toArray();
        for (int i = 0; i < times.length; i++) {
            times[i] = random.nextInt(5) == 0 ? times[i] : 3L * i;
        }
        Records records = records(times);
        for (int i = 0; i < 20; i++) {
            TYPE.longField("length").set(records, random.nextInt(times.length), random.nextBoolean() ? 5 : -1);
        }
        TimeRange range = seed % 2 == 0 ? TimeRange.UNBOUNDED : TimeRange.of(200, 900);
        Outcome expected = sifted(records, range);
        for (long chunkRecords : new long[] {1, 2, 7, 100, 1000}) {
            Outcome found = read(records, range, chunkRecords);
            assertEquals(expected.times(), found.times(), "seed=" + seed + ", chunkRecords=" + chunkRecords);
            assertEquals(
                    read(records, range, 50).losses(),
                    found.losses(),
                    "seed=" + seed + ", chunkRecords=" + chunkRecords);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aRecordInALowerChannelThanTheOneInFrontOfItAtTheSameTimeIsLeftOutForAnyChunkSize(long seed) {
        Random random = new Random(seed);
        RecordType type = RecordType.of("time:<i8", seed % 2 == 0 ? "channel:<i2" : "channel:<u8")
                .instantaneous();
        Records records = Records.allocate(type, 600, Arena.ofAuto());
        List<Long> expected = new ArrayList<>();
        long time = 0;
        long last = -1;
        for (long i = 0; i < records.count(); i++) {
            boolean later = random.nextInt(3) == 0;
            time += later ? 1 : 0;
            long channel = random.nextInt(20) == 0 ? random.nextInt(40) : i % 30;
            type.longField("time").set(records, i, time);
            type.longField("channel").set(records, i, channel);
            if (later || channel >= last) {
                expected.add(time);
                last = channel;
            }
        }
        for (long chunkRecords : new long[] {1, 2, 7, 100, 1000}) {
            Outcome found = read(records, TimeRange.UNBOUNDED, chunkRecords);
            assertEquals(expected, found.times(), "seed=" + seed + ", chunkRecords=" + chunkRecords);
            String cause = found.losses().get(0).cause();
            assertTrue(cause.contains("the one in front of it at the same time in channel="), cause);
        }
    }

    @Test
    void aLengthBeyondTheSamplesIsLeftOutWithItsValueAndLimit() {
        Records records = records(10, 20, 30);
        TYPE.longField("length").set(records, 1, 9);
        Outcome outcome = read(records, TimeRange.UNBOUNDED, 10);
        assertEquals(List.of(10L, 30L), outcome.times());
        String cause = outcome.losses().get(0).cause();
        assertTrue(cause.contains("record 1 ") && cause.contains("length=9, which is not within 0 and 4"), cause);
    }

    @Test
    void aRecordThatEndsBeforeItStartsCostsNoOther() {
        Records records = records(10, 20, 30);
        TYPE.longField("endtime").set(records, 0, 9);
        Outcome outcome = read(records, TimeRange.UNBOUNDED, 10);
        assertEquals(List.of(20L, 30L), outcome.times());
        assertTrue(outcome.losses().get(0).cause().contains("ends at time=9, before it starts at time=10"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1000})
    void lossesInsideARangeOfTimeAreKeptWhereTheRunEndsBehindIt(long chunkRecords) {
        Outcome outcome = read(records(10, 20, 50, 30, 98), TimeRange.of(15, 100), chunkRecords);
        assertEquals(List.of(20L, 50L, 98L), outcome.times());
        assertEquals(1, outcome.losses().size());
        assertEquals(30, outcome.losses().get(0).start());
    }

    @Test
    void whereNoRecordIsSoundAnEmptyChunkTellsTheLoss() {
        Records records = records(10);
        TYPE.longField("length").set(records, 0, -1);
        Outcome outcome = read(records, TimeRange.UNBOUNDED, 10);
        assertEquals(List.of(), outcome.times());
        assertEquals(1, outcome.losses().size());
    }

    @Test
    void soundRecordsAreLentWithoutACopy() {
        Records records = records(10, 5, 20, 30);
        try (Context context = Context.create().register(new RecordSource("hits", records));
                ChunkStream stream = context.streaming("run")
                        .onError(FailurePolicy.SKIP)
                        .chunkRecords(2)
                        .getStream("hits")) {
            List<Boolean> lent = new ArrayList<>();
            for (Chunk chunk : stream) {
                long address =
                        chunk.records().segment().address() - records.segment().address();
                lent.add(address >= 0 && address < records.byteSize());
            }
            assertEquals(List.of(false, true), lent);
        }
    }

    /// The rule in plain words, over the records between the borders that a binary search finds.
    private static Outcome sifted(Records records, TimeRange range) {
        List<Long> times = new ArrayList<>();
        long from = range.isUnbounded() ? 0 : Chunks.firstAtOrAfter(records, range.start());
        long to = range.isUnbounded() ? records.count() : Chunks.firstAtOrAfter(records, range.end());
        for (long i = from; i < to; i++) {
            long time = TYPE.longField("time").get(records, i);
            long length = TYPE.longField("length").get(records, i);
            boolean late = times.isEmpty() || time >= times.get(times.size() - 1);
            if (range.contains(time) && late && length >= 0 && length <= 4) {
                times.add(time);
            }
        }
        return new Outcome(times, List.of());
    }

    private static Outcome read(Records records, TimeRange range, long chunkRecords) {
        List<Long> times = new ArrayList<>();
        try (Context context = Context.create().register(new RecordSource("hits", records));
                ChunkStream stream = context.streaming("run")
                        .workers(2)
                        .onError(FailurePolicy.SKIP)
                        .chunkRecords(chunkRecords)
                        .getStream("hits", range)) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    times.add(records.type().longField("time").get(chunk.records(), i));
                }
            }
            assertEquals(0, stream.summary().skippedChunks());
            return new Outcome(times, stream.summary().losses());
        }
    }

    /// Records that last 5.
    private static Records records(long... times) {
        Records records = Records.allocate(TYPE, times.length, Arena.ofAuto());
        for (int i = 0; i < times.length; i++) {
            TYPE.longField("time").set(records, i, times[i]);
            TYPE.longField("endtime").set(records, i, times[i] + 5);
            TYPE.longField("length").set(records, i, 4);
        }
        return records;
    }
}
