package dev.sluice.analysis.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.Gathered;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.ThresholdHits;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThresholdHitFinderTest {
    private static final int COUNT = 150;
    private static final Map<String, String> OPTIONS =
            Map.of("threshold", "20,1:40", "left_extension", "3", "right_extension", "5", "polarity", "1:positive");

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 2", "40, 1", "1000, 2"})
    void hitsAreTheSameBytesWhateverTheChunks(long chunkRecords, int workers) {
        Records waveforms = waveforms(5);
        Records expected = hits(waveforms, 64, 1);
        assertTrue(expected.count() > COUNT, "seed=5, hits=" + expected.count());
        assertTrue(Gathered.same(expected, hits(waveforms, chunkRecords, workers)), "seed=5");
    }

    @Test
    void hitsTellTheirWaveformChannelAndTime() {
        Records waveforms = waveforms(6);
        Records hits = hits(waveforms, 64, 1);
        RecordType type = Waveforms.type("<i2", 100);
        long waveform = 0;
        for (long i = 0; i < hits.count(); i++) {
            long event = ThresholdHits.TYPE.longField("record_id").get(hits, i);
            assertTrue(event >= waveform, "seed=6 hit=" + i);
            waveform = event;
            long time = type.longField("time").get(waveforms, event);
            long position = ThresholdHits.TYPE.longField("position").get(hits, i);
            assertEquals(time, ThresholdHits.TYPE.longField("time").get(hits, i));
            assertEquals(
                    time + 2 * position,
                    ThresholdHits.TYPE.longField("timestamp").get(hits, i));
            long channel = type.longField("channel").get(waveforms, event);
            assertEquals(channel, ThresholdHits.TYPE.longField("channel").get(hits, i));
            float height = ThresholdHits.TYPE.floatField("height").get(hits, i);
            assertTrue(height >= (channel == 1 ? 40 : 20), "seed=6 hit=" + i + " height=" + height);
        }
    }

    @Test
    void waveformsWithoutASamplingPeriodEndTheRunWithTheFieldsThatThereAre() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8", "wave:<i2[10]");
        Records waveforms = Records.allocate(type, 3, Arena.ofAuto());
        String message = assertThrows(
                        PipelineException.class,
                        () -> Gathered.stream(
                                ThresholdHitFinder.DATA_TYPE,
                                10,
                                1,
                                Map.of(),
                                new RecordSource(Waveforms.DATA_TYPE, waveforms),
                                new ThresholdHitFinder()))
                .getMessage();
        assertTrue(message.contains("dt") && message.contains("endtime"), message);
    }

    private static Records hits(Records waveforms, long chunkRecords, int workers) {
        return Gathered.stream(
                ThresholdHitFinder.DATA_TYPE,
                chunkRecords,
                workers,
                OPTIONS,
                new RecordSource(Waveforms.DATA_TYPE, waveforms),
                new ThresholdHitFinder());
    }

    /// Several narrow pulses in every waveform.
    private static Records waveforms(long seed) {
        Random random = new Random(seed);
        RecordType type = Waveforms.type("<i2", 100);
        Records records = Records.allocate(type, COUNT, Arena.ofAuto());
        long time = 1L << 60;
        for (int i = 0; i < COUNT; i++) {
            time += 1 + random.nextInt(50);
            type.longField("time").set(records, i, time);
            type.longField("endtime").set(records, i, time + 200);
            type.longField("length").set(records, i, 40 + random.nextInt(61));
            type.doubleField("dt").set(records, i, 2);
            type.longField("channel").set(records, i, random.nextInt(3));
            type.longField("event").set(records, i, i);
            for (int k = 0; k < 100; k++) {
                int pulse = k > 40 && random.nextInt(5) == 0 ? 100 - random.nextInt(200) : 0;
                type.longField("wave").set(records, i, k, 8000 + random.nextInt(5) + pulse);
            }
        }
        return records;
    }
}
