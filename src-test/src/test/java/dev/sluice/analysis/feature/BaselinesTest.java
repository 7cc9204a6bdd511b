package dev.sluice.analysis.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BaselinesTest {
    private static final int COUNT = 150;
    private static final Map<String, String> FALLING = Map.of("orphan_fragments", "fallback", "fallback_baseline", "7");
    private static final RecordType FRAGMENTS =
            RecordType.of("time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "record_i:<i2", "data:<i2[110]");

    @Test
    void fragmentsTakeTheBaselineOfTheirPulseInChunksOfEverySize() {
        Records waveforms = fragments(false);
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
        Records orphans = fragments(true);
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

    /// Fragments lose their first one where a board drops a record, or a source leaves out a broken one.
    @Test
    void aFragmentWhoseFirstOneIsMissingTakesTheBaselineOfNoOtherPulse() {
        Records some = missingFirst(FRAGMENTS);
        String message = assertThrows(PipelineException.class, () -> PluginRuns.run(new Baselines(), some, Map.of(), 2))
                .getMessage();
        assertTrue(message.contains("channel=1 fragment=2 time=52200 dt=10"), message);
        assertTrue(message.contains("pulse_start=50000"), message);
        for (int chunk : new int[] {1, 2, 3, 5}) {
            Records results = PluginRuns.run(new Baselines(), some, FALLING, chunk);
            assertArrayEquals(new float[] {100, 100, 7, 7, 300}, baselines(results), "chunk=" + chunk);
            assertTrue(Float.isNaN(Baselines.TYPE.floatField("baseline_rms").get(results, 2)));
        }
        Records strax = PluginRuns.run(new Baselines(), some, Map.of("compatibility", "strax"), 2);
        assertArrayEquals(new float[] {100, 100, 100, 100, 300}, baselines(strax));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dt:<u2", "dt:<i4", "dt:<i8"})
    void stepsOfEveryIntegerTypeTellPulsesApart(String dt) {
        Records some = missingFirst(
                RecordType.of("time:<i8", "length:<i4", dt, "channel:<i2", "record_i:<i2", "data:<i2[110]"));
        Records results = PluginRuns.run(new Baselines(), some, FALLING, 2);
        assertArrayEquals(new float[] {100, 100, 7, 7, 300}, baselines(results));
    }

    @Test
    void withoutStepsAFragmentTakesTheBaselineThatItsChannelHadLast() {
        Records some = missingFirst(
                RecordType.of("time:<i8", "endtime:<i8", "length:<i4", "channel:<i2", "record_i:<i2", "data:<i2[110]"));
        Records results = PluginRuns.run(new Baselines(), some, Map.of(), 2);
        assertArrayEquals(new float[] {100, 100, 100, 100, 300}, baselines(results));
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

    private static float[] baselines(Records results) {
        float[] values = new float[(int) results.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Baselines.TYPE.floatField("baseline").get(results, i);
        }
        return values;
    }

    /// A pulse of two fragments, the last two of one whose first is missing, and another pulse, all of channel 1.
    private static Records missingFirst(RecordType type) {
        long[][] rows = {{10_000, 0, 100}, {11_100, 1, 500}, {52_200, 2, 500}, {53_300, 3, 500}, {90_000, 0, 300}};
        Records records = Records.allocate(type, rows.length, Arena.ofAuto());
        for (int i = 0; i < rows.length; i++) {
            type.longField("time").set(records, i, rows[i][0]);
            if (type.has("endtime")) {
                type.longField("endtime").set(records, i, rows[i][0] + 1100);
            } else {
                type.longField("dt").set(records, i, 10);
            }
            type.longField("length").set(records, i, 110);
            type.longField("channel").set(records, i, 1);
            type.longField("record_i").set(records, i, rows[i][1]);
            for (int k = 0; k < 110; k++) {
                type.longField("data").set(records, i, k, rows[i][2]);
            }
        }
        return records;
    }

    /// Pulses of one to three fragments on three channels, interleaved; if `orphan`, the first fragment is one.
    private static Records fragments(boolean orphan) {
        Random random = new Random(3);
        Records records = Records.allocate(FRAGMENTS, COUNT, Arena.ofAuto());
        int[] next = {0, 0, 0};
        for (int i = 0; i < COUNT; i++) {
            int channel = i % 3;
            int fragment = i == 0 && orphan ? 1 : next[channel];
            next[channel] = fragment < 2 && random.nextBoolean() ? fragment + 1 : 0;
            FRAGMENTS.longField("time").set(records, i, 1000L + 1100L * (i / 3) + channel);
            FRAGMENTS.longField("length").set(records, i, 110);
            FRAGMENTS.longField("dt").set(records, i, 10);
            FRAGMENTS.longField("channel").set(records, i, channel);
            FRAGMENTS.longField("record_i").set(records, i, fragment);
            for (int k = 0; k < 110; k++) {
                FRAGMENTS.longField("data").set(records, i, k, 16_000 + random.nextInt(50));
            }
        }
        return records;
    }
}
