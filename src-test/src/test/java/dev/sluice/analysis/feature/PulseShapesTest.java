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

final class PulseShapesTest {
    private static final int COUNT = 120;
    private static final int SAMPLES = 120;
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "baseline:<f4", "wave:<u2[120]");

    /// Straight edges: they rise over `rise` samples from 0 to the top, and fall over twice as many.
    @Test
    void straightEdgesHaveTheTimesOfTheirSlopesInChunksOfEverySize() {
        Random random = new Random(4);
        Records waveforms = Records.allocate(TYPE, COUNT, Arena.ofAuto());
        int[] rises = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            rises[i] = 1 + random.nextInt(30);
            set(waveforms, i, rises[i], i % 2 == 0 ? -1 : 1);
        }
        Records results = PluginRuns.runInChunksOfEverySize(
                new PulseShapes(), waveforms, Map.of("polarity", "1:positive", "edge_low", "0.2", "edge_high", "0.8"));
        for (int i = 0; i < COUNT; i++) {
            int rise = rises[i];
            String at = "seed=4 record=" + i;
            assertEquals(10 + rise, value("peak_position", results, i), at);
            assertEquals(600 * rise, value("peak_height", results, i), at);
            assertEquals(0.6f * rise, value("rise_time_samples", results, i), 1e-4f, at);
            assertEquals(1.2f * rise, value("fall_time_samples", results, i), 1e-4f, at);
            assertEquals(1.5f * rise, value("width_samples", results, i), 1e-4f, at);
            assertEquals(2.4f * rise, value("total_width_samples", results, i), 1e-4f, at);
            assertEquals(10 + 0.2f * rise, value("constant_fraction_time_samples", results, i), 1e-4f, at);
            assertEquals(900 * rise * rise, value("q_total", results, i), 0.1f * rise, at);
        }
    }

    private static float value(String field, Records results, int record) {
        return PulseShapes.TYPE.floatField(field).get(results, record);
    }

    private static void set(Records waveforms, int record, int rise, int sign) {
        TYPE.longField("time").set(waveforms, record, 5000L + 300L * record);
        TYPE.longField("length").set(waveforms, record, SAMPLES);
        TYPE.longField("dt").set(waveforms, record, 2);
        TYPE.longField("channel").set(waveforms, record, sign > 0 ? 1 : 0);
        TYPE.floatField("baseline").set(waveforms, record, 30_000);
        for (int k = 0; k < SAMPLES; k++) {
            int up = Math.max(0, Math.min(k - 10, rise));
            int down = Math.max(0, Math.min(k - 10 - rise, 2 * rise));
            TYPE.longField("wave").set(waveforms, record, k, 30_000 + sign * (600L * up - 300L * down));
        }
    }

    @Test
    void gatesThatDoNotFitEachOtherEndTheRun() {
        Records waveforms = Records.allocate(TYPE, 1, Arena.ofAuto());
        String message = assertThrows(
                        PipelineException.class,
                        () -> PluginRuns.run(new PulseShapes(), waveforms, Map.of("short_gate", "500"), 1))
                .getMessage();
        assertTrue(message.contains("PulseShapes") && message.contains("short_gate=500 long_gate=200"), message);
    }
}
