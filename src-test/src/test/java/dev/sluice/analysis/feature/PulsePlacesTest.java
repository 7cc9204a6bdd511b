package dev.sluice.analysis.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.PulseSurvey;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// N5, C20: a run says once where the pulses are that its ranges miss, and a survey finds them.
@Timeout(60)
final class PulsePlacesTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<i2[1000]");
    private static final long SEED = 20;

    @ParameterizedTest
    @CsvSource({"1, -1", "2, 1", "100, -1", "1000, 1"})
    void rangesThatMissThePulsesAreToldOnce(int chunkRecords, int sign) {
        List<String> notes = notes(new Features(), waveforms(600, sign), Map.of(), Math.max(40, chunkRecords));
        assertEquals(1, notes.size(), notes.toString());
        String note = notes.get(0);
        assertTrue(note.startsWith("features: pulses lie at samples 600:"), note);
        assertTrue(note.contains("peak_range=40:90 and charge_range=60:400 miss; set peak_range=5"), note);
        List<String> shapes = notes(new PulseShapes(), waveforms(600, sign), Map.of("shape_peak_range", "0:500"), 100);
        assertTrue(shapes.get(0).contains("shape_peak_range=0:500 misses"), shapes.toString());
    }

    @Test
    void whatTheNoteSaysToSetSilencesIt() {
        Map<String, String> found = Map.of("peak_range", "590:650", "charge_range", "590:650");
        assertEquals(List.of(), notes(new Features(), waveforms(600, 1), found, 50));
        assertEquals(List.of(), notes(new Features(), waveforms(70, -1), Map.of(), 50));
    }

    @Test
    void noiseHasNoPulses() {
        assertEquals(List.of(), notes(new Features(), waveforms(-1, 1), Map.of(), 50));
        PulseSurvey survey = survey(waveforms(-1, 1));
        assertEquals(0, survey.pulses());
        assertEquals(Optional.empty(), survey.samples());
        assertTrue(Double.isNaN(survey.meanHeight()));
    }

    @ParameterizedTest
    @CsvSource({"600, -1, 0:", "600, 1, 0:", "5, 1, 960:1000", "30, -1, 0:"})
    void aSurveyTellsPlacePolarityAndABaselineApartFromThePulses(int at, int sign, String baseline) {
        PulseSurvey survey = survey(waveforms(at, sign));
        assertEquals(100, survey.pulses());
        assertEquals(sign > 0, survey.isPositive());
        SampleRange pulses = survey.samples().orElseThrow();
        assertTrue(Math.abs(pulses.from() - at) <= 1 && Math.abs(pulses.to() - at - 20) <= 1, pulses.toString());
        SampleRange free = survey.baselineRange().orElseThrow();
        assertTrue(free.toString().startsWith(baseline), free.toString());
        assertFalse(free.from() < pulses.to() && pulses.from() < free.to(), free + " " + pulses);
        assertEquals(100, survey.peaksIn(survey.pulseRange().orElseThrow()));
        assertEquals(300, survey.meanHeight(), 10);
        assertEquals(2, survey.meanNoise(), 0.7);
    }

    @Test
    void recordsWithoutSamplesAreLeftOut() {
        Records records = Records.allocate(TYPE, 3, Arena.ofAuto());
        PulseSurvey survey = survey(records);
        assertEquals(0, survey.records());
        assertEquals(0, survey.mean(10)[3]);
    }

    private static PulseSurvey survey(Records waveforms) {
        PulseSurvey survey = new PulseSurvey(waveforms.type(), 200);
        for (long i = 0; i < waveforms.count(); i++) {
            survey.add(waveforms, i);
        }
        return survey;
    }

    private static List<String> notes(
            StreamingPlugin plugin, Records waveforms, Map<String, String> options, int chunkRecords) {
        try (Context context = Context.create().register(new RecordSource(Waveforms.DATA_TYPE, waveforms), plugin)) {
            options.forEach(context::set);
            try (ChunkStream stream = context.streaming("run_1")
                    .workers(2)
                    .chunkRecords(chunkRecords)
                    .getStream(plugin.spec().provides())) {
                for (Chunk chunk : stream) {
                    assertTrue(chunk.length() >= 0);
                }
                return stream.summary().notes();
            }
        }
    }

    /// A rectangle of 20 samples, 300 high, on noise of 2 counts; none for a place below 0.
    private static Records waveforms(int at, int sign) {
        Random random = new Random(SEED);
        Records records = Records.allocate(TYPE, 100, Arena.ofAuto());
        for (int i = 0; i < 100; i++) {
            TYPE.longField("time").set(records, i, 10_000L * i);
            TYPE.longField("length").set(records, i, 1000);
            TYPE.longField("dt").set(records, i, 1);
            for (int k = 0; k < 1000; k++) {
                int signal = at >= 0 && k >= at && k < at + 20 ? 300 * sign : 0;
                TYPE.longField("wave").set(records, i, k, Math.round(3000 + signal + 2 * random.nextGaussian()));
            }
        }
        return records;
    }
}
