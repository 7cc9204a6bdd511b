package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// D11: a record that a condition cannot be tested on is the loss of one record, whatever the chunks.
final class UntestableRecordsTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "n:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField N = TYPE.longField("n");

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 20})
    void oneUntestableRecordIsTheLossOfOneRecord(long chunk) {
        try (Context context = Context.create().register(new RecordSource("rows", rows(7, 12)));
                ChunkStream stream = context.streaming("r")
                        .chunkRecords(chunk)
                        .onError(FailurePolicy.SKIP)
                        .select("100 % n == 0")
                        .getStream("rows")) {
            List<Long> times = new ArrayList<>();
            for (Chunk each : stream) {
                for (long i = 0; i < each.length(); i++) {
                    times.add(TIME.get(each.records(), i));
                }
            }
            List<Long> expected = new ArrayList<>();
            for (long i = 0; i < 20; i++) {
                if (i != 7 && i != 12) {
                    expected.add(10 * i);
                }
            }
            assertEquals(expected, times);
            List<Loss> losses = stream.summary().losses();
            assertEquals(List.of(70L, 120L), losses.stream().map(Loss::start).toList());
            assertEquals(List.of(71L, 121L), losses.stream().map(Loss::end).toList());
            assertTrue(losses.get(0).cause().contains("100 % n == 0"), losses.toString());
            assertEquals(0, stream.summary().skippedChunks());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20})
    void itEndsTheRunWhereNothingIsToBeSkipped(long chunk) {
        try (Context context = Context.create().register(new RecordSource("rows", rows(7)));
                Arena arena = Arena.ofConfined()) {
            String message = assertThrows(
                            PipelineException.class,
                            () -> context.streaming("r")
                                    .chunkRecords(chunk)
                                    .select("100 % n == 0")
                                    .getArray(arena, "rows"))
                    .getMessage();
            assertTrue(message.contains("100 % n == 0"), message);
        }
    }

    private static Records rows(int... zeros) {
        Records rows = Records.allocate(TYPE, 20, Arena.ofAuto());
        for (int i = 0; i < 20; i++) {
            TIME.set(rows, i, 10L * i);
            N.set(rows, i, 1);
        }
        for (int zero : zeros) {
            N.set(rows, zero, 0);
        }
        return rows;
    }
}
