package dev.sluice.analysis.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.filter.FragmentFir;
import dev.sluice.analysis.filter.PoleZero;
import dev.sluice.analysis.filter.Trapezoidal;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// N5: where a window lies beyond a record its values are NaN, never 0, and one note per run counts such records.
@Timeout(60)
final class MissingWindowsTest {
    private static final int SAMPLES = 200;
    private static final int PULSE_HEIGHT = 400;
    private static final int BASELINE = 3000;

    /// The lengths of the records; those below 100 have no sample of the window of the baseline.
    private static final int[] LENGTHS = {200, 90, 200, 100, 150, 0};

    private static final String NO_BASELINE = "no sample of baseline_range=100:140 in 3 records: ";
    private static final String REMEDY =
            "; set baseline_range to samples that the records have; inspect INPUT shows where pulses are";

    private record Outcome(Records records, List<String> notes) {
        float value(String field, int record) {
            return records.type().floatField(field).get(records, record);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<i2", "<u2", "<f4"})
    void aBaselineWindowBehindAShortRecordGivesNaNAndOneNote(String samples) {
        Outcome features = run(new Features(), waveforms(samples, 1), Map.of("charge_range", "50:80"), 2);
        // 10 samples of a pulse 400 high; the mean of the window after it is exact.
        float[] charges = {4000, Float.NaN, 4000, Float.NaN, 4000, Float.NaN};
        for (int i = 0; i < LENGTHS.length; i++) {
            assertEquals(charges[i], features.value("charge", i), "record=" + i);
            assertEquals(Float.isNaN(charges[i]) ? Float.NaN : BASELINE, features.value("baseline", i));
            // A peak needs no baseline.
            assertEquals(LENGTHS[i] == 0 ? Float.NaN : PULSE_HEIGHT, features.value("peak", i), "record=" + i);
        }
        assertEquals(
                List.of(
                        "features: " + NO_BASELINE + "baseline and charge are NaN there" + REMEDY,
                        "features: no sample of charge_range=50:80 in 1 record: charge is NaN there"
                                + REMEDY.replace("baseline_range", "charge_range"),
                        "features: no sample of peak_range=40:90 in 1 record: peak is NaN there"
                                + REMEDY.replace("baseline_range", "peak_range")),
                features.notes);
    }

    @ParameterizedTest
    @CsvSource({"<i2, 1", "<u2, -1", "<f4, 1", "<f4, -1"})
    void aRecordWithoutABaselineHasNoHitsAndIsCounted(String samples, int sign) {
        Map<String, String> options =
                Map.of("threshold", "50", "polarity", sign < 0 ? "positive" : "negative", "empty_window", "nan");
        Outcome hits = run(new ThresholdHitFinder(), waveforms(samples, sign), options, 1);
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < hits.records.count(); i++) {
            assertEquals(PULSE_HEIGHT, hits.value("height", i));
            found.add(hits.records.type().longField("time").get(hits.records, i));
        }
        assertEquals(List.of(0L, 2000L, 4000L), found);
        assertEquals(List.of("hit_threshold: " + NO_BASELINE + "no hit is found there" + REMEDY), hits.notes);
    }

    @Test
    void everyFilterAndFeatureThatNeedsABaselineSaysSo() {
        Records waveforms = waveforms("<i2", 1);
        RecordType type = waveforms.type();
        List<StreamingPlugin> plugins =
                List.of(new BasicFeatures(), new PulseShapes(), new PoleZero(type), new Trapezoidal(type));
        for (StreamingPlugin plugin : plugins) {
            Outcome outcome = run(plugin, waveforms, Map.of(), 2);
            String name = plugin.spec().provides();
            assertTrue(
                    outcome.notes.stream().anyMatch(note -> note.startsWith(name + ": " + NO_BASELINE)),
                    name + outcome.notes);
            for (int i = 0; i < LENGTHS.length; i++) {
                assertEquals(LENGTHS[i] <= 100, knowsNothing(outcome, i), name + " record=" + i);
            }
        }
    }

    /// Whether whatever needs a baseline is NaN.
    private static boolean knowsNothing(Outcome outcome, int record) {
        for (Field field : outcome.records.type().fields()) {
            boolean needed =
                    field.type().isFloat() && !List.of("amp", "max_abs_diff").contains(field.name());
            int elements = field.isScalar() ? 1 : LENGTHS[record];
            for (int k = 0; needed && k < elements; k++) {
                double value = outcome.records.type().doubleField(field.name()).get(outcome.records, record, k);
                if (!Double.isNaN(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void theZerosOfTheOriginalAreAnOptionAndAreCountedToo() {
        Map<String, String> zero = Map.of("empty_window", "zero", "charge_range", "50:80");
        Outcome features = run(new Features(), waveforms("<i2", 1), zero, 2);
        assertEquals(0, features.value("baseline", 1));
        assertEquals(0, features.value("peak", 5));
        // 30 samples of a baseline that counts as 0, less the 10 samples of the pulse.
        assertEquals(-(30 * BASELINE - 10 * PULSE_HEIGHT), features.value("charge", 1));
        assertTrue(features.notes.get(0).contains("baseline is 0 there"), features.notes.toString());
    }

    @Test
    void aBaselineFieldThatIsNaNIsCounted() {
        RecordType type =
                RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "baseline:<f4", "wave:<i2[100]");
        Records waveforms = Records.allocate(type, 4, Arena.ofAuto());
        for (int i = 0; i < 4; i++) {
            type.longField("time").set(waveforms, i, 1000L * i);
            type.longField("length").set(waveforms, i, 100);
            type.longField("dt").set(waveforms, i, 1);
            type.floatField("baseline").set(waveforms, i, i == 2 ? Float.NaN : 10);
        }
        Outcome features = run(new Features(), waveforms, Map.of(), 1);
        assertEquals(Float.NaN, features.value("charge", 2));
        assertEquals(
                List.of("features: the baseline of 1 record is NaN: baseline and charge are NaN there"),
                features.notes);
        Outcome hits = run(new ThresholdHitFinder(), waveforms, Map.of("threshold", "5"), 1);
        assertEquals(3, hits.records.count());
        assertEquals(List.of("hit_threshold: the baseline of 1 record is NaN: no hit is found there"), hits.notes);
    }

    @Test
    void measuredBaselinesCountTooAndWholeRecordsAreSilent() {
        Outcome none = run(new Baselines(), waveforms("<i2", 1), Map.of("baseline_window", "100:140"), 1);
        assertEquals(Float.NaN, none.value("baseline", 1));
        assertEquals(Float.NaN, none.value("baseline_rms", 5));
        assertTrue(none.notes.get(0).startsWith("baseline: no baseline for 3 records: "), none.notes.toString());
        Records whole = waveforms("<i2", 1).slice(0, 1);
        assertEquals(List.of(), run(new Features(), whole, Map.of(), 1).notes);
        assertEquals(List.of(), run(new PulseShapes(), whole, Map.of(), 1).notes);
    }

    /// T5: a waveform that is part of a pulse is distinguished from a whole one.
    @Test
    void whatTakesEachFragmentByItselfSaysSo() {
        RecordType type = RecordType.of(
                "time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "pulse_length:<i4", "record_i:<i2", "data:<i2[150]");
        Records fragments = Records.allocate(type, 5, Arena.ofAuto());
        for (int i = 0; i < 5; i++) {
            type.longField("time").set(fragments, i, 150L * i);
            type.longField("length").set(fragments, i, 150);
            type.longField("dt").set(fragments, i, 1);
            type.longField("pulse_length").set(fragments, i, i < 3 ? 450 : 150);
            type.longField("record_i").set(fragments, i, i < 3 ? i : 0);
        }
        String parts = "in 2 records a pulse goes on from the record before, but each is taken by itself; ";
        for (StreamingPlugin filter : Filters.of(Waveforms.DATA_TYPE, type)) {
            String note = filter.spec().provides() + ": " + parts + "fragment_fir filters across fragments";
            assertEquals(List.of(note), run(filter, fragments, Map.of(), 1).notes);
        }
        for (StreamingPlugin plugin : List.of(new Features(), new PulseShapes(), new ThresholdHitFinder())) {
            List<String> notes = run(plugin, fragments, Map.of("charge_range", "50:80"), 2).notes;
            assertTrue(notes.get(0).contains(parts + "records, hits and peaks"), notes.toString());
        }
        StreamingPlugin linking = new FragmentFir(Waveforms.DATA_TYPE, type);
        assertEquals(List.of(), run(linking, fragments, Map.of(), 5).notes);
    }

    private static Outcome run(
            StreamingPlugin plugin, Records waveforms, Map<String, String> options, int chunkRecords) {
        try (Context context = Context.create().register(new RecordSource(Waveforms.DATA_TYPE, waveforms), plugin)) {
            if (plugin.spec().options().stream()
                    .anyMatch(option -> option.name().equals("baseline_range"))) {
                context.set("baseline_range", "100:140");
            }
            options.forEach((option, value) -> {
                if (plugin.spec().options().stream()
                        .anyMatch(known -> known.name().equals(option))) {
                    context.set(option, value);
                }
            });
            Records results = Records.allocate(plugin.spec().type(), 100, Arena.ofAuto());
            long next = 0;
            try (ChunkStream stream = context.streaming("run_5")
                    .workers(2)
                    .chunkRecords(chunkRecords)
                    .getStream(plugin.spec().provides())) {
                for (Chunk chunk : stream) {
                    results.copyFrom(next, chunk.records(), 0, chunk.length());
                    next += chunk.length();
                }
                return new Outcome(results.slice(0, next), stream.summary().notes());
            }
        }
    }

    /// A pulse of 10 samples at 60 in every record, going down, or up for a sign of -1.
    private static Records waveforms(String samples, int sign) {
        RecordType type = RecordType.of(
                "time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:" + samples + "[" + SAMPLES + "]");
        Records records = Records.allocate(type, LENGTHS.length, Arena.ofAuto());
        for (int i = 0; i < LENGTHS.length; i++) {
            type.longField("time").set(records, i, 1000L * i);
            type.longField("length").set(records, i, LENGTHS[i]);
            type.longField("dt").set(records, i, 2);
            for (int k = 0; k < LENGTHS[i]; k++) {
                int signal = k >= 60 && k < 70 ? PULSE_HEIGHT : 0;
                type.doubleField("wave").set(records, i, k, BASELINE - sign * signal);
            }
        }
        return records;
    }
}
