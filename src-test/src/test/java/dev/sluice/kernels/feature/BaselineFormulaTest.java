package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.ChannelBaselines;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The baseline's formulas against plain loops, and the faults of strax that are not repeated.
@KernelTest
class BaselineFormulaTest {

    private static final int NOT_WANTED = BaselineResults.NOT_WANTED;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({"INT16, RANDOM", "UINT16, RANDOM", "FLOAT32, RANDOM", "INT16, LEAST", "UINT16, GREATEST"})
    void meanAndRmsAreThoseOfPlainLoops(SampleType type, Fill fill) {
        int samples = 203;
        WaveformLayout layout =
                WaveformLayout.of(type, 5 + samples * type.bytes(), 5, samples).withValidLength(ScalarType.INT16, 1);
        int count = 40;
        MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 0, fill, 11);
        MemorySegment results = arena.allocate(8L * count);
        BaselineKernel.of(layout).window(new SampleRange(3, 150)).build().compute(waveforms, 0, count, results, 0);
        for (int i = 0; i < count; i++) {
            double[] window = window(waveforms.asSlice((long) i * layout.stride(), layout.extent()), layout, 3, 150);
            double mean = 0;
            for (double sample : window) {
                mean += sample / window.length;
            }
            double variance = 0;
            for (double sample : window) {
                variance += (sample - mean) * (sample - mean) / window.length;
            }
            double expectedMean = window.length == 0 ? Double.NaN : mean;
            double expectedRms = window.length == 0 ? Double.NaN : Math.sqrt(variance);
            double scale = Math.abs(mean) + Math.sqrt(variance);
            String at = "seed=11 record=" + i;
            assertEquals(expectedMean, results.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i), 1e-7 * scale, at);
            assertEquals(expectedRms, results.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1), 1e-7 * scale, at);
        }
    }

    @Test
    void rmsIsExactForEveryCountAndSpread() {
        assertEquals(0.5, dev.sluice.kernels.internal.feature.Moments.rms(1, 1, 2));
        assertEquals(0.0, dev.sluice.kernels.internal.feature.Moments.rms(-32_768L * 7, 32_768L * 32_768 * 7, 7));
        long count = 1 << 20;
        long squares = (1L << 30) * count;
        assertEquals(32_768.0, dev.sluice.kernels.internal.feature.Moments.rms(0, squares, (int) count));
    }

    @Test
    void rmsOfOneStepInAMillionSamplesLosesNothing() {
        int count = 1_000_000;
        long level = 16_000;
        double expected = Math.sqrt((count - 1.0) / count / count);
        double rms = dev.sluice.kernels.internal.feature.Moments.rms(
                level * count + 1, level * level * count + 32_001, count);
        assertEquals(expected, rms, 1e-15 * expected);
    }

    @Test
    void aFirstFragmentShorterThanTheWindowAveragesNoPaddingAsStraxDoes() {
        MemorySegment record = record(20, new int[20], 100);
        float[] right = compute(record, Compatibility.NONE, true);
        assertEquals(100, right[0]);
        assertEquals(0, right[1]);
        float[] strax = compute(record, Compatibility.STRAX, true);
        assertEquals(50, strax[0]);
        assertEquals(50, strax[1]);
    }

    @Test
    void subtractionSaturatesWhereStraxWraps() {
        int[] steps = new int[110];
        steps[60] = 60_000;
        MemorySegment record = record(110, steps, -30_000);
        assertEquals(Short.MIN_VALUE, (short) compute(record, Compatibility.NONE, true)[2 + 60]);
        assertEquals((short) -60_000, (short) compute(record, Compatibility.STRAX, true)[2 + 60]);
        assertEquals(Short.MAX_VALUE, (short) compute(record, Compatibility.NONE, false)[2 + 60]);
    }

    @Test
    void aNegativeBaselineIsRoundedDownSoThatItsFractionAddsUpWhereStraxCutsTowardsZero() {
        int[] steps = new int[110];
        steps[0] = -10;
        MemorySegment record = record(110, steps, -3);
        float[] right = compute(record, Compatibility.NONE, true);
        assertEquals(-3.25f, right[0]);
        assertEquals(-4 + 3, right[2 + 50]);
        assertEquals(-3 + 3, compute(record, Compatibility.STRAX, true)[2 + 50]);
    }

    @Test
    void anEmptyWindowHasNoBaselineAndSubtractsNothing() {
        MemorySegment record = record(0, new int[0], 0);
        float[] right = compute(record, Compatibility.NONE, false);
        assertTrue(Float.isNaN(right[0]) && Float.isNaN(right[1]));
        assertEquals(0, right[2]);
    }

    @Test
    void paddingBecomesZeroWhereStraxKeepsIt() {
        MemorySegment record = record(100, new int[100], 7);
        record.set(Waveforms.INT16, 8 + 2 * 105, (short) 99);
        assertEquals(0, compute(record, Compatibility.NONE, true)[2 + 105]);
        assertEquals(99, compute(record, Compatibility.STRAX, true)[2 + 105]);
    }

    @Test
    void fragmentsTakeTheirChannelsBaselineAlsoFromChunksBefore() {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 48, 8, 20).withChannel(ScalarType.INT16, 2);
        BaselineKernel kernel = BaselineKernel.of(layout)
                .window(new SampleRange(0, 10))
                .fragments(new Column(ScalarType.INT16, 0))
                .build();
        MemorySegment chunk = arena.allocate(3 * 48);
        int[][] fragmentChannelLevel = {{0, 1, 500}, {0, 0, 300}, {1, 1, 900}};
        for (int i = 0; i < 3; i++) {
            chunk.set(Waveforms.INT16, i * 48L, (short) fragmentChannelLevel[i][0]);
            chunk.set(Waveforms.INT16, i * 48L + 2, (short) fragmentChannelLevel[i][1]);
            for (int k = 0; k < 20; k++) {
                chunk.set(Waveforms.INT16, i * 48L + 8 + 2L * k, (short) fragmentChannelLevel[i][2]);
            }
        }
        MemorySegment results = arena.allocate(3 * 8);
        ChannelBaselines channels = ChannelBaselines.of(2);
        kernel.compute(chunk, 0, 2, results, 0, channels);
        kernel.compute(chunk, 96, 1, results, 16, channels);
        assertEquals(500, results.getAtIndex(ValueLayout.JAVA_FLOAT, 0));
        assertEquals(300, results.getAtIndex(ValueLayout.JAVA_FLOAT, 2));
        assertEquals(500, results.getAtIndex(ValueLayout.JAVA_FLOAT, 4));
        assertTrue(channels.isKnown(0) && channels.isKnown(1));
        channels.clear();
        assertTrue(!channels.isKnown(0));
    }

    /// One record of 110 samples: length, then samples of `level` plus the steps given.
    private MemorySegment record(int valid, int[] steps, int level) {
        MemorySegment record = arena.allocate(8 + 2 * 110);
        record.set(Waveforms.INT32, 0, valid);
        for (int i = 0; i < valid; i++) {
            record.set(Waveforms.INT16, 8 + 2L * i, (short) (level + steps[i]));
        }
        return record;
    }

    /// Baseline, rms and the subtracted samples of one record, over samples 0:40.
    private float[] compute(MemorySegment record, Compatibility compatibility, boolean flip) {
        WaveformLayout layout =
                WaveformLayout.of(SampleType.INT16, 8 + 2 * 110, 8, 110).withValidLength(ScalarType.INT32, 0);
        MemorySegment result = arena.allocate(8 + 2 * 110);
        BaselineKernel.of(layout)
                .results(new BaselineResults(8 + 2 * 110, 0, 4, 8))
                .flip(flip)
                .compatibility(compatibility)
                .build()
                .compute(record, 0, 1, result, 0);
        float[] values = new float[2 + 110];
        values[0] = result.get(Waveforms.FLOAT32, 0);
        values[1] = result.get(Waveforms.FLOAT32, 4);
        for (int i = 0; i < 110; i++) {
            values[2 + i] = result.get(Waveforms.INT16, 8 + 2L * i);
        }
        return values;
    }

    private static double[] window(MemorySegment record, WaveformLayout layout, int from, int to) {
        int valid = Math.clamp(record.get(Waveforms.INT16, layout.validLength().offset()), 0, layout.samples());
        int end = Math.max(from, Math.min(to, valid));
        double[] window = new double[end - from];
        for (int i = from; i < end; i++) {
            long at = layout.waveOffset() + (long) i * layout.sampleType().bytes();
            window[i - from] = switch (layout.sampleType()) {
                case INT16 -> record.get(Waveforms.INT16, at);
                case UINT16 -> record.get(Waveforms.INT16, at) & 0xFFFF;
                case FLOAT32 -> record.get(Waveforms.FLOAT32, at);
            };
        }
        return window;
    }

    @Test
    void resultsThatAreNotWantedAreNotWritten() {
        MemorySegment record = record(110, new int[110], 5);
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 8 + 2 * 110, 8, 110);
        MemorySegment result = arena.allocate(12).fill((byte) 1);
        BaselineKernel.of(layout)
                .results(BaselineResults.of(12, 4, NOT_WANTED))
                .build()
                .compute(record, 0, 1, result, 0);
        assertEquals(0x01010101, result.get(Waveforms.INT32, 0));
        assertEquals(5, result.get(Waveforms.FLOAT32, 4));
        assertEquals(0x01010101, result.get(Waveforms.INT32, 8));
    }
}
