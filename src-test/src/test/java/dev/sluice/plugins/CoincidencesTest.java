package dev.sluice.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CoincidencesTest {
    private static final int COUNT = 300;
    private static final RecordType WAVEFORMS = RecordType.of("time:<i8", "endtime:<i8", "channel:<i2", "wave:<i2[4]");

    @ParameterizedTest
    @CsvSource({"anchored, 1", "anchored, 3", "chained, 2", "chained, 60"})
    void groupsDoNotDependOnChunksAndWorkers(String rule, long chunk) {
        Records waveforms = pairs();
        byte[] whole = groups(waveforms, rule, COUNT, 1);
        assertEquals(COUNT / 2L * Coincidences.TYPE.size(), whole.length);
        assertTrue(Arrays.equals(whole, groups(waveforms, rule, chunk, 1)), "chunk=" + chunk);
        assertTrue(Arrays.equals(whole, groups(waveforms, rule, chunk, 4)), "chunk=" + chunk + ", 4 workers");
    }

    @Test
    void groupsTellTimesChannelsAndMembers() {
        Records groups = Records.of(
                Coincidences.TYPE,
                Arena.ofAuto()
                        .allocate(1L << 16)
                        .copyFrom(java.lang.foreign.MemorySegment.ofArray(groups(pairs(), "anchored", 7, 2))),
                0,
                COUNT / 2);
        for (int i = 0; i < COUNT / 2; i++) {
            assertEquals(1000L * i, Coincidences.TYPE.longField("time").get(groups, i));
            assertEquals(1000L * i + 40, Coincidences.TYPE.longField("endtime").get(groups, i));
            assertEquals(2L * i, Coincidences.TYPE.longField("first_hit").get(groups, i));
            assertEquals(2, Coincidences.TYPE.longField("n_hits").get(groups, i));
            assertEquals(2, Coincidences.TYPE.longField("n_channels").get(groups, i));
            assertEquals(0b101, Coincidences.TYPE.longField("channel_mask").get(groups, i));
        }
    }

    @Test
    void aGroupThatGoesOnInTheNextChunkEndsTheRun() {
        Records waveforms = pairs();
        for (int i = 1; i < COUNT; i += 2) {
            WAVEFORMS.longField("time").set(waveforms, i, 1000L * (i / 2) + 5);
        }
        String told = assertThrows(PipelineException.class, () -> groups(waveforms, "anchored", 1, 1))
                .getMessage();
        assertTrue(told.contains("--chunk-records") && told.contains("window=20"), told);
        assertEquals(COUNT / 2 * Coincidences.TYPE.size(), groups(waveforms, "anchored", 2, 1).length);
    }

    /// Two channels that start at once, every 1000 ns.
    private static Records pairs() {
        Records records = Records.allocate(WAVEFORMS, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            WAVEFORMS.longField("time").set(records, i, 1000L * (i / 2));
            WAVEFORMS.longField("endtime").set(records, i, 1000L * (i / 2) + 40);
            WAVEFORMS.longField("channel").set(records, i, i % 2 * 2);
        }
        return records;
    }

    private static byte[] groups(Records waveforms, String rule, long chunk, int workers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create()
                .register(new RecordSource("st_waveforms_stream", waveforms), new Features(), new Coincidences())) {
            Map.of("coincidence_rule", rule, "window", "20").forEach(context::set);
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(workers)
                    .chunkRecords(chunk)
                    .getStream("coincidences")) {
                for (Chunk found : stream) {
                    Records records = found.records();
                    bytes.writeBytes(records.segment()
                            .asSlice(records.byteOffset(), records.byteSize())
                            .toArray(ValueLayout.JAVA_BYTE));
                }
            }
        }
        return bytes.toByteArray();
    }
}
