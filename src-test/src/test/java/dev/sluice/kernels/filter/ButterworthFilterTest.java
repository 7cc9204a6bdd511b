package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The sections of `ButterworthFilter`, its passes against a plain loop, and the golden wave.
@KernelTest
class ButterworthFilterTest {

    @ParameterizedTest
    @CsvSource({"1, 0.1, 0.2", "2, 0.01, 0.49", "3, 0.1, 0.2", "4, 0.2, 0.4", "5, 0.001, 0.01", "12, 0.1, 0.3"})
    void theResponseIsThatOfTheDefinition(int order, double low, double high) {
        double[] sections = ButterworthFilter.bandPass(order, low, high, 1).sections();
        double warpedLow = Math.tan(Math.PI * low);
        double warpedHigh = Math.tan(Math.PI * high);
        for (double frequency = 0.0005; frequency < 0.5; frequency += 0.0123) {
            double warped = Math.tan(Math.PI * frequency);
            double detuning = (warped * warped - warpedLow * warpedHigh) / (warped * (warpedHigh - warpedLow));
            double expected = 1 / Math.sqrt(1 + Math.pow(detuning, 2 * order));
            assertEquals(expected, response(sections, frequency), 1e-6 * expected + 1e-12, "frequency=" + frequency);
        }
    }

    private static double response(double[] sections, double frequency) {
        double magnitude = 1;
        for (int at = 0; at < sections.length; at += 5) {
            magnitude *= modulus(sections[at], sections[at + 1], sections[at + 2], frequency)
                    / modulus(1, sections[at + 3], sections[at + 4], frequency);
        }
        return magnitude;
    }

    private static double modulus(double c0, double c1, double c2, double frequency) {
        double angle = 2 * Math.PI * frequency;
        return Math.hypot(
                c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle), c1 * Math.sin(angle) + c2 * Math.sin(2 * angle));
    }

    @Test
    void sectionsAreThoseOfThePythonPackage() throws IOException {
        JsonArray golden = Recorded.waveformAnalysis().getAsJsonArray("bw_sos_4_0.1_0.2_fs0.5");
        double[] sections = ButterworthFilter.bandPass(4, 0.1, 0.2, 0.5).sections();
        for (int i = 0; i < golden.size(); i++) {
            JsonArray section = golden.get(i).getAsJsonArray();
            for (int k = 0; k < 5; k++) {
                double expected = section.get(k < 3 ? k : k + 1).getAsDouble();
                assertEquals(expected, sections[5 * i + k], 1e-12, "section=" + i + " number=" + k);
            }
        }
    }

    /// K10: a band of a ten-thousandth of its frequency had four digits, and some orders of sections were not scipy's.
    @Test
    void sectionsAreThoseOfScipyInItsOrderAndToNineDigitsInNarrowBands() throws IOException {
        int cases = 0;
        for (String line : goldenSections()) {
            double[] numbers = Arrays.stream(line.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            double[] sections = ButterworthFilter.bandPass((int) numbers[0], numbers[1], numbers[2], 1)
                    .sections();
            assertEquals(numbers.length - 3, sections.length, line);
            for (int i = 0; i < sections.length; i++) {
                double expected = numbers[3 + i];
                assertEquals(expected, sections[i], 1e-9 * Math.abs(expected), "number=" + i + " of " + line);
            }
            cases++;
        }
        assertEquals(11, cases);
    }

    private static List<String> goldenSections() throws IOException {
        try (InputStream file = ButterworthFilterTest.class.getResourceAsStream("butterworth.csv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /// K10: the gain at the limits of any band that is taken is the square root of a half.
    @ParameterizedTest
    @CsvSource({"2, 0.1, 0.100001", "5, 0.1, 0.10001", "8, 0.1, 0.1001", "4, 0.0001, 0.0002", "12, 0.2, 0.201"})
    void theGainAtTheLimitsOfANarrowBandIsThatOfTheDefinition(int order, double low, double high) {
        double[] sections = ButterworthFilter.bandPass(order, low, high, 1).sections();
        // The sum of three coefficients that nearly cancel is what limits this test, not the sections.
        assertEquals(Math.sqrt(0.5), response(sections, low), 1e-6);
        assertEquals(Math.sqrt(0.5), response(sections, high), 1e-6);
    }

    /// K10: what would give NaN for every sample is refused when the filter is made.
    @ParameterizedTest
    @CsvSource({"1, 1e-320, 1e-310", "2, 1e-9, 2e-9", "12, 1e-9, 2e-9", "4, 0.1, 0.10000000000000002"})
    void aBandBeyondTheDigitsOfFloat64IsRefused(int order, double low, double high) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ButterworthFilter.bandPass(order, low, high, 1));
        assertTrue(refused.getMessage().contains("give a wider band"), refused.getMessage());
    }

    @Test
    void theGoldenWaveIsFilteredAsByThePythonPackage() throws IOException {
        JsonObject golden = Recorded.waveformAnalysis();
        ButterworthFilter filter = ButterworthFilter.bandPass(4, 0.1, 0.2, 0.5);
        assertEquals(golden.get("bw_padlen").getAsInt(), filter.padding());
        JsonArray wave =
                golden.getAsJsonObject("input").getAsJsonArray("wave").get(0).getAsJsonArray();
        float[] expected = Filtering.floats(golden.getAsJsonArray("bw_4_0.1_0.2_rec0"));
        assertArrayEquals(expected, Filtering.filter(filter, Filtering.floats(wave)), 1e-5f);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.05, 0.3, 1", "2, 0.1, 0.2, 2", "3, 0.05, 0.45, 3", "4, 0.2, 0.4, 4"})
    void filteredSamplesAreThoseOfPlainPasses(int order, double low, double high, long seed) {
        ButterworthFilter filter = ButterworthFilter.bandPass(order, low, high, 1);
        WaveformLayout layout = Filtering.layout(SampleType.INT16, 90);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, 24, 0, Fill.RANDOM, seed);
            MemorySegment results = arena.allocate(24L * 360);
            FilterKernel.of(layout, filter).build().compute(waveforms, 0, 24, results, 0);
            for (int record = 0; record < 24; record++) {
                double[] wave = Filtering.valid(waveforms, layout, (long) record * layout.stride());
                double[] expected = plain(filter, wave);
                for (int i = 0; i < 90; i++) {
                    assertEquals(
                            i < wave.length ? expected[i] : 0,
                            results.getAtIndex(Waveforms.FLOAT32, 90L * record + i),
                            0.01,
                            "seed=" + seed + " record=" + record + " sample=" + i);
                }
            }
        }
    }

    /// The definition: each section starts as if its first input had been there for ever.
    private static double[] plain(ButterworthFilter filter, double[] wave) {
        if (wave.length == 0) {
            return wave;
        }
        int padding = Math.min(filter.padding(), wave.length - 1);
        double[] run = new double[wave.length + 2 * padding];
        for (int i = 0; i < run.length; i++) {
            int at = i - padding;
            int last = wave.length - 1;
            run[i] = at < 0 ? 2 * wave[0] - wave[-at] : at > last ? 2 * wave[last] - wave[2 * last - at] : wave[at];
        }
        run = reversed(forwards(filter.sections(), reversed(forwards(filter.sections(), run))));
        return Arrays.copyOfRange(run, padding, padding + wave.length);
    }

    private static double[] forwards(double[] s, double[] input) {
        double[] x = input;
        double before = input[0];
        for (int at = 0; at < s.length; at += 5) {
            double[] y = new double[x.length];
            double settled = before * (s[at] + s[at + 1] + s[at + 2]) / (1 + s[at + 3] + s[at + 4]);
            for (int i = 0; i < x.length; i++) {
                double x1 = i > 0 ? x[i - 1] : before;
                double x2 = i > 1 ? x[i - 2] : before;
                double y1 = i > 0 ? y[i - 1] : settled;
                double y2 = i > 1 ? y[i - 2] : settled;
                y[i] = s[at] * x[i] + s[at + 1] * x1 + s[at + 2] * x2 - s[at + 3] * y1 - s[at + 4] * y2;
            }
            x = y;
            before = settled;
        }
        return x;
    }

    private static double[] reversed(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[values.length - 1 - i];
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 27, 28, 400})
    void aConstantIsTakenAwayFromRecordsOfAnyLengthWhereThePythonPackageLeavesShortOnesAsTheyAre(int samples) {
        float[] wave = new float[samples];
        Arrays.fill(wave, 14_000);
        float[] filtered = Filtering.filter(ButterworthFilter.bandPass(4, 0.1, 0.2, 0.5), wave);
        assertArrayEquals(new float[samples], filtered, 1e-6f);
    }

    @Test
    void theMiddleOfTheBandPassesUnchangedAndWithoutADelay() {
        float[] wave = new float[400];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = (float) Math.sin(2 * Math.PI * 0.28 * i);
        }
        float[] filtered = Filtering.filter(ButterworthFilter.bandPass(4, 0.2, 0.4, 1), wave);
        assertArrayEquals(Arrays.copyOfRange(wave, 60, 340), Arrays.copyOfRange(filtered, 60, 340), 2e-3f);
    }

    @Test
    void bandsThatCannotPassAreRefusedAsThePythonPackagesOwnDefaultsAre() {
        assertRefused("high=0.5", () -> ButterworthFilter.bandPass(4, 0.1, 0.5, 0.5));
        assertRefused("low=0.0", () -> ButterworthFilter.bandPass(4, 0, 0.2, 0.5));
        assertRefused("low=0.2", () -> ButterworthFilter.bandPass(4, 0.2, 0.2, 0.5));
        assertRefused("low=NaN", () -> ButterworthFilter.bandPass(4, Double.NaN, 0.2, 0.5));
        assertRefused("order=0", () -> ButterworthFilter.bandPass(0, 0.1, 0.2, 0.5));
        assertRefused("order=13", () -> ButterworthFilter.bandPass(13, 0.1, 0.2, 0.5));
    }

    private static void assertRefused(String part, Executable call) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
