package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.EmptyWindow;
import dev.sluice.kernels.GoldenWaveforms;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The formulas of the basic features against plain loops and recorded values, and what the door refuses.
@KernelTest
class BasicFeaturesFormulaTest {

    private static final SampleRange HEIGHTS = new SampleRange(10, 90);
    private static final SampleRange AREAS = SampleRange.from(20);
    private static final SampleRange BASELINES = new SampleRange(0, 30);

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INT16, RANDOM, true",
        "UINT16, RANDOM, true",
        "FLOAT32, RANDOM, true",
        "INT16, ALTERNATING, true",
        "UINT16, ALTERNATING, true",
        "INT16, RANDOM, false",
        "UINT16, LEAST, false",
        "FLOAT32, SPECIAL, true"
    })
    void featuresAreThoseOfPlainLoops(SampleType type, Fill fill, boolean baselineField) {
        int samples = 121;
        int count = 60;
        WaveformLayout plain = WaveformLayout.of(type, 16 + samples * type.bytes(), 16, samples)
                .withValidLength(ScalarType.INT16, 8)
                .withChannel(ScalarType.INT16, 10);
        WaveformLayout layout = baselineField ? plain.withBaseline(ScalarType.FLOAT64, 0) : plain;
        MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 0, fill, 23);
        Polarities polarities = Polarities.parse("1:positive,3:positive");
        MemorySegment results = arena.allocate(16L * count);
        BasicFeaturesKernel.of(layout)
                .heightRange(HEIGHTS)
                .areaRange(AREAS)
                .baselineRange(BASELINES)
                .polarities(polarities)
                .build()
                .compute(waveforms, 0, count, results, 0);
        for (int i = 0; i < count; i++) {
            MemorySegment record = waveforms.asSlice((long) i * layout.stride(), layout.extent());
            double[] wave = valid(record, layout);
            double baseline = baselineField ? record.get(Waveforms.FLOAT64, 0) : mean(part(wave, BASELINES.from(), 30));
            double[] expected = features(wave, baseline, polarities.of(record.get(Waveforms.INT16, 10)));
            for (int k = 0; k < 4; k++) {
                float actual = results.getAtIndex(ValueLayout.JAVA_FLOAT, 4L * i + k);
                float wanted = (float) expected[k];
                double rounding = (!Float.isFinite(wanted) ? 0 : Math.abs(wanted) * 1e-6)
                        + (type == SampleType.FLOAT32 && wave.length > 0 ? scale(wave) : 1e-3);
                assertEquals(wanted, actual, rounding, "seed=23 record=" + i + " feature=" + k);
            }
        }
    }

    private static double[] features(double[] wave, double baseline, Polarity polarity) {
        double sign = polarity == Polarity.POSITIVE ? 1 : -1;
        double[] heights = part(wave, HEIGHTS.from(), HEIGHTS.to());
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double sample : heights) {
            least = Math.min(least, sample);
            greatest = Math.max(greatest, sample);
        }
        double area = wave.length > AREAS.from() ? 0 : Double.NaN;
        for (double sample : part(wave, AREAS.from(), wave.length)) {
            area += sign * (sample - baseline);
        }
        double difference = wave.length < 2 ? Double.NaN : 0;
        for (int i = 1; i < wave.length; i++) {
            difference = Math.max(difference, Math.abs(wave[i] - wave[i - 1]));
        }
        boolean none = heights.length == 0;
        double height = polarity == Polarity.POSITIVE ? greatest - baseline : baseline - least;
        return new double[] {none ? Double.NaN : height, none ? Double.NaN : greatest - least, area, difference};
    }

    private static double scale(double[] wave) {
        double scale = 0;
        for (double sample : wave) {
            scale += Math.abs(sample);
        }
        return 1e-9 * scale;
    }

    private static double mean(double[] window) {
        double sum = 0;
        for (double sample : window) {
            sum += sample;
        }
        return window.length == 0 ? Double.NaN : sum / window.length;
    }

    private static double[] part(double[] wave, int from, int to) {
        int end = Math.min(to, wave.length);
        return from >= end ? new double[0] : Arrays.copyOfRange(wave, from, end);
    }

    private static double[] valid(MemorySegment record, WaveformLayout layout) {
        double[] wave = new double[Math.clamp(record.get(Waveforms.INT16, 8), 0, layout.samples())];
        for (int i = 0; i < wave.length; i++) {
            long at = layout.waveOffset() + (long) i * layout.sampleType().bytes();
            wave[i] = switch (layout.sampleType()) {
                case INT16 -> record.get(Waveforms.INT16, at);
                case UINT16 -> record.get(Waveforms.INT16, at) & 0xFFFF;
                case FLOAT32 -> record.get(Waveforms.FLOAT32, at);
            };
        }
        return wave;
    }

    @ParameterizedTest
    @CsvSource({
        "basic_features_default_40_90_0_None, 40:90, 0:, INT16",
        "basic_features_10_40_5_50, 10:40, 5:50, INT16",
        "basic_features_10_40_5_50, 10:40, 5:50, FLOAT32",
        "basic_features_empty_window, 100:120, 100:120, UINT16"
    })
    void featuresEqualTheGoldenValues(String name, String heights, String areas, SampleType type) throws IOException {
        JsonObject golden = Recorded.waveformAnalysis();
        JsonArray expected = golden.getAsJsonArray(name);
        WaveformLayout layout = GoldenWaveforms.layout(golden, type);
        int count = expected.size();
        MemorySegment results = arena.allocate(16L * count);
        BasicFeaturesKernel.of(layout)
                .heightRange(SampleRange.parse(heights))
                .areaRange(SampleRange.parse(areas))
                .polarities(GoldenWaveforms.polarities(golden))
                .emptyWindow(EmptyWindow.ZERO)
                .build()
                .compute(GoldenWaveforms.allocate(arena, golden, layout), 0, count, results, 0);
        for (int i = 0; i < count; i++) {
            JsonObject row = expected.get(i).getAsJsonObject();
            float[] wanted = {
                row.get("height").getAsFloat(),
                row.get("amp").getAsFloat(),
                row.get("area").getAsFloat(),
                row.get("max_abs_diff").getAsFloat()
            };
            assertArrayEquals(wanted, results.asSlice(16L * i, 16).toArray(ValueLayout.JAVA_FLOAT), name + " " + i);
        }
    }

    @Test
    void theZeroPaddedTailIsNoSignalAsItIsInWaveformAnalysis() {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 52, 12, 20)
                .withBaseline(ScalarType.FLOAT64, 0)
                .withValidLength(ScalarType.INT32, 8);
        MemorySegment record = arena.allocate(52);
        record.set(Waveforms.FLOAT64, 0, 8000);
        record.set(Waveforms.INT32, 8, 8);
        for (int i = 0; i < 8; i++) {
            record.set(Waveforms.INT16, 12 + 2L * i, (short) (i == 3 ? 7990 : 8000));
        }
        MemorySegment results = arena.allocate(16);
        BasicFeaturesKernel.of(layout).heightRange(SampleRange.from(0)).build().compute(record, 0, 1, results, 0);
        assertArrayEquals(new float[] {10, 10, 10, 10}, results.toArray(ValueLayout.JAVA_FLOAT));
    }

    @Test
    void aNaNSampleIsSeenByEveryFeatureWhoseRangeHoldsIt() {
        WaveformLayout layout = WaveformLayout.of(SampleType.FLOAT32, 80 * 4, 0, 80);
        MemorySegment record = arena.allocate(80 * 4);
        record.set(Waveforms.FLOAT32, 4 * 60, -Float.NaN);
        float[] values = {0, 0, Float.NaN, Float.NaN};
        MemorySegment results = arena.allocate(16);
        BasicFeaturesKernel.of(layout)
                .heightRange(new SampleRange(0, 60))
                .build()
                .compute(record, 0, 1, results, 0);
        assertArrayEquals(values, results.toArray(ValueLayout.JAVA_FLOAT));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 32, 2, 10);
        BasicFeaturesKernel kernel = BasicFeaturesKernel.of(layout).build();
        MemorySegment waveforms = arena.allocate(96);
        MemorySegment results = arena.allocate(48);
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.compute(waveforms, 0, 4, results, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.compute(waveforms, 0, 3, results, 1));
        MemorySegment heap = MemorySegment.ofArray(new byte[96]);
        assertThrows(IllegalArgumentException.class, () -> kernel.compute(heap, 0, 1, results, 0));
        BasicFeaturesKernel.Builder builder = BasicFeaturesKernel.of(layout).polarities(Polarities.parse("1:positive"));
        assertTrue(assertThrows(IllegalArgumentException.class, builder::build)
                .getMessage()
                .contains("no channel field"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new BasicFeaturesResults(16, 0, 4, 7, 12))
                .getMessage()
                .contains("results overlap: amplitudeOffset=4 areaOffset=7"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new BasicFeaturesResults(16, 0, 4, 8, 13))
                .getMessage()
                .contains("differenceOffset=13"));
    }
}
