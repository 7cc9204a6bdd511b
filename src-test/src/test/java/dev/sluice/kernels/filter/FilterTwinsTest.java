package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.GuardPageTest;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every filter on the chosen provider against its scalar twin, bit for bit.
@KernelTest
class FilterTwinsTest {

    static Stream<Arguments> filtersAndTypes() {
        return Filtering.all()
                .flatMap(filter -> Stream.of(SampleType.values()).map(type -> Arguments.of(filter, type)));
    }

    @ParameterizedTest
    @MethodSource("filtersAndTypes")
    void agreeAtEveryLengthAroundTheVectorWidths(Filter filter, SampleType type) {
        for (int samples = 0; samples <= 80; samples += 1 + samples / 40) {
            int length = samples;
            WaveformLayout layout = WaveformLayout.of(type, 5 + samples * type.bytes(), 5, samples)
                    .withBaseline(ScalarType.INT16, 1);
            Fill fill = Fill.values()[samples % Fill.values().length];
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment waveforms = Waveforms.allocate(arena, layout, 11, 1, fill, samples);
                Filtering.assertTwinsAgree(
                        layout, filter, waveforms, 1, 11, () -> type + " " + fill + " seed=samples=" + length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("filtersAndTypes")
    void agreeOnRecordsOfRandomValidLength(Filter filter, SampleType type) {
        for (int seed = 1; seed <= 8; seed++) {
            int message = seed;
            Random random = new Random(seed);
            WaveformLayout layout = Filtering.layout(type, random.nextInt(1, 300));
            Fill fill = Fill.values()[random.nextInt(Fill.values().length)];
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment waveforms = Waveforms.allocate(arena, layout, 20, 3, fill, seed);
                Filtering.assertTwinsAgree(
                        layout, filter, waveforms, 3, 20, () -> "seed=" + message + " " + layout + " " + fill);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("filtersAndTypes")
    void nothingBehindTheSegmentIsRead(Filter filter, SampleType type) throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = GuardPageTest.readableBeforeAGuardPage();
        for (int samples = 0; samples <= 110; samples += 1 + samples / 40) {
            int length = samples;
            WaveformLayout layout = WaveformLayout.of(type, 9 + samples * type.bytes(), 9, samples);
            MemorySegment waveforms = readable.asSlice(GuardPageTest.PAGE - Waveforms.bytes(layout, 17, 0));
            Waveforms.fill(waveforms, layout, 17, 0, Fill.RANDOM, samples);
            Filtering.assertTwinsAgree(layout, filter, waveforms, 0, 17, () -> type + " samples=" + length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 300})
    void samplesBehindTheValidOnesChangeNothing(int seed) {
        WaveformLayout layout = Filtering.layout(SampleType.FLOAT32, 100);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment clean = Waveforms.allocate(arena, layout, 8, 0, Fill.RANDOM, seed);
            MemorySegment poisoned = arena.allocate(clean.byteSize()).copyFrom(clean);
            for (long record = 0; record < 8; record++) {
                long start = record * layout.stride();
                for (int i = Filtering.valid(clean, layout, start).length; i < 100; i++) {
                    poisoned.set(Waveforms.FLOAT32, start + layout.waveOffset() + 4L * i, Float.NaN);
                }
            }
            Filtering.all().forEach(filter -> assertSame(layout, filter, clean, poisoned, "seed=" + seed));
        }
    }

    private static void assertSame(
            WaveformLayout layout, Filter filter, MemorySegment one, MemorySegment other, String what) {
        FilterKernel kernel = FilterKernel.of(layout, filter).build();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment expected = arena.allocate(8L * 400);
            MemorySegment actual = arena.allocate(8L * 400);
            kernel.compute(one, 0, 8, expected, 0);
            kernel.compute(other, 0, 8, actual, 0);
            assertEquals(-1, expected.mismatch(actual), () -> filter + ", " + what);
        }
    }
}
