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
import dev.sluice.waveform.HitMerging;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HitMergerTest {
    private static final int COUNT = 240;
    private static final RecordType MERGED = HitMerging.type(HitMerger.HIT);

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "100, 4"})
    void mergedHitsDoNotDependOnChunksAndWorkers(long chunk, int workers) {
        byte[] whole = merged(hits(0), "30", COUNT, 1);
        assertEquals(COUNT / 2 * MERGED.size(), whole.length);
        assertTrue(Arrays.equals(whole, merged(hits(0), "30", chunk, workers)), "chunk=" + chunk);
        Records merged =
                Records.of(MERGED, Arena.ofAuto().allocate(whole.length).copyFrom(MemorySegment.ofArray(whole)));
        long components = 0;
        for (int i = 0; i < merged.count(); i++) {
            assertEquals(2, MERGED.longField("component_count").get(merged, i));
            assertEquals(18, MERGED.longField("sample_start").get(merged, i));
            assertEquals(27, MERGED.longField("sample_end").get(merged, i));
            assertEquals(7, MERGED.floatField("integral").get(merged, i));
            components += MERGED.longField("component_offset").get(merged, i);
        }
        assertEquals(COUNT / 2 * (COUNT / 2 - 1), components);
    }

    @Test
    void noGapMergesNothing() {
        assertEquals(COUNT * MERGED.size(), merged(hits(0), "0", 7, 2).length);
    }

    @Test
    void aHitThatGoesOnInTheNextChunkEndsTheRun() {
        String told = assertThrows(PipelineException.class, () -> merged(hits(1), "30", 1, 1))
                .getMessage();
        assertTrue(told.contains("merge_gap=30") && told.contains("--chunk-records"), told);
        assertEquals(COUNT / 2 * MERGED.size(), merged(hits(1), "30", COUNT, 1).length);
    }

    /// Two hits of one channel, so long apart; channel 0 and 1 in turn every 1000 ns.
    private static Records hits(long delay) {
        Records hits = Records.allocate(HitMerger.HIT, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            long time = 1000L * (i / 2) + delay * (i % 2);
            HitMerger.HIT.longField("time").set(hits, i, time);
            HitMerger.HIT.longField("timestamp").set(hits, i, time + 2 * (20 + i % 2));
            HitMerger.HIT.longField("position").set(hits, i, 20 + i % 2);
            HitMerger.HIT.longField("edge_start").set(hits, i, 18 + i % 2 * 6);
            HitMerger.HIT.longField("edge_end").set(hits, i, 21 + i % 2 * 6);
            HitMerger.HIT.floatField("dt").set(hits, i, 2);
            HitMerger.HIT.floatField("integral").set(hits, i, 3 + i % 2);
            HitMerger.HIT.longField("channel").set(hits, i, i / 2 % 2);
        }
        return hits;
    }

    private static byte[] merged(Records hits, String gap, long chunk, int workers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create().register(new RecordSource(HitMerger.HITS, hits), new HitMerger())) {
            context.set("merge_gap", gap);
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(workers)
                    .chunkRecords(chunk)
                    .getStream(HitMerger.DATA_TYPE)) {
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
