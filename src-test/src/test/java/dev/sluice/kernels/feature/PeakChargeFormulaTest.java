package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.Twins;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.wave.ScalarSamples;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract's formulas, against a plain computation and by hand.
@KernelTest
class PeakChargeFormulaTest {

    private static final PeakChargeResults RESULTS = new PeakChargeResults(12, 0, 4, 8);

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void resultsEqualThePlainComputation(SampleType type) {
        WaveformLayout layout = WaveformLayout.of(type, 20 + 500 * type.bytes(), 20, 500)
                .withValidLength(ScalarType.INT32, 0)
                .withChannel(ScalarType.UINT16, 4);
        assertEqualsPlain(layout, Polarities.parse("1:positive,3:positive"));
        assertEqualsPlain(layout.withBaseline(ScalarType.FLOAT64, 8), Polarities.NEGATIVE);
    }

    private static void assertEqualsPlain(WaveformLayout layout, Polarities polarities) {
        int count = 40;
        long seed = 99;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 0, Fill.RANDOM, seed);
            MemorySegment results = arena.allocate(count * 12L);
            PeakChargeKernel.of(layout)
                    .polarities(polarities)
                    .results(RESULTS)
                    .build()
                    .compute(waveforms, 0, count, results, 0);
            for (int i = 0; i < count; i++) {
                long record = (long) i * layout.stride();
                Polarity polarity = polarities.of((long) PlainPeakCharge.number(waveforms, record, layout.channel()));
                assertEquals(
                        PlainPeakCharge.of(waveforms, record, layout, "40:90", "60:400", polarity),
                        result(results, i),
                        layout + " seed=" + seed + " record=" + i);
            }
        }
    }

    @Test
    void chargeIsExactForIntegerSamples() {
        WaveformLayout layout =
                WaveformLayout.of(SampleType.UINT16, 1_600_008, 8, 800_000).withBaseline(ScalarType.FLOAT64, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, 1, 0, Fill.GREATEST, 1);
            waveforms.set(Waveforms.FLOAT64, 0, 65_535.0);
            waveforms.set(Waveforms.INT16, 8 + 2 * 777_777, (short) 0xFFFE);
            MemorySegment results = arena.allocate(12);
            PeakChargeKernel.of(layout)
                    .chargeRange(SampleRange.from(0))
                    .results(RESULTS)
                    .build()
                    .compute(waveforms, 0, 1, results, 0);
            assertEquals(1.0f, result(results, 0).charge());
        }
    }

    @Test
    void floatSumsStayWithinTheBoundOfTheirOrder() {
        WaveformLayout layout = WaveformLayout.of(SampleType.FLOAT32, 4 * 5000, 0, 5000);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, 1, 0, Fill.RANDOM, 7);
            double[] wave = PlainPeakCharge.validSamples(waveforms, 0, layout);
            BigDecimal exact = PlainPeakCharge.exactDecimalSum(wave);
            double magnitude = 0;
            for (double sample : wave) {
                magnitude += Math.abs(sample);
            }
            double error = exact.subtract(new BigDecimal(ScalarSamples.sumFloat(waveforms.address(), 5000)))
                    .abs()
                    .doubleValue();
            assertTrue(error <= (5000 / 16 + 4) * 0x1p-53 * magnitude, "seed=7 error=" + error);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INT16", "UINT16"})
    void integerPeaksReachTheFullScale(SampleType type) {
        assertEquals(
                65_535.0f, oneRecord(type, Fill.ALTERNATING, "0:100", "0:0").peak());
    }

    @ParameterizedTest
    @CsvSource({"40:40, 60:60", "200:300, 100:", "7:7, 101:200"})
    void emptyWindowsGiveNaN(String peaks, String charges) {
        for (SampleType type : SampleType.values()) {
            PlainPeakCharge result = oneRecord(type, Fill.RANDOM, peaks, charges);
            assertEquals(0x7FC0_0000, Float.floatToRawIntBits(result.peak()), type + " peak");
            assertEquals(0x7FC0_0000, Float.floatToRawIntBits(result.charge()), type + " charge");
        }
    }

    @ParameterizedTest
    @CsvSource({"40:40, 60:60", "200:300, 100:", "7:7, 101:200"})
    void anOptionKeepsTheZerosOfTheOriginal(String peaks, String charges) {
        for (SampleType type : SampleType.values()) {
            WaveformLayout layout = WaveformLayout.of(type, 100 * type.bytes(), 0, 100);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment results = arena.allocate(8);
                results.fill((byte) 1);
                PeakChargeKernel.of(layout)
                        .peakRange(SampleRange.parse(peaks))
                        .chargeRange(SampleRange.parse(charges))
                        .baselineRange(new SampleRange(100, 140))
                        .emptyWindow(EmptyWindow.ZERO)
                        .build()
                        .compute(Waveforms.allocate(arena, layout, 1, 0, Fill.RANDOM, 7), 0, 1, results, 0);
                assertEquals(0, results.get(ValueLayout.JAVA_LONG, 0), type.toString());
            }
        }
    }

    @Test
    void oneNotANumberMakesThePeakTheCanonicalOne() {
        WaveformLayout layout = WaveformLayout.of(SampleType.FLOAT32, 400, 0, 100);
        try (Arena arena = Arena.ofConfined()) {
            for (int bits : new int[] {0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0xFFFF_FFFF}) {
                for (int sample = 0; sample < 100; sample += 11) {
                    MemorySegment waveforms = Waveforms.allocate(arena, layout, 1, 0, Fill.RANDOM, sample);
                    waveforms.set(Waveforms.INT32, 4L * sample, bits);
                    int peak = Float.floatToRawIntBits(
                            compute(layout, waveforms, "0:", "0:").peak());
                    assertEquals(0x7FC0_0000, peak, "sample=" + sample + " bits=" + Integer.toHexString(bits));
                }
            }
        }
    }

    @Test
    void samplesBeyondTheValidLengthAreNotData() {
        WaveformLayout layout =
                WaveformLayout.of(SampleType.INT16, 210, 10, 100).withValidLength(ScalarType.INT16, 0);
        try (Arena arena = Arena.ofConfined()) {
            for (int valid = 0; valid <= 100; valid++) {
                MemorySegment waveforms = arena.allocate(210);
                waveforms.set(Waveforms.INT16, 0, (short) valid);
                for (int sample = 0; sample < 100; sample++) {
                    waveforms.set(Waveforms.INT16, 10 + 2L * sample, (short) (sample < valid ? 3 : 30_000));
                }
                PlainPeakCharge result = compute(layout, waveforms, "0:", "0:");
                float zero = valid == 0 ? Float.NaN : 0;
                assertEquals(new PlainPeakCharge(zero, zero, valid == 0 ? Float.NaN : 3), result, "valid=" + valid);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-7, 0", "0, 0", "12, 12", "100, 100", "32767, 100"})
    void validLengthIsClampedToTheSamplesThereAre(short stored, int valid) {
        WaveformLayout layout =
                WaveformLayout.of(SampleType.INT16, 210, 10, 100).withValidLength(ScalarType.INT16, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = arena.allocate(210);
            waveforms.set(Waveforms.INT16, 0, stored);
            for (int sample = 0; sample < 100; sample++) {
                waveforms.set(Waveforms.INT16, 10 + 2L * sample, (short) sample);
            }
            assertEquals(
                    valid == 0 ? Float.NaN : valid - 1,
                    compute(layout, waveforms, "0:", "0:").peak());
        }
    }

    private static PlainPeakCharge oneRecord(SampleType type, Fill fill, String peaks, String charges) {
        WaveformLayout layout = WaveformLayout.of(type, 100 * type.bytes(), 0, 100);
        try (Arena arena = Arena.ofConfined()) {
            return compute(layout, Waveforms.allocate(arena, layout, 1, 0, fill, 3), peaks, charges);
        }
    }

    private static PlainPeakCharge compute(
            WaveformLayout layout, MemorySegment waveforms, String peaks, String charges) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment results = arena.allocate(12);
            Twins.builder(layout, peaks, charges).results(RESULTS).build().compute(waveforms, 0, 1, results, 0);
            return result(results, 0);
        }
    }

    private static PlainPeakCharge result(MemorySegment results, int index) {
        return new PlainPeakCharge(
                results.getAtIndex(ValueLayout.JAVA_FLOAT, 3L * index),
                results.getAtIndex(ValueLayout.JAVA_FLOAT, 3L * index + 1),
                results.getAtIndex(ValueLayout.JAVA_FLOAT, 3L * index + 2));
    }
}
