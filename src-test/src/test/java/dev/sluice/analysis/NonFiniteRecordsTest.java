package dev.sluice.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.feature.BasicFeatures;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.PulseSurvey;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// N5: samples that are NaN or infinite make values that are so too, and one note per run counts them and names the
/// first.
@Timeout(60)
final class NonFiniteRecordsTest {
    private static final int COUNT = 40;
    private static final int SAMPLES = 500;
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<f4[" + SAMPLES + "]");

    /// Sample 20 is in every default range of baselines, sample 70 in those of peak and charge, neither in the other.
    @ParameterizedTest
    @CsvSource({"20, NaN, 1", "70, NaN, 7", "70, Infinity, 40", "20, -Infinity, 3"})
    void everyPluginOfWaveformsSaysWhichSamplesAreNone(int sample, float value, int chunkRecords) {
        Records waveforms = waveforms(TYPE);
        for (int record : List.of(31, 9, 12)) {
            TYPE.floatField("wave").set(waveforms, record, sample, value);
        }
        List<StreamingPlugin> plugins = new ArrayList<>(Filters.of(Waveforms.DATA_TYPE, TYPE));
        plugins.addAll(List.of(
                new Features(), new BasicFeatures(), new PulseShapes(), new ThresholdHitFinder(), new Baselines()));
        for (StreamingPlugin plugin : plugins) {
            String name = plugin.spec().provides();
            List<String> notes = notes(plugin, waveforms, chunkRecords);
            if (sample == 70 && plugin instanceof Baselines) {
                assertEquals(List.of(), notes);
                continue;
            }
            assertEquals(1, notes.size(), name + notes);
            String expected =
                    name + ": in 3 records a sample or the baseline is NaN or infinite, the first at time=9007: ";
            assertTrue(notes.get(0).startsWith(expected), notes.get(0));
        }
    }

    @Test
    void whatLiesAfterTheValidSamplesDoesNotCount() {
        Records waveforms = waveforms(TYPE);
        TYPE.longField("length").set(waveforms, 3, 420);
        TYPE.floatField("wave").set(waveforms, 3, 420, Float.NaN);
        for (StreamingPlugin plugin : List.of(new Features(), new BasicFeatures(), new ThresholdHitFinder())) {
            assertEquals(List.of(), notes(plugin, waveforms, 10));
        }
        TYPE.floatField("wave").set(waveforms, 3, 419, Float.NaN);
        assertEquals(1, notes(new BasicFeatures(), waveforms, 10).size());
        // The ranges of the features do not reach that sample.
        assertEquals(List.of(), notes(new Features(), waveforms, 10));
    }

    @Test
    void anInfiniteBaselineIsNamedToo() {
        RecordType type = RecordType.of(
                "time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "baseline:<f8", "wave:<i2[" + SAMPLES + "]");
        Records waveforms = waveforms(type);
        assertEquals(List.of(), notes(new Features(), waveforms, 10));
        type.doubleField("baseline").set(waveforms, 5, Double.POSITIVE_INFINITY);
        List<String> notes = notes(new Features(), waveforms, 10);
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(notes.get(0).startsWith("features: in 1 record a sample or the baseline is"), notes.get(0));
        assertTrue(notes.get(0).contains("the first at time=5007: "), notes.get(0));
    }

    /// A survey that stops at the first NaN finds no pulse, and then no note says that the ranges miss them.
    @Test
    void aSurveyFindsThePulsesBesideSamplesThatAreNone() {
        Records waveforms = waveforms(TYPE);
        for (int i = 0; i < COUNT; i++) {
            TYPE.floatField("wave").set(waveforms, i, 0, i % 2 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY);
        }
        PulseSurvey survey = new PulseSurvey(TYPE, COUNT);
        for (int i = 0; i < COUNT; i++) {
            survey.add(waveforms, i);
        }
        assertEquals(COUNT, survey.pulses());
        assertFalse(survey.isPositive());
        assertEquals(200, survey.meanHeight(), 1);
        assertEquals("70:80", survey.samples().orElseThrow().toString());
        for (double mean : survey.mean(50)) {
            assertTrue(Double.isFinite(mean), "mean=" + mean);
        }
    }

    private static List<String> notes(StreamingPlugin plugin, Records waveforms, int chunkRecords) {
        try (Context context = Context.create().register(new RecordSource(Waveforms.DATA_TYPE, waveforms), plugin);
                ChunkStream stream = context.streaming("run_1")
                        .workers(2)
                        .chunkRecords(chunkRecords)
                        .getStream(plugin.spec().provides())) {
            long records = 0;
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
            assertTrue(records > 0);
            return stream.summary().notes();
        }
    }

    /// A rectangle of 10 samples at 70, 200 low, in every record.
    private static Records waveforms(RecordType type) {
        Records records = Records.allocate(type, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            type.longField("time").set(records, i, 1000L * i + 7);
            type.longField("length").set(records, i, SAMPLES);
            type.longField("dt").set(records, i, 2);
            for (int k = 0; k < SAMPLES; k++) {
                type.doubleField("wave").set(records, i, k, k >= 70 && k < 80 ? 800 : 1000);
            }
        }
        return records;
    }
}
