package dev.sluice.analysis.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.PlainPeakCharge;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeaturesTest {
    private static final int COUNT = 150;

    @ParameterizedTest
    @CsvSource({
        "<i2, '', negative, 1",
        "<i2, baseline:<f4, negative, 2",
        "<u2, '', positive, 3",
        "<u2, baseline:<f8, '0:positive,2:positive', 4",
        "<f4, '', negative, 5",
        "<f4, baseline:<f4, 'positive,1:negative', 6",
        "<i2, baseline:<i2, '1:positive', 7"
    })
    void featuresAreThoseOfPlainLoops(String sampleType, String baseline, String polarity, long seed) {
        RecordType type = type(sampleType, baseline);
        Records waveforms = random(type, seed);
        Records features = features(
                waveforms,
                Map.of("peak_range", "30:95", "charge_range", "50:", "baseline_range", "0:20", "polarity", polarity));
        Polarities polarities = Polarities.parse(polarity);
        for (int i = 0; i < COUNT; i++) {
            String at = "seed=" + seed + ", record=" + i;
            long channel = type.longField("channel").get(waveforms, i);
            PlainPeakCharge plain = PlainPeakCharge.of(
                    valid(waveforms, i),
                    baseline.isEmpty()
                            ? Double.NaN
                            : type.doubleField("baseline").get(waveforms, i),
                    new SampleRange(30, 95),
                    SampleRange.from(50),
                    new SampleRange(0, 20),
                    polarities.of(channel) == Polarity.POSITIVE);
            float rounding = sampleType.equals("<f4") ? (float) (1e-9 * plain.scale()) : 0;
            assertEquals((float) plain.peak(), Features.TYPE.floatField("peak").get(features, i), at);
            assertEquals(
                    (float) plain.charge(), Features.TYPE.floatField("charge").get(features, i), rounding, at);
            assertEquals(
                    (float) plain.baseline(),
                    Features.TYPE.floatField("baseline").get(features, i),
                    rounding,
                    at);
            assertEquals(channel, Features.TYPE.longField("channel").get(features, i), at);
            assertEquals(
                    type.times().start(waveforms, i),
                    Features.TYPE.longField("time").get(features, i),
                    at);
            assertEquals(
                    type.times().end(waveforms, i),
                    Features.TYPE.longField("endtime").get(features, i),
                    at);
        }
    }

    @Test
    void waveformsWithoutAChannelAreOfChannel0() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8", "wave:<i2[10]");
        Records features = features(Records.allocate(type, 3, Arena.ofAuto()), Map.of());
        assertEquals(0, Features.TYPE.longField("channel").get(features, 2));
    }

    @Test
    void paddingIsNotSignal() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8", "length:<i4", "wave:<i2[100]");
        Records waveforms = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("length").set(waveforms, 0, 61);
        for (int i = 0; i < 61; i++) {
            type.longField("wave").set(waveforms, 0, i, 1000 - (i == 60 ? 7 : 0));
        }
        Records features = features(waveforms, Map.of());
        assertEquals(7, Features.TYPE.floatField("peak").get(features, 0));
        assertEquals(7, Features.TYPE.floatField("charge").get(features, 0));
    }

    @Test
    void recordsWithoutSamplesEndTheRunWithTheFieldsThatThereAre() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8", "samples:<i2[10]");
        Records waveforms = Records.allocate(type, 3, Arena.ofAuto());
        String message = assertThrows(PipelineException.class, () -> features(waveforms, Map.of()))
                .getMessage();
        assertTrue(
                message.contains("Features") && message.contains("wave or data") && message.contains("samples"),
                message);
    }

    private static Records features(Records waveforms, Map<String, String> options) {
        try (Context context =
                Context.create().register(new RecordSource("st_waveforms_stream", waveforms), new Features())) {
            options.forEach(context::set);
            Records features = Records.allocate(Features.TYPE, waveforms.count(), Arena.ofAuto());
            long next = 0;
            try (ChunkStream stream =
                    context.streaming("run_7").workers(2).chunkRecords(40).getStream("features")) {
                for (Chunk chunk : stream) {
                    features.copyFrom(next, chunk.records(), 0, chunk.length());
                    next += chunk.length();
                }
            }
            assertEquals(waveforms.count(), next);
            return features;
        }
    }

    private static RecordType type(String sampleType, String baseline) {
        String wave = "wave:" + sampleType + "[120]";
        return baseline.isEmpty()
                ? RecordType.of("time:<i8", "length:<i4", "dt:<i2", "channel:<i2", wave)
                : RecordType.of("time:<i8", "length:<i4", "dt:<i2", "channel:<i2", baseline, wave);
    }

    private static Records random(RecordType type, long seed) {
        Random random = new Random(seed);
        Records records = Records.allocate(type, COUNT, Arena.ofAuto());
        boolean real = type.field("wave").type().isFloat();
        long time = 1L << 60;
        for (int i = 0; i < COUNT; i++) {
            time += 1 + random.nextInt(50);
            type.longField("time").set(records, i, time);
            type.longField("length").set(records, i, random.nextInt(4) == 0 ? random.nextInt(120) : 120);
            type.longField("dt").set(records, i, 2);
            type.longField("channel").set(records, i, random.nextInt(3));
            if (type.has("baseline")) {
                boolean whole = type.field("baseline").type().isInteger();
                type.doubleField("baseline")
                        .set(records, i, whole ? random.nextInt(16_000) : (float) (16_000 * random.nextDouble()));
            }
            for (int k = 0; k < 120; k++) {
                type.doubleField("wave")
                        .set(records, i, k, real ? (float) (8000 + random.nextGaussian()) : random.nextInt(16_384));
            }
        }
        return records;
    }

    private static double[] valid(Records records, int index) {
        int length = (int) records.type().longField("length").get(records, index);
        double[] wave = new double[length];
        for (int k = 0; k < length; k++) {
            wave[k] = records.type().doubleField("wave").get(records, index, k);
        }
        return wave;
    }
}
