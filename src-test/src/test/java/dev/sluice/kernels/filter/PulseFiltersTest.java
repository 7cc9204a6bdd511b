package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The formulas of `PoleZeroFilter` and `TrapezoidalFilter` against plain recursions, and what they make of pulses.
@KernelTest
class PulseFiltersTest {

    private static final float AMPLITUDE = -2_000;
    private static final int START = 60;
    private static final SampleRange BEFORE = new SampleRange(0, START);

    @ParameterizedTest
    @CsvSource({"5", "123.4", "5000", "1e9", "Infinity"})
    void poleZeroTurnsADecayIntoAStepOfItsHeight(double decay) {
        float[] filtered = Filtering.filter(PoleZeroFilter.of(decay).baselineRange(BEFORE), pulse(decay));
        for (int i = 0; i < filtered.length; i++) {
            assertEquals(i < START ? 0 : AMPLITUDE, filtered[i], 0.05, "sample=" + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 10, 50", "1, 0, 10", "7, 0, 1e4", "40, 31, 5000", "25, 15, Infinity"})
    void aPulseBecomesATrapezoidOfItsHeight(int rise, int flat, double decay) {
        TrapezoidalFilter filter =
                TrapezoidalFilter.rising(rise, decay).flatTop(flat).baselineRange(BEFORE);
        float[] filtered = Filtering.filter(filter, pulse(decay));
        for (int i = 0; i < filtered.length; i++) {
            int since = i - START + 1;
            int until = 2 * rise + flat - since;
            double height = Math.clamp(Math.min(since, until) / (double) rise, 0.0, 1.0);
            assertEquals(AMPLITUDE * height, filtered[i], 0.05, "sample=" + i);
        }
    }

    private static float[] pulse(double decay) {
        float[] wave = new float[250];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = 14_000 + (i < START ? 0 : (float) (AMPLITUDE * Math.exp(-(i - START) / decay)));
        }
        return wave;
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void poleZeroIsItsRecursion(SampleType type) {
        double left = Math.exp(-1 / 71.5);
        assertFiltered(type, true, PoleZeroFilter.of(71.5), wave -> {
            double[] filtered = new double[wave.length];
            for (int i = 0; i < wave.length; i++) {
                filtered[i] = i == 0 ? wave[0] : filtered[i - 1] + wave[i] - left * wave[i - 1];
            }
            return filtered;
        });
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void theTrapezoidIsTheRecursionOfJordanovAndKnoll(SampleType type) {
        int rise = 11;
        int far = rise + 6;
        double m = 1 / (Math.exp(1 / 200.0) - 1);
        assertFiltered(type, false, TrapezoidalFilter.rising(rise, 200).flatTop(6), wave -> {
            double[] filtered = new double[wave.length];
            double p = 0;
            double s = 0;
            for (int i = 0; i < wave.length; i++) {
                double d = wave[i] - at(wave, i - rise) - at(wave, i - far) + at(wave, i - rise - far);
                p += d;
                s += p + m * d;
                filtered[i] = s / (rise * (m + 1));
            }
            return filtered;
        });
    }

    private static double at(double[] wave, int index) {
        return index < 0 ? 0 : wave[index];
    }

    private static void assertFiltered(
            SampleType type, boolean baselineField, Filter filter, UnaryOperator<double[]> plain) {
        WaveformLayout some =
                WaveformLayout.of(type, 8 + 120 * type.bytes(), 8, 120).withValidLength(ScalarType.INT32, 4);
        WaveformLayout layout = baselineField ? some.withBaseline(ScalarType.FLOAT32, 0) : some;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, 10, 0, Fill.RANDOM, 9);
            MemorySegment results = arena.allocate(10L * 480);
            FilterKernel.of(layout, filter).build().compute(waveforms, 0, 10, results, 0);
            for (int record = 0; record < 10; record++) {
                long start = (long) record * layout.stride();
                double[] wave = Filtering.valid(waveforms, layout, start);
                double baseline = baselineField ? waveforms.get(Waveforms.FLOAT32, start) : mean(wave, 40);
                for (int i = 0; i < wave.length; i++) {
                    wave[i] -= baseline;
                }
                double[] expected = plain.apply(wave);
                for (int i = 0; i < 120; i++) {
                    double value = i < wave.length ? expected[i] : 0;
                    float actual = results.getAtIndex(Waveforms.FLOAT32, 120L * record + i);
                    assertEquals(value, actual, 1e-6 * Math.abs(value) + 0.02, "record=" + record + " sample=" + i);
                }
            }
        }
    }

    private static double mean(double[] wave, int most) {
        int count = Math.min(most, wave.length);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += wave[i];
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    @Test
    void withoutABaselineNoSampleIsKnown() {
        float[] unknown = {Float.NaN, Float.NaN, Float.NaN};
        for (SampleRange range : List.of(new SampleRange(9, 9), new SampleRange(3, 5), new SampleRange(0, 0))) {
            Filter step = PoleZeroFilter.of(Double.POSITIVE_INFINITY).baselineRange(range);
            assertArrayEquals(unknown, Filtering.filter(step, 5, 6, 7));
            Filter trapezoid = TrapezoidalFilter.rising(1, 10).flatTop(1).baselineRange(range);
            assertArrayEquals(unknown, Filtering.filter(trapezoid, 5, 6, 7));
        }
    }

    @Test
    void aSampleThatIsNotANumberSpoilsWhatComesAfterIt() {
        SampleRange first = new SampleRange(0, 1);
        float[] step = spoiled(PoleZeroFilter.of(10).baselineRange(first));
        assertEquals(1, step[1], 0.1);
        assertTrue(Float.isNaN(step[2]) && Float.isNaN(step[3]));
        float[] trapezoid = spoiled(TrapezoidalFilter.rising(1, 10).flatTop(0).baselineRange(first));
        assertEquals(1, trapezoid[1], 0.1);
        assertTrue(Float.isNaN(trapezoid[2]) && Float.isNaN(trapezoid[3]));
    }

    private static float[] spoiled(Filter filter) {
        return Filtering.filter(filter, 1, 2, Float.NaN, 3);
    }

    @Test
    void shapesThatCannotBeAreRefused() {
        assertRefused("decay=0.0", () -> PoleZeroFilter.of(0));
        assertRefused("decay=NaN", () -> PoleZeroFilter.of(Double.NaN));
        assertRefused("decay=-1.0", () -> TrapezoidalFilter.rising(1, -1).flatTop(1));
        assertRefused("rise=0", () -> TrapezoidalFilter.rising(0, 10).flatTop(1));
        assertRefused("flat=-1", () -> TrapezoidalFilter.rising(1, 10).flatTop(-1));
        assertRefused("baselineRange=null", () -> PoleZeroFilter.of(1).baselineRange(null));
    }

    private static void assertRefused(String part, Executable call) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
