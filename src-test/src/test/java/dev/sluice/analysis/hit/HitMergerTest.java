package dev.sluice.analysis.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.HitMerging;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void aGapOfMinusOneMergesNothing() {
        assertEquals(COUNT * MERGED.size(), merged(hits(0), "-1", 7, 2).length);
    }

    @Test
    void aMergedHitIsOneAlthoughAChunkEndsInIt() {
        byte[] whole = merged(hits(1), "30", COUNT, 1);
        assertEquals(COUNT / 2 * MERGED.size(), whole.length);
        assertTrue(Arrays.equals(whole, merged(hits(1), "30", 1, 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void hitsThatStraddleChunksMergeToTheSameBytesWhateverTheChunksAndWorkers(long seed) {
        Records hits = crowded(seed);
        byte[] whole = merged(hits, "30", 100_000, 1);
        assertTrue(whole.length < hits.count() * MERGED.size() * 9 / 10, "seed=" + seed);
        for (int chunk : new int[] {1, 7, 100, 1000}) {
            for (int workers : new int[] {1, 2, 4, 8}) {
                assertTrue(
                        Arrays.equals(whole, merged(hits, "30", chunk, workers)),
                        "seed=" + seed + " chunk=" + chunk + " workers=" + workers);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void everyHitIsInOneMergedHitAndOffsetsCountThem(long seed) {
        Records hits = crowded(seed);
        byte[] bytes = merged(hits, "30", 7, 2);
        Records merged =
                Records.of(MERGED, Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes)));
        long components = 0;
        for (long i = 0; i < merged.count(); i++) {
            assertEquals(components, MERGED.longField("component_offset").get(merged, i), "seed=" + seed);
            components += MERGED.longField("component_count").get(merged, i);
        }
        assertEquals(hits.count(), components, "seed=" + seed);
    }

    /// The Python package gives them channel by channel.
    @Test
    void mergedHitsComeInOrderOfTimeNotChannelByChannel() {
        byte[] bytes = merged(crowded(7), "30", 7, 2);
        Records merged =
                Records.of(MERGED, Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes)));
        for (long i = 1; i < merged.count(); i++) {
            long before = MERGED.longField("time").get(merged, i - 1);
            assertTrue(MERGED.longField("time").get(merged, i) >= before, "seed=7 hit " + i);
        }
    }

    @Test
    void whereNoneAreMergedNothingAroundAChunkIsAskedFor() {
        HitMerger plugin = new HitMerger();
        assertEquals(Requirements.NONE.inOrder(), plugin.demand(OptionValues.of(plugin, Map.of("merge_gap", "-1"))));
        Map<String, String> settings = Map.of("merge_gap", "5", "max_total_width", "200", "longest_waveform", "500");
        Requirements demand = plugin.demand(OptionValues.of(plugin, settings));
        assertEquals(Requirements.NONE.halo(701, 701).forgettingAt(demand.silence()), demand);
        assertEquals(7, demand.silence().length());
    }

    @Test
    void aHitInALongerWaveformThanWasToldEndsTheRunWithTheOption() {
        Records hits = hits(0);
        HitMerger.HIT.longField("timestamp").set(hits, 5, 2_000_000);
        String message = assertThrows(PipelineException.class, () -> merged(hits, "30", 10, 1))
                .getMessage();
        assertTrue(message.contains("longest_waveform=500"), message);
    }

    @Test
    void aHitThatStartsBeforeItsWaveformEndsTheRun() {
        Records hits = hits(0);
        // Its first sample is number 24, each lasts 2.
        HitMerger.HIT.longField("time").set(hits, 5, 2000 + 2 * 24 + 2);
        String message = assertThrows(PipelineException.class, () -> merged(hits, "30", 10, 1))
                .getMessage();
        assertTrue(message.contains("set time to the start of the waveform"), message);
    }

    /// Waveforms of three channels of two boards, with up to four hits each, many nearer than the gap.
    private static Records crowded(long seed) {
        Random random = new Random(seed);
        Records hits = Records.allocate(HitMerger.HIT, 4 * COUNT, Arena.ofAuto());
        long time = 1_000_000;
        int board = 0;
        int channel = 0;
        int sample = 0;
        for (int i = 0; i < 4 * COUNT; i++) {
            if (random.nextInt(4) == 0 || sample > 200) {
                time += 1 + random.nextInt(120);
                board = random.nextInt(2);
                channel = random.nextInt(3);
                sample = 0;
            }
            sample += random.nextInt(25);
            HitMerger.HIT.longField("time").set(hits, i, time);
            HitMerger.HIT.longField("timestamp").set(hits, i, time + 2 * (sample + 2));
            HitMerger.HIT.longField("position").set(hits, i, sample + 2);
            HitMerger.HIT.longField("edge_start").set(hits, i, sample);
            HitMerger.HIT.longField("edge_end").set(hits, i, sample + 5);
            HitMerger.HIT.doubleField("dt").set(hits, i, 2);
            HitMerger.HIT.floatField("height").set(hits, i, random.nextInt(5));
            HitMerger.HIT.floatField("integral").set(hits, i, random.nextInt(50));
            HitMerger.HIT.longField("board").set(hits, i, board);
            HitMerger.HIT.longField("channel").set(hits, i, channel);
        }
        return hits;
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
            HitMerger.HIT.doubleField("dt").set(hits, i, 2);
            HitMerger.HIT.floatField("integral").set(hits, i, 3 + i % 2);
            HitMerger.HIT.longField("channel").set(hits, i, i / 2 % 2);
        }
        return hits;
    }

    private static byte[] merged(Records hits, String gap, long chunk, int workers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create().register(new RecordSource(HitMerger.HITS, hits), new HitMerger())) {
            context.set("merge_gap", gap);
            context.set("max_total_width", "200");
            context.set("longest_waveform", "500");
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
