package dev.sluice.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.kernels.PeakLayout;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.PeakType;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeaksTest {
    private static final int COUNT = 120;
    private static final int SAMPLES = 10;
    private static final RecordType RECORDS = RecordType.of(
                    "time:<i8",
                    "length:<i4",
                    "dt:<i2",
                    "channel:<i2",
                    "pulse_length:<i4",
                    "record_i:<i2",
                    "area:<i4",
                    "reduction_level:|u1",
                    "baseline:<f4",
                    "baseline_rms:<f4",
                    "amplitude_bit_shift:<i2",
                    "data:<i2[10]")
            .disjoint();
    private static final RecordType HITS = RecordType.of(
                    "time:<i8",
                    "length:<i4",
                    "dt:<i2",
                    "channel:<i2",
                    "area:<f4",
                    "left:<i2",
                    "right:<i2",
                    "left_integration:<i2",
                    "right_integration:<i2",
                    "record_i:<i4",
                    "threshold:<f4",
                    "height:<f4",
                    "max_time:<i8")
            .disjoint();

    @Test
    void thePeakTypeIsThatOfTheKernels() {
        assertEquals(PeakLayout.of(494, 200).stride(), PeakType.of(494, 200).size());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "50, 4"})
    void peaksDoNotDependOnChunksAndWorkers(long chunk, int workers) {
        Records records = records(50);
        byte[] whole = peaks(records, COUNT, 1);
        RecordType type = PeakType.of(4, 20);
        assertEquals(COUNT / 3 * type.size(), whole.length);
        assertTrue(Arrays.equals(whole, peaks(records, chunk, workers)), "chunk=" + chunk);
        Records peaks = Records.of(type, Arena.ofAuto().allocate(whole.length).copyFrom(MemorySegment.ofArray(whole)));
        for (int i = 0; i < COUNT / 3; i++) {
            assertEquals(10_000L * i + 10, type.longField("time").get(peaks, i));
            assertEquals(3, type.longField("n_hits").get(peaks, i));
            assertEquals(3 * 8 * 0.5f, type.floatField("area").get(peaks, i));
            float sum = 0;
            for (int k = 0; k < 20; k++) {
                sum += type.floatField("data").get(peaks, i, k);
            }
            assertEquals(3 * 8 * 0.5f, sum);
        }
    }

    @Test
    void aPeakThatGoesOnInTheNextChunkEndsTheRun() {
        Records records = records(100);
        String told = assertThrows(PipelineException.class, () -> peaks(records, 1, 1))
                .getMessage();
        assertTrue(told.contains("gap_threshold=300"), told);
    }

    /// Three records of 100 ns every 10 µs, each so long after the one before: a chunk ends where none is open.
    private static Records records(long delay) {
        Records records = Records.allocate(RECORDS, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            RECORDS.longField("time").set(records, i, 10_000L * (i / 3) + delay * (i % 3));
            RECORDS.longField("length").set(records, i, SAMPLES);
            RECORDS.longField("dt").set(records, i, 10);
            RECORDS.longField("channel").set(records, i, i % 4);
            for (int k = 3; k < 7; k++) {
                RECORDS.longField("data").set(records, i, k, 2);
            }
        }
        return records;
    }

    private static byte[] peaks(Records records, long chunk, int workers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create()
                .register(new RecordSource("records", records), new WholeRecordHits(), new Peaks(4, 20))) {
            context.set("to_pe", 0.5);
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(workers)
                    .chunkRecords(chunk)
                    .getStream("peaks")) {
                for (Chunk found : stream) {
                    Records peaks = found.records();
                    bytes.writeBytes(peaks.segment()
                            .asSlice(peaks.byteOffset(), peaks.byteSize())
                            .toArray(ValueLayout.JAVA_BYTE));
                }
            }
        }
        return bytes.toByteArray();
    }

    /// One hit per record, of samples 3 to 6.
    private static final class WholeRecordHits extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("hits", HITS).dependsOn("records");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records records = in.records();
            Records hits = out.records(records.count());
            hits.clear();
            for (long i = 0; i < records.count(); i++) {
                HITS.longField("time").set(hits, i, RECORDS.longField("time").get(records, i) + 30);
                HITS.longField("length").set(hits, i, 4);
                HITS.longField("dt").set(hits, i, 10);
                HITS.longField("channel")
                        .set(hits, i, RECORDS.longField("channel").get(records, i));
                HITS.floatField("area").set(hits, i, 8);
                HITS.longField("record_i").set(hits, i, i);
            }
        }
    }
}
