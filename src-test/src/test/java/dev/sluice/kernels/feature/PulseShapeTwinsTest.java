package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.Polarities;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The chosen provider against the scalar twin, bit for bit.
@KernelTest
class PulseShapeTwinsTest {

    private static final int LONGEST = 5 * 32 + 7;

    static Stream<Arguments> typesAndFills() {
        return Stream.of(SampleType.values())
                .flatMap(type -> Stream.of(Fill.values()).map(fill -> Arguments.of(type, fill)));
    }

    @ParameterizedTest
    @MethodSource("typesAndFills")
    void agreeAtEveryLengthAroundTheVectorWidths(SampleType type, Fill fill) {
        for (int samples = 0; samples <= LONGEST; samples += 1 + samples / 33) {
            int length = samples;
            WaveformLayout layout = WaveformLayout.of(type, 13 + samples * type.bytes(), 5, samples)
                    .withBaseline(ScalarType.FLOAT32, 1);
            for (String polarity : new String[] {"positive", "negative"}) {
                assertAgree(
                        PulseShapeKernel.of(layout).polarities(Polarities.parse(polarity)),
                        layout,
                        fill,
                        samples,
                        2,
                        () -> type + " " + fill + " seed=samples=" + length + " " + polarity);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreeOnRandomLayoutsRangesFractionsAndPolarities(long seed) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            SampleType type = SampleType.values()[random.nextInt(3)];
            int samples = random.nextInt(random.nextInt(5) == 0 ? 1200 : 300);
            int header = 12 + random.nextInt(5);
            WaveformLayout layout = WaveformLayout.of(type, header + samples * type.bytes() + 3, header, samples)
                    .withValidLength(ScalarType.INT16, random.nextInt(2))
                    .withChannel(ScalarType.INT16, 4);
            if (random.nextBoolean()) {
                layout = layout.withBaseline(ScalarType.FLOAT32, 7);
            }
            int from = random.nextInt(samples + 5);
            PulseShapeKernel.Builder builder = PulseShapeKernel.of(layout)
                    .peakRange(new SampleRange(from, from + random.nextInt(samples + 5)))
                    .edgeFractions(0.05 + random.nextDouble() / 3, 0.5 + random.nextDouble() / 3)
                    .widthFraction(0.01 + 0.98 * random.nextDouble())
                    .constantFraction(0.01 + 0.98 * random.nextDouble())
                    .quantiles(0.01 + random.nextDouble() / 3, 0.5 + random.nextDouble() / 3)
                    .gateBefore(random.nextInt(30))
                    .gates(1 + random.nextInt(40), 50 + random.nextInt(300))
                    .polarities(Polarities.parse("1:positive,4:positive"));
            Fill fill = Fill.values()[random.nextInt(Fill.values().length)];
            String what = "seed=" + seed + " round=" + round + " " + layout + " " + fill;
            assertAgree(builder, layout, fill, random.nextLong(), random.nextInt(1, 7), () -> what);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT16, 40003, LEAST", "INT16, 65536, RANDOM", "UINT16, 40003, GREATEST", "UINT16, 32769, RANDOM"})
    void agreeOnVeryLongRecords(SampleType type, int samples, Fill fill) {
        WaveformLayout layout =
                WaveformLayout.of(type, 5 + samples * type.bytes(), 5, samples).withBaseline(ScalarType.FLOAT32, 1);
        for (String polarity : new String[] {"positive", "negative"}) {
            assertAgree(
                    PulseShapeKernel.of(layout).polarities(Polarities.parse(polarity)),
                    layout,
                    fill,
                    samples,
                    2,
                    () -> type + " " + fill + " seed=samples=" + samples);
        }
    }

    private static void assertAgree(
            PulseShapeKernel.Builder builder,
            WaveformLayout layout,
            Fill fill,
            long seed,
            int count,
            Supplier<String> what) {
        int stride = PulseShapeResults.packed().stride();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 1, fill, seed);
            MemorySegment expected = arena.allocate(3 + (long) count * stride).fill((byte) 0x5A);
            MemorySegment actual = arena.allocate(3 + (long) count * stride).fill((byte) 0x5A);
            builder.provider(Kernels.scalar()).build().compute(waveforms, 1, count, expected, 3);
            builder.provider(Kernels.provider()).build().compute(waveforms, 1, count, actual, 3);
            long difference = expected.mismatch(actual);
            assertEquals(
                    -1,
                    difference,
                    () -> Kernels.provider() + " and the scalar twin differ at result byte " + difference + ": "
                            + what.get());
        }
    }
}
