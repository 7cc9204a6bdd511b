package dev.sluice.analysis.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.analysis.PluginRuns;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BasicFeaturesTest {
    private static final int COUNT = 150;
    private static final int SAMPLES = 120;
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "baseline:<f4", "wave:<i2[120]");

    @Test
    void featuresAreThoseOfPlainLoopsInChunksOfEverySize() {
        Records waveforms = random();
        Records results = PluginRuns.runInChunksOfEverySize(
                new BasicFeatures(), waveforms, Map.of("height_range", "30:95", "polarity", "1:positive"));
        RecordType type = BasicFeatures.TYPE;
        for (int i = 0; i < COUNT; i++) {
            long channel = TYPE.longField("channel").get(waveforms, i);
            double baseline = TYPE.floatField("baseline").get(waveforms, i);
            double sign = channel == 1 ? 1 : -1;
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            long difference = 0;
            double area = 0;
            for (int k = 0; k < SAMPLES; k++) {
                long sample = TYPE.longField("wave").get(waveforms, i, k);
                area += sign * (sample - baseline);
                least = k >= 30 && k < 95 ? Math.min(least, sample) : least;
                greatest = k >= 30 && k < 95 ? Math.max(greatest, sample) : greatest;
                difference = k == 0
                        ? 0
                        : Math.max(
                                difference,
                                Math.abs(sample - TYPE.longField("wave").get(waveforms, i, k - 1)));
            }
            String at = "seed=9 record=" + i;
            double height = channel == 1 ? greatest - baseline : baseline - least;
            assertEquals((float) height, type.floatField("height").get(results, i), at);
            assertEquals(greatest - least, type.floatField("amp").get(results, i), at);
            assertEquals(area, type.floatField("area").get(results, i), 1e-6 * Math.abs(area), at);
            assertEquals(difference, type.floatField("max_abs_diff").get(results, i), at);
            assertEquals(channel, type.longField("channel").get(results, i), at);
            assertEquals(
                    TYPE.times().start(waveforms, i), type.longField("time").get(results, i), at);
        }
    }

    private static Records random() {
        Random random = new Random(9);
        Records records = Records.allocate(TYPE, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            TYPE.longField("time").set(records, i, 1000L + 7L * i);
            TYPE.longField("length").set(records, i, SAMPLES);
            TYPE.longField("dt").set(records, i, 2);
            TYPE.longField("channel").set(records, i, random.nextInt(3));
            TYPE.floatField("baseline").set(records, i, (float) (8000 + random.nextDouble()));
            for (int k = 0; k < SAMPLES; k++) {
                TYPE.longField("wave").set(records, i, k, random.nextInt(16_384));
            }
        }
        return records;
    }
}
