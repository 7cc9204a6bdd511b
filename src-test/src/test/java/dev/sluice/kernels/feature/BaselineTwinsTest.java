package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.ChannelBaselines;
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
class BaselineTwinsTest {

    private static final int LONGEST = 3 * 32 + 7;

    static Stream<Arguments> typesAndFills() {
        return Stream.of(SampleType.values())
                .flatMap(type -> Stream.of(Fill.values()).map(fill -> Arguments.of(type, fill)));
    }

    @ParameterizedTest
    @MethodSource("typesAndFills")
    void agreeAtEveryLengthAroundTheVectorWidths(SampleType type, Fill fill) {
        for (int samples = 0; samples <= LONGEST; samples++) {
            int length = samples;
            WaveformLayout layout = WaveformLayout.of(type, 13 + samples * type.bytes(), 5, samples);
            for (String range : new String[] {":", "1:", Math.min(3, samples) + ":" + Math.max(3, samples - 1)}) {
                boolean flip = samples % 2 == 0;
                assertAgree(
                        BaselineKernel.of(layout)
                                .window(SampleRange.parse(range))
                                .flip(flip),
                        layout,
                        fill,
                        samples,
                        3,
                        () -> type + " " + fill + " seed=samples=" + length + " window=" + range);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreeOnRandomLayoutsWindowsAndFragments(long seed) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 120; round++) {
            SampleType type = SampleType.values()[random.nextInt(3)];
            int samples = random.nextInt(180);
            int header = 24 + random.nextInt(5);
            WaveformLayout layout = WaveformLayout.of(type, header + samples * type.bytes() + 3, header, samples)
                    .withValidLength(ScalarType.INT16, random.nextInt(2))
                    .withChannel(ScalarType.INT16, 4);
            int from = random.nextInt(samples + 3);
            String window = from + ":" + (from + random.nextInt(samples + 3));
            BaselineKernel.Builder builder = BaselineKernel.of(layout)
                    .window(SampleRange.parse(window))
                    .flip(random.nextBoolean())
                    .orphans(OrphanFragments.FALLBACK)
                    .fallback(random.nextInt(-40_000, 70_000) / 4.0)
                    .compatibility(
                            type == SampleType.INT16 && random.nextBoolean()
                                    ? Compatibility.STRAX
                                    : Compatibility.NONE);
            if (random.nextBoolean()) {
                builder.fragments(new Column(ScalarType.UINT8, 8));
                if (random.nextBoolean()) {
                    builder.pulseTimes(new Column(ScalarType.INT64, 10), new Column(ScalarType.INT16, 18));
                }
            }
            Fill fill = Fill.values()[random.nextInt(Fill.values().length)];
            assertAgree(
                    builder,
                    layout,
                    fill,
                    random.nextLong(),
                    random.nextInt(1, 7),
                    () -> "seed=" + seed + " " + layout + " window=" + window + " " + fill);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT16, 100003, LEAST",
        "INT16, 131072, RANDOM",
        "UINT16, 100003, GREATEST",
        "UINT16, 98304, LEAST",
        "UINT16, 65537, RANDOM"
    })
    void agreeOnVeryLongRecords(SampleType type, int samples, Fill fill) {
        WaveformLayout layout = WaveformLayout.of(type, 1 + samples * type.bytes(), 1, samples);
        assertAgree(
                BaselineKernel.of(layout).window(SampleRange.from(0)),
                layout,
                fill,
                samples,
                2,
                () -> type + " " + fill + " seed=samples=" + samples);
    }

    private static void assertAgree(
            BaselineKernel.Builder builder,
            WaveformLayout layout,
            Fill fill,
            long seed,
            int count,
            Supplier<String> what) {
        int room = layout.samples() * layout.sampleType().bytes();
        BaselineResults results = new BaselineResults(12 + room, 1, 5, 11);
        builder.results(results);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 1, fill, seed);
            long bytes = 3 + (count - 1L) * results.stride() + 11 + room;
            MemorySegment expected = arena.allocate(bytes).fill((byte) 0x5A);
            MemorySegment actual = arena.allocate(bytes).fill((byte) 0x5A);
            compute(builder.provider(Kernels.scalar()).build(), waveforms, count, expected);
            compute(builder.provider(Kernels.provider()).build(), waveforms, count, actual);
            long difference = expected.mismatch(actual);
            assertEquals(
                    -1,
                    difference,
                    () -> Kernels.provider() + " and the scalar twin differ at result byte " + difference + ": "
                            + what.get());
        }
    }

    private static void compute(BaselineKernel kernel, MemorySegment waveforms, int count, MemorySegment results) {
        if (kernel.hasFragments()) {
            kernel.compute(waveforms, 1, count, results, 3, ChannelBaselines.of(5));
        } else {
            kernel.compute(waveforms, 1, count, results, 3);
        }
    }
}
