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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The chosen provider against the scalar twin, bit for bit.
@KernelTest
class BasicFeaturesTwinsTest {

    private static final int LONGEST = 3 * 32 + 7;
    private static final BasicFeaturesResults RESULTS = new BasicFeaturesResults(19, 1, 14, 5, 10);

    static Stream<Arguments> typesAndFills() {
        return Stream.of(SampleType.values())
                .flatMap(type -> Stream.of(Fill.values()).map(fill -> Arguments.of(type, fill)));
    }

    @ParameterizedTest
    @MethodSource("typesAndFills")
    void agreeAtEveryLengthAroundTheVectorWidths(SampleType type, Fill fill) {
        for (int samples = 0; samples <= LONGEST; samples++) {
            int length = samples;
            WaveformLayout layout = WaveformLayout.of(type, 13 + samples * type.bytes(), 5, samples)
                    .withBaseline(ScalarType.FLOAT32, 1);
            for (String range : new String[] {":", "1:", Math.min(3, samples) + ":" + Math.max(3, samples - 1)}) {
                assertAgree(
                        BasicFeaturesKernel.of(layout)
                                .heightRange(SampleRange.parse(range))
                                .areaRange(SampleRange.parse(range)),
                        layout,
                        fill,
                        samples,
                        3,
                        () -> type + " " + fill + " seed=samples=" + length + " range=" + range);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreeOnRandomLayoutsRangesAndPolarities(long seed) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 120; round++) {
            SampleType type = SampleType.values()[random.nextInt(3)];
            int samples = random.nextInt(random.nextInt(5) == 0 ? 900 : 180);
            int header = 12 + random.nextInt(5);
            WaveformLayout layout = WaveformLayout.of(type, header + samples * type.bytes() + 3, header, samples)
                    .withValidLength(ScalarType.INT16, random.nextInt(2))
                    .withChannel(ScalarType.INT16, 4);
            if (random.nextBoolean()) {
                layout = layout.withBaseline(ScalarType.FLOAT32, 7);
            }
            BasicFeaturesKernel.Builder builder = BasicFeaturesKernel.of(layout)
                    .heightRange(range(random, samples))
                    .areaRange(range(random, samples))
                    .baselineRange(range(random, samples))
                    .polarities(Polarities.parse("1:positive,4:positive"));
            Fill fill = Fill.values()[random.nextInt(Fill.values().length)];
            String what = "seed=" + seed + " round=" + round + " " + layout + " " + fill;
            assertAgree(builder, layout, fill, random.nextLong(), random.nextInt(1, 7), () -> what);
        }
    }

    private static SampleRange range(RandomGenerator random, int samples) {
        int from = random.nextInt(samples + 5);
        return random.nextInt(4) == 0
                ? SampleRange.from(from)
                : new SampleRange(from, from + random.nextInt(samples + 5));
    }

    private static void assertAgree(
            BasicFeaturesKernel.Builder builder,
            WaveformLayout layout,
            Fill fill,
            long seed,
            int count,
            Supplier<String> what) {
        builder.results(RESULTS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 1, fill, seed);
            long bytes = 3 + (count - 1L) * RESULTS.stride() + RESULTS.extent();
            MemorySegment expected = arena.allocate(bytes).fill((byte) 0x5A);
            MemorySegment actual = arena.allocate(bytes).fill((byte) 0x5A);
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
