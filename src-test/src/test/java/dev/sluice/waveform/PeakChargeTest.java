package dev.sluice.waveform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.record.DoubleField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeakChargeTest {
    private static final RecordType RESULTS = RecordType.of("charge:<f4", "pad:|u1", "peak:<f4", "baseline:<f4");
    private static final SampleRange PEAK = new SampleRange(5, 40);
    private static final SampleRange CHARGE = new SampleRange(10, SampleRange.OPEN);
    private static final SampleRange BASELINE = new SampleRange(0, 8);

    @ParameterizedTest
    @CsvSource({"<i2, 1", "<i2, 2", "<u2, 3", "<u2, 4", "<f4, 5", "<f4, 6"})
    void resultsAreThoseOfPlainLoops(String sampleType, long seed) {
        RecordType type = RecordType.of("pad:|u1", "channel:<i2", "length:<i4", "wave:" + sampleType + "[61]");
        Records waveforms = random(type, 57, seed);
        Records results = Records.allocate(RESULTS, 57, Arena.ofAuto());
        PeakCharge.between(type, RESULTS)
                .ranges(PEAK, CHARGE)
                .baselineRange(BASELINE)
                .polarities(Polarities.parse("1:positive"))
                .apply(waveforms, results);
        for (int i = 0; i < 57; i++) {
            boolean positive = type.longField("channel").get(waveforms, i) == 1;
            PlainPeakCharge plain =
                    PlainPeakCharge.of(valid(waveforms, i), Double.NaN, PEAK, CHARGE, BASELINE, positive);
            String at = "seed=" + seed + ", record=" + i;
            assertEquals((float) plain.peak(), RESULTS.floatField("peak").get(results, i), at);
            double rounding = sampleType.equals("<f4") ? 1e-12 * plain.scale() : 0;
            assertEquals(
                    (float) plain.charge(),
                    RESULTS.floatField("charge").get(results, i),
                    (float) (rounding + (rounding > 0 ? 1e-7 * Math.abs(plain.charge()) : 0)),
                    at);
            assertEquals(
                    (float) plain.baseline(),
                    RESULTS.floatField("baseline").get(results, i),
                    sampleType.equals("<f4") ? 1e-2f : 0,
                    at);
        }
    }

    @Test
    void chargeIsExactForIntegerSamples() {
        RecordType type = RecordType.of("baseline:<f8", "wave:<i2[340]");
        Records waveforms = Records.allocate(type, 1, Arena.ofAuto());
        type.doubleField("baseline").set(waveforms, 0, 1000.1);
        long sum = 0;
        for (int i = 0; i < 340; i++) {
            type.longField("wave").set(waveforms, 0, i, i % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE + i);
            sum += i % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE + i;
        }
        Records results = Records.allocate(RESULTS, 1, Arena.ofAuto());
        PeakCharge.of(waveforms)
                .ranges(new SampleRange(0, 340), new SampleRange(0, 340))
                .into(results);
        assertEquals((float) (340 * 1000.1 - sum), RESULTS.floatField("charge").get(results, 0));
    }

    @Test
    void theSamplesOfAStraxRecordAreCutToItsLength() {
        RecordType type = RecordType.of(
                "time:<i8",
                "length:<i4",
                "dt:<i2",
                "channel:<i2",
                "pulse_length:<i4",
                "record_i:<i2",
                "baseline:<i2",
                "data:<i2[110]");
        Records records = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("length").set(records, 0, 12);
        type.longField("baseline").set(records, 0, 100);
        for (int i = 0; i < 110; i++) {
            type.longField("data").set(records, 0, i, i < 12 ? 90 + i : -5000);
        }
        Records results = Records.allocate(RESULTS, 1, Arena.ofAuto());
        PeakCharge.of(records)
                .ranges(new SampleRange(10, 110), new SampleRange(9, 110))
                .into(results);
        assertEquals(1, RESULTS.floatField("peak").get(results, 0));
        assertEquals(1 + 0 - 1, RESULTS.floatField("charge").get(results, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOneLineFormEqualsTheBoundForm(long seed) {
        RecordType type = RecordType.of("channel:<i2", "length:<i4", "wave:<i2[61]");
        Records waveforms = random(type, 20, seed);
        Records bound = Records.allocate(RESULTS, 20, Arena.ofAuto());
        Records oneLine = Records.allocate(RESULTS, 20, Arena.ofAuto());
        for (Polarities polarities : new Polarities[] {Polarities.NEGATIVE, Polarities.parse("positive")}) {
            PeakCharge.between(type, RESULTS)
                    .ranges(PEAK, CHARGE)
                    .baselineRange(BASELINE)
                    .polarities(polarities)
                    .apply(waveforms, bound);
            PeakCharge.of(waveforms)
                    .polarities(polarities)
                    .baselineRange(BASELINE)
                    .ranges(PEAK, CHARGE)
                    .into(oneLine);
            assertEquals(-1, bound.segment().mismatch(oneLine.segment()), "seed=" + seed);
        }
    }

    @Test
    void bothFormsStartFromTheDefaultsOfTheGuide() {
        RecordType type = RecordType.of("wave:<i2[500]");
        Records waveforms = random(type, 5, 9);
        Records results = Records.allocate(RESULTS, 5, Arena.ofAuto());
        PeakCharge.of(waveforms).into(results);
        PlainPeakCharge plain = PlainPeakCharge.of(
                valid(waveforms, 4),
                Double.NaN,
                new SampleRange(40, 90),
                new SampleRange(60, 400),
                new SampleRange(0, 40),
                false);
        assertEquals((float) plain.peak(), RESULTS.floatField("peak").get(results, 4));
        assertEquals((float) plain.charge(), RESULTS.floatField("charge").get(results, 4));
    }

    @Test
    void everySettingGivesAnotherBindingAndLeavesTheFirstAlone() {
        RecordType type = RecordType.of("wave:<i2[500]");
        Records waveforms = random(type, 5, 9);
        Records before = Records.allocate(RESULTS, 5, Arena.ofAuto());
        Records after = Records.allocate(RESULTS, 5, Arena.ofAuto());
        PeakCharge binding = PeakCharge.between(type, RESULTS);
        binding.apply(waveforms, before);
        binding.ranges(PEAK, PEAK).baselineRange(CHARGE).polarities(Polarities.parse("positive"));
        binding.apply(waveforms, after);
        assertEquals(-1, before.segment().mismatch(after.segment()));
    }

    @Test
    void fieldsThatAreNotResultsAreLeftAlone() {
        RecordType type = RecordType.of("wave:<i2[500]");
        Records results = Records.allocate(RESULTS, 2, Arena.ofAuto());
        results.fill((byte) 0x5A);
        PeakCharge.of(random(type, 2, 9)).into(results);
        assertEquals(0x5A, RESULTS.longField("pad").get(results, 1));
    }

    @Test
    void noWaveformsGiveNoResults() {
        RecordType type = RecordType.of("wave:<i2[500]");
        PeakCharge.of(Records.allocate(type, 0, Arena.ofAuto())).into(Records.allocate(RESULTS, 0, Arena.ofAuto()));
    }

    @Test
    void countsThatDifferAreRefusedWithBoth() {
        RecordType type = RecordType.of("wave:<i2[500]");
        Records results = Records.allocate(RESULTS, 2, Arena.ofAuto());
        assertRefused(() -> PeakCharge.of(random(type, 3, 9)).into(results), "waveforms=3, results=2");
    }

    @Test
    void recordsOfAnotherTypeThanTheBindingAreRefused() {
        RecordType type = RecordType.of("wave:<i2[500]");
        RecordType other = RecordType.of("wave:<i2[501]");
        PeakCharge binding = PeakCharge.between(type, RESULTS);
        Records results = Records.allocate(RESULTS, 1, Arena.ofAuto());
        Records wrong = random(other, 1, 1);
        assertRefused(() -> binding.apply(wrong, results), "the waveforms are of another type");
        assertRefused(() -> binding.apply(random(type, 1, 1), wrong), "the results are of another type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"peak", "charge", "baseline"})
    void resultFieldsThatAreNotFloat32AreRefusedByName(String field) {
        RecordType results =
                RecordType.of(field + ":<f8", (field.equals("peak") ? "charge" : "peak") + ":<f4", "other:<f4");
        RecordType complete =
                field.equals("baseline") ? RecordType.of("peak:<f4", "charge:<f4", "baseline:<f8") : results;
        assertRefused(() -> PeakCharge.between(RecordType.of("wave:<i2[4]"), complete), "'" + field + "'");
    }

    @Test
    void oneLineCallsWithAlternatingSettingsDoNotRebuildTheKernel() {
        RecordType type = RecordType.of("wave:<i2[503]");
        PeakChargeSettings[] settings = new PeakChargeSettings[4];
        PeakCharge[] first = new PeakCharge[4];
        for (int i = 0; i < 4; i++) {
            settings[i] = PeakChargeSettings.DEFAULT.ranges(new SampleRange(i, 90), CHARGE);
            first[i] = PeakCharge.recall(type, RESULTS, settings[i]);
        }
        for (int call = 0; call < 20; call++) {
            RecordType same = RecordType.of("wave:<i2[503]");
            PeakCharge again = PeakCharge.recall(same, RESULTS, settings[call % 4]);
            assertSame(first[call % 4].kernel(), again.kernel(), "call=" + call);
        }
    }

    @Test
    void aFifthBindingTakesThePlaceOfTheOldest() {
        RecordType type = RecordType.of("wave:<i2[504]");
        PeakCharge oldest = PeakCharge.recall(type, RESULTS, PeakChargeSettings.DEFAULT);
        PeakCharge second = recallFrom(type, 1);
        for (int from = 2; from < 5; from++) {
            recallFrom(type, from);
        }
        assertSame(second.kernel(), recallFrom(type, 1).kernel());
        assertNotSame(
                oldest.kernel(),
                PeakCharge.recall(type, RESULTS, PeakChargeSettings.DEFAULT).kernel());
    }

    private static PeakCharge recallFrom(RecordType type, int from) {
        return PeakCharge.recall(type, RESULTS, PeakChargeSettings.DEFAULT.ranges(new SampleRange(from, 90), CHARGE));
    }

    @Test
    void polaritiesThatDifferNeedAChannel() {
        PeakCharge binding = PeakCharge.between(RecordType.of("wave:<i2[4]"), RESULTS);
        assertRefused(() -> binding.polarities(Polarities.parse("0:positive")), "channel");
    }

    private static void assertRefused(Runnable action, String message) {
        String sentence =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(sentence.contains(message), sentence);
    }

    private static Records random(RecordType type, int count, long seed) {
        Random random = new Random(seed);
        Records records = Records.allocate(type, count, Arena.ofAuto());
        DoubleField wave = type.doubleField("wave");
        boolean real = type.field("wave").type().isFloat();
        int samples = type.field("wave").elements();
        for (int i = 0; i < count; i++) {
            if (type.has("channel")) {
                type.longField("channel").set(records, i, random.nextInt(3));
            }
            if (type.has("length")) {
                type.longField("length").set(records, i, random.nextInt(samples + 3));
            }
            for (int k = 0; k < samples; k++) {
                wave.set(records, i, k, real ? (float) (random.nextGaussian() * 1000) : random.nextInt(1 << 15));
            }
        }
        return records;
    }

    private static double[] valid(Records records, int index) {
        RecordType type = records.type();
        int samples = type.field("wave").elements();
        int length = type.has("length")
                ? (int) Math.min(samples, type.longField("length").get(records, index))
                : samples;
        double[] wave = new double[length];
        for (int k = 0; k < length; k++) {
            wave[k] = type.doubleField("wave").get(records, index, k);
        }
        return wave;
    }
}
