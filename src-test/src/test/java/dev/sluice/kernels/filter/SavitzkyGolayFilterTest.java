package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.KernelTest;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The formula of `SavitzkyGolayFilter`: published weights, polynomials that it must keep, the golden wave.
@KernelTest
class SavitzkyGolayFilterTest {

    @Test
    void weightsAreThePublishedOnes() {
        assertWeights(SavitzkyGolayFilter.of(5, 2), 35, -3, 12, 17, 12, -3);
        assertWeights(SavitzkyGolayFilter.of(7, 3), 21, -2, 3, 6, 7, 6, 3, -2);
        assertWeights(SavitzkyGolayFilter.of(7, 4), 231, 5, -30, 75, 131, 75, -30, 5);
        assertWeights(SavitzkyGolayFilter.of(11, 2), 429, -36, 9, 44, 69, 84, 89, 84, 69, 44, 9, -36);
        assertWeights(SavitzkyGolayFilter.of(3, 0), 3, 1, 1, 1);
    }

    private static void assertWeights(SavitzkyGolayFilter filter, double norm, double... numerators) {
        double[] weights = filter.weights();
        for (int i = 0; i < numerators.length; i++) {
            assertEquals(numerators[i] / norm, weights[i], 1e-14, filter + " weight " + i);
        }
        assertEquals(numerators.length, weights.length);
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 40", "11, 4, 40", "21, 5, 33", "101, 3, 130", "11, 2, 10", "11, 3, 5", "11, 2, 4", "1, 0, 7"})
    void polynomialsUpToTheDegreeStayWhatTheyAreUpToTheEdges(int window, int degree, int samples) {
        float[] wave = new float[samples];
        for (int i = 0; i < samples; i++) {
            wave[i] = (float) Math.pow((i - samples / 3.0) / samples, degree) * 1000 + 3;
        }
        assertArrayEquals(wave, Filtering.filter(SavitzkyGolayFilter.of(window, degree), wave), 1e-4f);
    }

    @Test
    void aRecordTooShortForTheDegreeStaysAsItIs() {
        assertArrayEquals(new float[] {4, -1}, Filtering.filter(SavitzkyGolayFilter.of(5, 2), 4, -1));
        assertArrayEquals(new float[] {4, -1, 7}, Filtering.filter(SavitzkyGolayFilter.of(5, 3), 4, -1, 7));
    }

    @Test
    void anEvenNumberOfSamplesShorterThanTheWindowHasAWindowOfOneLess() {
        float[] filtered = Filtering.filter(SavitzkyGolayFilter.of(11, 0), 1, 2, 3, 10);
        assertArrayEquals(new float[] {2, 2, 5, 5}, filtered, 1e-6f);
    }

    @Test
    void theGoldenWaveIsSmoothedAsByThePythonPackage() throws IOException {
        JsonObject golden = Recorded.waveformAnalysis();
        JsonArray wave =
                golden.getAsJsonObject("input").getAsJsonArray("wave").get(0).getAsJsonArray();
        float[] actual = Filtering.filter(SavitzkyGolayFilter.of(11, 2), Filtering.floats(wave));
        // The package fits the edges in float32 and is off by up to 2e-4 there.
        assertArrayEquals(Filtering.floats(golden.getAsJsonArray("sg_11_2_rec0")), actual, 1e-3f);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 101})
    void edgesOfAConstantAreExactWhereFloat32FitsAreNot(int window) {
        float[] wave = new float[120];
        Arrays.fill(wave, 1000);
        assertArrayEquals(wave, Filtering.filter(SavitzkyGolayFilter.of(window, 2), wave));
    }

    @Test
    void windowsAndDegreesThatMakeNoFitAreRefused() {
        assertRefused("window=10", () -> SavitzkyGolayFilter.of(10, 2));
        assertRefused("window=-1", () -> SavitzkyGolayFilter.of(-1, 0));
        assertRefused("window=1003", () -> SavitzkyGolayFilter.of(1003, 2));
        assertRefused("degree=5", () -> SavitzkyGolayFilter.of(5, 5));
        assertRefused("degree=11", () -> SavitzkyGolayFilter.of(51, 11));
        assertRefused("degree=-1", () -> SavitzkyGolayFilter.of(5, -1));
    }

    private static void assertRefused(String part, Executable call) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
