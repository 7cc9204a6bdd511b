package dev.sluice.documents;

import static dev.sluice.documents.FeaturesStream.FEATURES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.kernels.SampleRange;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.PlainPeakCharge;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The guide's example, as a user writes it, over waveforms as the guide has them.
final class GuideExampleTest {
    private static final RecordType WAVEFORMS =
            RecordType.of("time:<i8", "baseline:<f8", "wave:<i2[800]").instantaneous();
    private static final SampleRange NONE = new SampleRange(0, 0);

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "2, 64", "4, 1000"})
    void theNumbersAreThoseOfTheGuidesFormulas(int workers, long chunkRecords) {
        Records waveforms = random(200, 3);
        try (Context context = Context.create()
                        .register(new RecordSource("st_waveforms_stream", waveforms), new FeaturesStream());
                ChunkStream stream = context.streaming("my_run")
                        .workers(workers)
                        .chunkRecords(chunkRecords)
                        .getStream("features_stream")) {
            long next = 0;
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    check(waveforms, next++, chunk.records(), i, FeaturesStream.PEAKS_RANGE.defaultValue());
                }
            }
            assertEquals(200, next);
        }
    }

    @Test
    void optionsAndTimeRangeAreWhatWasAskedFor() {
        Records waveforms = random(200, 4);
        try (Context context = Context.create()
                        .register(new RecordSource("st_waveforms_stream", waveforms), new FeaturesStream())
                        .set("peaks_range", "0:20");
                ChunkStream stream = context.streaming("my_run")
                        .workers(4)
                        .getStream("features_stream", TimeRange.of(1_000_000, 2_000_000))) {
            List<String> message = new ArrayList<>();
            for (Chunk chunk : stream) {
                message.add(chunk.toString());
                for (long i = 0; i < chunk.length(); i++) {
                    check(waveforms, 50 + i, chunk.records(), i, new SampleRange(0, 20));
                }
            }
            assertEquals(List.of("features_stream my_run [1000000, 2000000) 50 records"), message);
        }
    }

    @Test
    void emptyWindowsGiveNaN() {
        Records waveforms = random(3, 4);
        try (Context context = Context.create()
                        .register(new RecordSource("st_waveforms_stream", waveforms), new FeaturesStream())
                        .set("peaks_range", NONE)
                        .set("charge_range", "900:1000");
                ChunkStream stream = context.streaming("my_run").getStream("features_stream")) {
            Chunk chunk = stream.iterator().next();
            assertEquals(Float.NaN, FEATURES.floatField("peak").get(chunk.records(), 2));
            assertEquals(Float.NaN, FEATURES.floatField("charge").get(chunk.records(), 2));
        }
    }

    private static void check(Records waveforms, long from, Records features, long index, SampleRange peaks) {
        double[] wave = new double[800];
        for (int k = 0; k < 800; k++) {
            wave[k] = WAVEFORMS.longField("wave").get(waveforms, from, k);
        }
        double baseline = WAVEFORMS.doubleField("baseline").get(waveforms, from);
        PlainPeakCharge plain =
                PlainPeakCharge.of(wave, baseline, peaks, FeaturesStream.CHARGE_RANGE.defaultValue(), NONE, false);
        assertEquals(
                WAVEFORMS.longField("time").get(waveforms, from),
                FEATURES.longField("time").get(features, index));
        assertEquals((float) plain.peak(), FEATURES.floatField("peak").get(features, index));
        float charge = FEATURES.floatField("charge").get(features, index);
        assertTrue(
                Math.abs((float) plain.charge() - charge) <= Math.ulp(charge), "charge=" + charge + ", plain=" + plain);
    }

    /// One record every 20 µs.
    private static Records random(int count, long seed) {
        Random random = new Random(seed);
        Records records = Records.allocate(WAVEFORMS, count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            WAVEFORMS.longField("time").set(records, i, 20_000L * i);
            WAVEFORMS.doubleField("baseline").set(records, i, 8000 + random.nextDouble());
            for (int k = 0; k < 800; k++) {
                WAVEFORMS.longField("wave").set(records, i, k, random.nextInt(16_384));
            }
        }
        return records;
    }
}
