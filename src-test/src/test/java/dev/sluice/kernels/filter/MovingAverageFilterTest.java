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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The formula of `MovingAverageFilter` against a plain loop, in windows of both kinds.
@KernelTest
class MovingAverageFilterTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "7, 3", "64, 4", "65, 5", "66, 6", "100, 7", "301, 8"})
    void integerMeansAreExact(int window, long seed) {
        for (FilterEdges edges : new FilterEdges[] {FilterEdges.ZERO, FilterEdges.NEAREST, FilterEdges.VALID}) {
            WaveformLayout layout = Filtering.layout(SampleType.UINT16, 230);
            FilterKernel kernel = FilterKernel.of(
                            layout, MovingAverageFilter.of(window).edges(edges))
                    .build();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment waveforms = Waveforms.allocate(arena, layout, 6, 0, Fill.RANDOM, seed);
                MemorySegment results = arena.allocate(6L * kernel.results().stride());
                kernel.compute(waveforms, 0, 6, results, 0);
                for (int record = 0; record < 6; record++) {
                    double[] wave = Filtering.valid(waveforms, layout, (long) record * layout.stride());
                    for (int i = 0; i < 230; i++) {
                        assertEquals(
                                i < wave.length ? mean(wave, window, edges, i) : 0,
                                results.getAtIndex(Waveforms.FLOAT32, 230L * record + i),
                                "seed=" + seed + " " + edges + " record=" + record + " sample=" + i);
                    }
                }
            }
        }
    }

    private static float mean(double[] wave, int window, FilterEdges edges, int i) {
        double sum = 0;
        for (int at = i - window / 2; at < i - window / 2 + window; at++) {
            boolean inside = at >= 0 && at < wave.length;
            if (!inside && edges == FilterEdges.VALID) {
                return 0;
            }
            sum += inside ? wave[at] : edges == FilterEdges.ZERO ? 0 : wave[at < 0 ? 0 : wave.length - 1];
        }
        return (float) (sum * (1.0 / window));
    }

    @Test
    void anEvenWindowHasOneSampleMoreBefore() {
        assertArrayEquals(
                new float[] {0, 0.5f, 0.5f, 0, 0},
                Filtering.filter(MovingAverageFilter.of(2).edges(FilterEdges.ZERO), 0, 1, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 65})
    void aSampleThatIsNotANumberSpoilsItsWindowsOnly(int window) {
        float[] wave = new float[300];
        wave[150] = Float.NaN;
        float[] filtered = Filtering.filter(MovingAverageFilter.of(window), wave);
        for (int i = 0; i < wave.length; i++) {
            assertEquals(Math.abs(i - 150) <= window / 2, Float.isNaN(filtered[i]), "sample=" + i);
        }
    }

    @Test
    void aLargeSampleLeavesNoErrorBehind() {
        float[] wave = new float[300];
        wave[20] = 1e30f;
        float[] filtered = Filtering.filter(MovingAverageFilter.of(65), wave);
        assertEquals(0f, filtered[100]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3, 65_537})
    void windowsOutOfRangeAreRefused(int window) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, () -> MovingAverageFilter.of(window));
        assertTrue(refusal.getMessage().contains("window=" + window), refusal.getMessage());
    }
}
