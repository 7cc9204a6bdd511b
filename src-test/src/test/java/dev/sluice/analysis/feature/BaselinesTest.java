package dev.sluice.analysis.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.PluginRuns;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BaselinesTest {
    private static final int COUNT = 150;
    private static final RecordType FRAGMENTS =
            RecordType.of("time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "record_i:<i2", "data:<i2[110]");

    @Test
    void fragmentsTakeTheBaselineOfTheirPulseInChunksOfEverySize() {
        Records waveforms = fragments(0);
        Records results = PluginRuns.runInChunksOfEverySize(new Baselines(), waveforms, Map.of());
        float[] last = new float[3];
        for (int i = 0; i < COUNT; i++) {
            int channel = (int) FRAGMENTS.longField("channel").get(waveforms, i);
            if (FRAGMENTS.longField("record_i").get(waveforms, i) == 0) {
                double sum = 0;
                for (int k = 0; k < 40; k++) {
                    sum += FRAGMENTS.longField("data").get(waveforms, i, k);
                }
                last[channel] = (float) (sum / 40);
            }
            String at = "seed=3 record=" + i;
            assertEquals(last[channel], Baselines.TYPE.floatField("baseline").get(results, i), at);
            assertEquals(channel, Baselines.TYPE.longField("channel").get(results, i), at);
            assertEquals(
                    FRAGMENTS.times().end(waveforms, i),
                    Baselines.TYPE.longField("endtime").get(results, i),
                    at);
        }
    }

    @Test
    void orphanFragmentsEndTheRunOrFallBack() {
        Records orphans = fragments(1);
        String message = assertThrows(
                        PipelineException.class, () -> PluginRuns.run(new Baselines(), orphans, Map.of(), 40))
                .getMessage();
        assertTrue(
                message.contains("Baselines") && message.contains("fragment without the first of its pulse"), message);
        Records results = PluginRuns.run(
                new Baselines(), orphans, Map.of("orphan_fragments", "fallback", "fallback_baseline", "15000.5"), 40);
        assertEquals(15_000.5f, Baselines.TYPE.floatField("baseline").get(results, 0));
        assertTrue(Float.isNaN(Baselines.TYPE.floatField("baseline_rms").get(results, 0)));
    }

    @Test
    void waveformsWithoutFragmentsAreMeasuredEach() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8", "wave:<f4[50]");
        Records waveforms = Records.allocate(type, 2, Arena.ofAuto());
        for (int k = 0; k < 50; k++) {
            type.floatField("wave").set(waveforms, 1, k, k % 2 == 0 ? 1 : 2);
        }
        Records results = PluginRuns.run(new Baselines(), waveforms, Map.of("baseline_window", ":"), 1);
        assertEquals(1.5f, Baselines.TYPE.floatField("baseline").get(results, 1));
        assertEquals(0.5f, Baselines.TYPE.floatField("baseline_rms").get(results, 1));
    }

    /// Pulses of one to three fragments on three channels, interleaved; the first `skipped` records are left out.
    private static Records fragments(int skipped) {
        Random random = new Random(3);
        Records records = Records.allocate(FRAGMENTS, COUNT, Arena.ofAuto());
        int[] next = {0, 0, 0};
        for (int i = -skipped; i < COUNT; i++) {
            int channel = (i + skipped) % 5 % 3;
            int fragment = i < 0 ? 0 : next[channel];
            next[channel] = i == -1 || (fragment < 2 && random.nextBoolean()) ? fragment + 1 : 0;
            if (i >= 0) {
                FRAGMENTS.longField("time").set(records, i, 1000L + 10L * i);
                FRAGMENTS.longField("length").set(records, i, 110);
                FRAGMENTS.longField("dt").set(records, i, 10);
                FRAGMENTS.longField("channel").set(records, i, i == 0 && skipped > 0 ? 0 : channel);
                FRAGMENTS.longField("record_i").set(records, i, i == 0 && skipped > 0 ? 1 : fragment);
                for (int k = 0; k < 110; k++) {
                    FRAGMENTS.longField("data").set(records, i, k, 16_000 + random.nextInt(50));
                }
            }
        }
        return records;
    }
}
