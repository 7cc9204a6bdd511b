package dev.sluice.kernels.feature;

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
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The formulas of the pulse shape against plain loops and recorded values, its edge cases, and what the door refuses.
@KernelTest
class PulseShapeFormulaTest {

    private static final int VALUES = PulseShapeValue.values().length;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INT16, RANDOM, :",
        "UINT16, RANDOM, :",
        "FLOAT32, RANDOM, :",
        "INT16, RANDOM, 20:300",
        "UINT16, ALTERNATING, 1:90",
        "INT16, LEAST, :",
        "UINT16, GREATEST, 5:",
        "INT16, GREATEST, :"
    })
    void shapesAreThoseOfPlainLoops(SampleType type, Fill fill, String peaks) {
        int samples = 333;
        int count = 60;
        WaveformLayout layout = WaveformLayout.of(type, 16 + samples * type.bytes(), 16, samples)
                .withValidLength(ScalarType.INT16, 8)
                .withBaseline(ScalarType.FLOAT64, 0)
                .withChannel(ScalarType.INT16, 10);
        MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 0, fill, 31);
        Polarities polarities = Polarities.parse("1:positive,3:positive");
        SampleRange range = SampleRange.parse(peaks);
        MemorySegment results = arena.allocate(4L * VALUES * count);
        PulseShapeKernel.of(layout)
                .peakRange(range)
                .polarities(polarities)
                .build()
                .compute(waveforms, 0, count, results, 0);
        for (int i = 0; i < count; i++) {
            MemorySegment record = waveforms.asSlice((long) i * layout.stride(), layout.extent());
            boolean positive = polarities.of(record.get(Waveforms.INT16, 10)) == Polarity.POSITIVE;
            double[] expected = PlainPulseShape.of(signal(record, layout, positive), range.from(), range.to());
            for (PulseShapeValue value : PulseShapeValue.values()) {
                double wanted = expected[value.ordinal()];
                assertEquals(
                        wanted,
                        results.getAtIndex(ValueLayout.JAVA_FLOAT, (long) VALUES * i + value.ordinal()),
                        Double.isNaN(wanted) ? 0 : 1e-4 + 1e-6 * Math.abs(wanted),
                        "seed=31 record=" + i + " " + value);
            }
        }
    }

    private static double[] signal(MemorySegment record, WaveformLayout layout, boolean positive) {
        double baseline = record.get(Waveforms.FLOAT64, 0);
        double[] signal = new double[Math.clamp(record.get(Waveforms.INT16, 8), 0, layout.samples())];
        for (int i = 0; i < signal.length; i++) {
            long at = layout.waveOffset() + (long) i * layout.sampleType().bytes();
            double sample = switch (layout.sampleType()) {
                case INT16 -> record.get(Waveforms.INT16, at);
                case UINT16 -> record.get(Waveforms.INT16, at) & 0xFFFF;
                case FLOAT32 -> record.get(Waveforms.FLOAT32, at);
            };
            signal[i] = positive ? sample - baseline : baseline - sample;
        }
        return signal;
    }

    @ParameterizedTest
    @CsvSource({"INT16", "UINT16", "FLOAT32"})
    void chargeQuantilesEqualTheGoldenValues(SampleType type) throws IOException {
        JsonObject golden = Recorded.waveformAnalysis();
        JsonArray expected = golden.getAsJsonArray("width_integral_dt2");
        WaveformLayout layout = GoldenWaveforms.layout(golden, type);
        MemorySegment results = arena.allocate(4L * VALUES * expected.size());
        PulseShapeKernel.of(layout)
                .polarities(GoldenWaveforms.polarities(golden))
                .build()
                .compute(GoldenWaveforms.allocate(arena, golden, layout), 0, expected.size(), results, 0);
        for (int i = 0; i < expected.size(); i++) {
            JsonObject row = expected.get(i).getAsJsonObject();
            assertEquals(row.get("t_low_samples").getAsFloat(), value(results, i, PulseShapeValue.QUANTILE_LOW));
            assertEquals(row.get("t_high_samples").getAsFloat(), value(results, i, PulseShapeValue.QUANTILE_HIGH));
            assertEquals(row.get("width_samples").getAsFloat(), value(results, i, PulseShapeValue.QUANTILE_WIDTH));
            assertEquals(row.get("q_total").getAsFloat(), value(results, i, PulseShapeValue.POSITIVE_CHARGE));
        }
    }

    @Test
    void fallTimeEqualsTheGoldenValueOfAPositivePulse() throws IOException {
        JsonObject golden = Recorded.waveformAnalysis();
        JsonObject expected = golden.getAsJsonArray("waveform_width_positive_sr0.5_pos22_rec1")
                .get(0)
                .getAsJsonObject();
        WaveformLayout withBaseline = GoldenWaveforms.layout(golden, SampleType.INT16);
        MemorySegment waveforms = GoldenWaveforms.allocate(arena, golden, withBaseline);
        WaveformLayout layout = WaveformLayout.of(
                SampleType.INT16, withBaseline.stride(), withBaseline.waveOffset(), withBaseline.samples());
        MemorySegment results = arena.allocate(4L * VALUES);
        PulseShapeKernel.of(layout)
                .baselineRange(new SampleRange(0, 50))
                .polarities(Polarities.all(Polarity.POSITIVE))
                .build()
                .compute(waveforms, layout.stride(), 1, results, 0);
        assertEquals(expected.get("peak_position").getAsFloat(), value(results, 0, PulseShapeValue.PEAK_POSITION));
        assertEquals(expected.get("peak_height").getAsFloat(), value(results, 0, PulseShapeValue.PEAK_HEIGHT));
        assertEquals(
                expected.get("fall_time_samples").getAsFloat(), value(results, 0, PulseShapeValue.FALL_TIME), 1e-6f);
    }

    @Test
    void timesOfATriangleAreExactBetweenSamples() {
        float[] shape = compute("", 0, 0, 0, 10, 20, 30, 40, 20, 0, 0);
        assertEquals(6, shape[PulseShapeValue.PEAK_POSITION.ordinal()]);
        assertEquals(40, shape[PulseShapeValue.PEAK_HEIGHT.ordinal()]);
        assertEquals(3.6f - 0.4f, shape[PulseShapeValue.RISE_TIME.ordinal()], 1e-6f);
        assertEquals(1.8f - 0.2f, shape[PulseShapeValue.FALL_TIME.ordinal()], 1e-6f);
        assertEquals(7 - 4, shape[PulseShapeValue.WIDTH.ordinal()], 1e-6f);
        assertEquals(7.8f - 2.4f, shape[PulseShapeValue.TOTAL_WIDTH.ordinal()], 1e-6f);
        assertEquals(2.8f, shape[PulseShapeValue.CONSTANT_FRACTION_TIME.ordinal()], 1e-6f);
    }

    @Test
    void anEarlierPulseDoesNotLendItsEdgeAsItDoesInWaveformAnalysis() {
        float[] shape = compute("", 0, 30, 30, 0, 0, 0, 0, 40, 40, 0);
        assertEquals(0.8f, shape[PulseShapeValue.RISE_TIME.ordinal()], 1e-6f);
        assertEquals(6.2f, shape[PulseShapeValue.CONSTANT_FRACTION_TIME.ordinal()], 1e-6f);
    }

    @Test
    void negativeAndPositivePulsesHaveTheSameShapeAsTheyHaveNotInWaveformAnalysis() {
        float[] negative = compute("negative", 0, 1, 5, 20, 9, 4, 2, 1, 0, 0);
        float[] positive = compute("positive", 0, 1, 5, 20, 9, 4, 2, 1, 0, 0);
        assertEquals(Arrays.toString(negative), Arrays.toString(positive));
    }

    @Test
    void anEdgeBeyondTheRecordIsNaNAndLeavesTheOtherEdge() {
        float[] shape = compute("", 30, 40, 20, 0, 0, 0, 0, 0, 0, 0);
        assertTrue(Float.isNaN(shape[PulseShapeValue.RISE_TIME.ordinal()]));
        assertTrue(Float.isNaN(shape[PulseShapeValue.WIDTH.ordinal()]));
        assertEquals(1.8f - 0.2f, shape[PulseShapeValue.FALL_TIME.ordinal()], 1e-6f);
    }

    @Test
    void withoutASignalEverythingButThePeakAndTheChargeIsNaN() {
        float[] shape = compute("", -5, -5, -5, -5, -5, -5, -5, -5, -5, -5);
        float[] expected = new float[VALUES];
        Arrays.fill(expected, Float.NaN);
        expected[PulseShapeValue.PEAK_POSITION.ordinal()] = 0;
        expected[PulseShapeValue.PEAK_HEIGHT.ordinal()] = -5;
        expected[PulseShapeValue.POSITIVE_CHARGE.ordinal()] = 0;
        assertEquals(Arrays.toString(expected), Arrays.toString(shape));
    }

    @Test
    void aSlowPulseHasMoreOfItsChargeInTheTail() {
        float[] fast = tail(4);
        float[] slow = tail(30);
        assertEquals(0.0f, fast[PulseShapeValue.TAIL_TO_TOTAL.ordinal()], 0.05f);
        assertTrue(slow[PulseShapeValue.TAIL_TO_TOTAL.ordinal()] > 0.4f);
    }

    private float[] tail(double decay) {
        double[] pulse = new double[260];
        for (int i = 30; i < pulse.length; i++) {
            pulse[i] = 1000 * Math.exp(-(i - 30) / decay);
        }
        return compute("", pulse);
    }

    /// All values of one record with these signals around a baseline of 1000.
    private float[] compute(String polarity, double... signals) {
        Polarities polarities = Polarities.parse(polarity.isEmpty() ? "negative" : polarity);
        double sign = polarities.of(0) == Polarity.POSITIVE ? 1 : -1;
        int samples = signals.length;
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 8 + 2 * samples + 6, 8, samples + 3)
                .withBaseline(ScalarType.FLOAT32, 0)
                .withValidLength(ScalarType.INT32, 4);
        MemorySegment record = arena.allocate(layout.stride());
        record.set(Waveforms.FLOAT32, 0, 1000);
        record.set(Waveforms.INT32, 4, samples);
        for (int i = 0; i < samples; i++) {
            record.set(Waveforms.INT16, 8 + 2L * i, (short) Math.round(1000 + sign * signals[i]));
        }
        MemorySegment results = arena.allocate(4L * VALUES);
        PulseShapeKernel.of(layout).polarities(polarities).build().compute(record, 0, 1, results, 0);
        return results.toArray(ValueLayout.JAVA_FLOAT);
    }

    /// A sum over no sample is no charge: a record without samples gave 0 although nothing was seen.
    @ParameterizedTest
    @EnumSource(SampleType.class)
    void aRecordWithoutSamplesHasNoCharge(SampleType type) {
        WaveformLayout bare =
                WaveformLayout.of(type, 4 + 40 * type.bytes(), 4, 40).withValidLength(ScalarType.INT32, 0);
        WaveformLayout withBaseline = WaveformLayout.of(type, 8 + 40 * type.bytes(), 8, 40)
                .withValidLength(ScalarType.INT32, 4)
                .withBaseline(ScalarType.FLOAT32, 0);
        MemorySegment results = arena.allocate(4L * VALUES);
        for (WaveformLayout layout : new WaveformLayout[] {bare, withBaseline}) {
            MemorySegment record = arena.allocate(layout.stride());
            PulseShapeKernel.of(layout).build().compute(record, 0, 1, results, 0);
            for (PulseShapeValue value : PulseShapeValue.values()) {
                assertEquals(Float.NaN, value(results, 0, value), layout + " " + value);
            }
            PulseShapeKernel.of(layout).emptyWindow(EmptyWindow.ZERO).build().compute(record, 0, 1, results, 0);
            assertEquals(0, value(results, 0, PulseShapeValue.POSITIVE_CHARGE));
        }
    }

    private static float value(MemorySegment results, int record, PulseShapeValue value) {
        return results.getAtIndex(ValueLayout.JAVA_FLOAT, (long) VALUES * record + value.ordinal());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 32, 2, 10);
        PulseShapeKernel kernel = PulseShapeKernel.of(layout).build();
        MemorySegment waveforms = arena.allocate(96);
        MemorySegment results = arena.allocate(3L * 4 * VALUES);
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.compute(waveforms, 0, 4, results, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> kernel.compute(waveforms, 0, 3, results, 1));
        PulseShapeKernel.Builder builder = PulseShapeKernel.of(layout);
        assertRefused(
                "edgeLow=0.9 edgeHigh=0.1; give 0 < edgeLow < edgeHigh < 1", () -> builder.edgeFractions(0.9, 0.1));
        assertRefused("quantiles: quantileLow=0.0", () -> builder.quantiles(0, 0.5));
        assertRefused("widthFraction=1.0", () -> builder.widthFraction(1));
        assertRefused("constantFraction=NaN", () -> builder.constantFraction(Double.NaN));
        assertRefused("shortGate=20 longGate=20", () -> builder.gates(20, 20));
        assertRefused("no channel field", builder.polarities(Polarities.parse("1:positive"))::build);
        assertRefused("offset=5, stride=8", () -> PulseShapeResults.of(8).with(PulseShapeValue.WIDTH, 5));
        assertRefused(
                "overlap",
                () -> PulseShapeResults.of(8).with(PulseShapeValue.WIDTH, 0).with(PulseShapeValue.RISE_TIME, 3));
    }

    private static void assertRefused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
