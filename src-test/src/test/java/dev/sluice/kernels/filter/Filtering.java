package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Runs filters for the tests: over single waves, and on both twins over the same records.
final class Filtering {

    private Filtering() {}

    /// Every kind of filter, with every kind of edge.
    static Stream<Filter> all() {
        return Stream.of(
                FirFilter.of(1, -2.5, 0.25, 1e-3, 4),
                FirFilter.of(0.5, 0.25, 0.125, 0.0625).origin(3).edges(FilterEdges.NEAREST),
                FirFilter.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).normalised().edges(FilterEdges.VALID),
                ButterworthFilter.bandPass(4, 0.1, 0.2, 0.5),
                ButterworthFilter.bandPass(1, 2, 40, 100),
                PoleZeroFilter.of(33.3).baselineRange(new SampleRange(0, 9)),
                TrapezoidalFilter.rising(12, 400).flatTop(5).baselineRange(new SampleRange(3, 15)),
                SavitzkyGolayFilter.of(11, 2),
                SavitzkyGolayFilter.of(21, 4).edges(FilterEdges.NEAREST),
                MovingAverageFilter.of(8),
                MovingAverageFilter.of(70).edges(FilterEdges.VALID),
                MovingAverageFilter.of(81).edges(FilterEdges.ZERO));
    }

    static float[] floats(JsonArray numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).getAsFloat();
        }
        return values;
    }

    /// Layouts of each sample type with `samples` samples and an odd stride, everything unaligned.
    static WaveformLayout layout(SampleType type, int samples) {
        return WaveformLayout.of(type, 13 + samples * type.bytes(), 9, samples)
                .withValidLength(ScalarType.INT32, 5)
                .withBaseline(ScalarType.FLOAT32, 1);
    }

    /// One wave of floats, filtered by the provider of this run.
    static float[] filter(Filter filter, float... wave) {
        WaveformLayout layout = WaveformLayout.of(SampleType.FLOAT32, 4 * wave.length + 1, 0, wave.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = arena.allocate(layout.stride());
            MemorySegment.copy(wave, 0, waveforms, Waveforms.FLOAT32, 0, wave.length);
            MemorySegment results = arena.allocate(layout.stride());
            FilterKernel.of(layout, filter).build().compute(waveforms, 0, 1, results, 0);
            float[] filtered = new float[wave.length];
            MemorySegment.copy(results, Waveforms.FLOAT32, 0, filtered, 0, wave.length);
            return filtered;
        }
    }

    /// The samples of a record that are data.
    static double[] valid(MemorySegment waveforms, WaveformLayout layout, long record) {
        int valid = layout.samples();
        if (layout.validLength().isPresent()) {
            int message =
                    waveforms.get(Waveforms.INT32, record + layout.validLength().offset());
            valid = Math.clamp(message, 0, layout.samples());
        }
        double[] wave = new double[valid];
        for (int i = 0; i < valid; i++) {
            long at = record
                    + layout.waveOffset()
                    + (long) i * layout.sampleType().bytes();
            wave[i] = switch (layout.sampleType()) {
                case INT16 -> waveforms.get(Waveforms.INT16, at);
                case UINT16 -> waveforms.get(Waveforms.INT16, at) & 0xFFFF;
                case FLOAT32 -> waveforms.get(Waveforms.FLOAT32, at);
            };
        }
        return wave;
    }

    static void assertTwinsAgree(
            WaveformLayout layout,
            Filter filter,
            MemorySegment waveforms,
            long offset,
            int count,
            Supplier<String> what) {
        FilteredWave results = new FilteredWave(4 * layout.samples() + 7, 3, layout.samples());
        FilterKernel.Builder builder = FilterKernel.of(layout, filter).results(results);
        try (Arena arena = Arena.ofConfined()) {
            long bytes = 1 + (count - 1L) * results.stride() + results.extent();
            MemorySegment expected = arena.allocate(bytes).fill((byte) 0x5A);
            MemorySegment actual = arena.allocate(bytes).fill((byte) 0x5A);
            builder.provider(Kernels.scalar()).build().compute(waveforms, offset, count, expected, 1);
            builder.provider(Kernels.provider()).build().compute(waveforms, offset, count, actual, 1);
            long difference = expected.mismatch(actual);
            assertEquals(
                    -1,
                    difference,
                    () -> Kernels.provider() + " and the scalar twin differ at result byte " + difference + ": "
                            + filter + ", " + what.get());
        }
    }
}
