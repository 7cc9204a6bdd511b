package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chunks are clipped to the range of time that was asked for, and together they tile it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TimeRangeOfAStreamTest {
    @ParameterizedTest
    @CsvSource({
        "0, 20000",
        "0, 1",
        "999, 1001",
        "1000, 2000",
        "1500, 1500",
        "2500, 7250",
        "19999, 20000",
        "-5, 100",
        "19000, 99999",
        "20000, 30000",
        "-10, 0",
        "-10, -5",
        "-9223372036854775808, 9223372036854775807"
    })
    void chunksTileTheRangeAndHoldExactlyTheRecordsThatStartInIt(long start, long end) {
        TimeRange range = TimeRange.of(start, end);
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 20 * 5; i++) {
            long time = i / 5 * 1000 + i % 5 * 200;
            if (range.contains(time)) {
                expected.add(2 * i);
            }
        }
        List<Long> found = new ArrayList<>();
        try (ChunkStream stream = Runs.start(Runs.workers(2), range, new Pulses(20, 5), new Doubled(in -> {}))) {
            long cursor = Math.max(0, start);
            for (Chunk chunk : stream) {
                assertEquals(cursor, chunk.start());
                assertTrue(chunk.end() <= Math.max(start, Math.min(end, 20_000)), chunk.toString());
                cursor = chunk.end();
                for (long i = 0; i < chunk.length(); i++) {
                    found.add(Pulses.VALUE.get(chunk.records(), i));
                }
            }
            if (!found.isEmpty()) {
                assertEquals(Math.min(end, 20_000), cursor);
            }
        }
        assertEquals(expected, found);
    }

    @Test
    void aRangeThatEndsInsideARecordOfADisjointTypeKeepsTheWholeRecord() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8").disjoint();
        try (Arena arena = Arena.ofShared()) {
            Records records = Records.allocate(type, 2, arena);
            type.longField("endtime").set(records, 0, 10);
            type.longField("time").set(records, 1, 20);
            type.longField("endtime").set(records, 1, 30);
            try (ChunkStream stream =
                    Runs.start(Runs.workers(1), TimeRange.of(0, 25), new RecordSource("spans", records))) {
                Chunk chunk = stream.iterator().next();
                assertEquals("spans test_run [0, 30) 2 records", chunk.toString());
            }
        }
    }

    @Test
    void theSourceIsNotReadBeyondTheRange() {
        Pulses source = new Pulses(1_000_000, 5);
        try (ChunkStream stream = Runs.start(Runs.workers(2), TimeRange.of(0, 3000), source)) {
            stream.forEach(chunk -> {});
        }
        assertTrue(source.chunksRead.get() <= 4, "chunks read: " + source.chunksRead.get());
    }
}
