package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The formula of `FirFilter` against a plain loop.
@KernelTest
class FirFilterTest {

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void filteredSamplesAreThoseOfAPlainConvolution(SampleType type) {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            double[] taps = random.doubles(random.nextInt(1, 24), -2, 2).toArray();
            int origin = random.nextInt(taps.length);
            FilterEdges edges = FilterEdges.values()[seed % 3];
            WaveformLayout layout = Filtering.layout(type, random.nextInt(1, 150));
            FilterKernel kernel = FilterKernel.of(
                            layout, FirFilter.of(taps).origin(origin).edges(edges))
                    .build();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment waveforms = Waveforms.allocate(arena, layout, 4, 0, Fill.RANDOM, seed);
                MemorySegment results = arena.allocate(4L * kernel.results().stride());
                kernel.compute(waveforms, 0, 4, results, 0);
                for (int record = 0; record < 4; record++) {
                    double[] wave = Filtering.valid(waveforms, layout, (long) record * layout.stride());
                    for (int i = 0; i < layout.samples(); i++) {
                        double expected = i < wave.length ? convolution(wave, taps, origin, edges, i) : 0;
                        float actual = results.getAtIndex(Waveforms.FLOAT32, (long) record * layout.samples() + i);
                        assertEquals(
                                expected, actual, 1e-7 * Math.abs(expected) + 1e-6, "seed=" + seed + " sample=" + i);
                    }
                }
            }
        }
    }

    private static double convolution(double[] wave, double[] taps, int origin, FilterEdges edges, int i) {
        double sum = 0;
        for (int t = 0; t < taps.length; t++) {
            int at = i + origin - t;
            boolean inside = at >= 0 && at < wave.length;
            if (!inside && edges == FilterEdges.VALID) {
                return 0;
            }
            double sample = inside ? wave[at] : edges == FilterEdges.ZERO ? 0 : wave[at < 0 ? 0 : wave.length - 1];
            sum += taps[t] * sample;
        }
        return sum;
    }

    @Test
    void anImpulseBecomesTheTapsAroundIt() {
        assertArrayEquals(
                new float[] {0, 0, 1, 2, 3, 0, 0},
                Filtering.filter(FirFilter.of(1, 2, 3).origin(0), 0, 0, 1, 0, 0, 0, 0));
        assertArrayEquals(
                new float[] {0, 0, 1, 2, 3, 4, 0}, Filtering.filter(FirFilter.of(1, 2, 3, 4), 0, 0, 0, 1, 0, 0, 0));
        assertArrayEquals(
                new float[] {2, 3, 0, 0, 0, 0, 0},
                Filtering.filter(FirFilter.of(1, 2, 3).origin(1), 1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aSampleThatIsNotANumberSpoilsItsWindowOnly() {
        float nan = Float.NaN;
        assertArrayEquals(
                new float[] {2, nan, nan, nan, 3, 2}, Filtering.filter(FirFilter.of(1, 1, 1), 1, 1, nan, 1, 1, 1));
    }

    @Test
    void baselinesOf16BitsAreFilteredToTheLastBitOfAFloat() {
        float[] wave = new float[64];
        Arrays.fill(wave, 65_535);
        FirFilter filter = FirFilter.of(0.1, 0.2, 0.3, 0.2, 0.2).edges(FilterEdges.NEAREST);
        for (float sample : Filtering.filter(filter, wave)) {
            assertEquals(65_535f, sample);
        }
    }

    @Test
    void tapsAreReadFromText() {
        assertArrayEquals(
                new double[] {1, -2.5, 1e-3}, FirFilter.parse("1, -2.5 ,1e-3").taps());
        assertRefused("taps[1]='x'", () -> FirFilter.parse("1,x"));
        assertRefused("taps[0]=''", () -> FirFilter.parse(""));
    }

    @Test
    void tapsThatMakeNoFilterAreRefused() {
        assertRefused("taps=0", FirFilter::of);
        assertRefused("tap 1 out of range: taps=NaN", () -> FirFilter.of(1, Double.NaN));
        assertRefused("tap 0 out of range: taps=1.0E201", () -> FirFilter.of(1e201));
        assertRefused("origin=3", () -> FirFilter.of(1, 2, 1).origin(3));
        assertRefused(
                "sum is 0 cannot be normalised: taps=[1.0, -1.0]",
                () -> FirFilter.of(1, -1).normalised());
        assertRefused("edges=null", () -> FirFilter.of(1).edges(null));
        assertRefused("edges=fit", () -> FirFilter.of(1).edges(FilterEdges.FIT));
        assertRefused("edges=mirror", () -> FilterEdges.parse("mirror"));
    }

    private static void assertRefused(String part, Executable call) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
