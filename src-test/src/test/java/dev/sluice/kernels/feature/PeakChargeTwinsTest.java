package dev.sluice.kernels.feature;

import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.Twins;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.Polarities;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The chosen provider against the scalar twin, bit for bit.
@KernelTest
class PeakChargeTwinsTest {

    /// Three of the widest vectors of shorts, and some.
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
            WaveformLayout layout = WaveformLayout.of(type, 13 + samples * type.bytes(), 5, samples)
                    .withBaseline(ScalarType.FLOAT32, 1);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment waveforms = Waveforms.allocate(arena, layout, 3, 1, fill, samples);
                String inner = Math.min(3, samples) + ":" + Math.max(3, samples - 1);
                for (String range : new String[] {":", "1:", inner}) {
                    Twins.assertAgree(
                            Twins.builder(layout, range, range),
                            waveforms,
                            1,
                            3,
                            () -> type + " " + fill + " seed=samples=" + length + " range=" + range);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void agreeAtEveryStartAndEndOfAWindow(SampleType type) {
        WaveformLayout layout = WaveformLayout.of(type, 7 + LONGEST * type.bytes(), 7, LONGEST);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, 2, 0, Fill.RANDOM, 17);
            for (int from = 0; from <= LONGEST; from += 1 + from / 9) {
                for (int to = from; to <= LONGEST + 2; to++) {
                    String range = from + ":" + to;
                    Twins.assertAgree(
                            Twins.builder(layout, range, range),
                            waveforms,
                            0,
                            2,
                            () -> type + " seed=17 range=" + range);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreeOnRandomLayoutsRangesAndPolarities(long seed) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            WaveformLayout layout = randomLayout(random);
            String peaks = randomRange(random, layout.samples());
            String charges = randomRange(random, layout.samples());
            String baselines = randomRange(random, layout.samples());
            PeakChargeKernel.Builder builder =
                    Twins.builder(layout, peaks, charges).baselineRange(SampleRange.parse(baselines));
            if (layout.channel().isPresent()) {
                builder.polarities(Polarities.parse("1:positive,2:negative,4:positive"));
            }
            int count = random.nextInt(1, 6);
            int offset = random.nextInt(70);
            Fill fill = Fill.values()[random.nextInt(Fill.values().length)];
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment waveforms = Waveforms.allocate(arena, layout, count, offset, fill, random.nextLong());
                Twins.assertAgree(
                        builder,
                        waveforms,
                        offset,
                        count,
                        () -> "seed=" + seed + " " + layout + " peaks=" + peaks + " charges=" + charges + " baselines="
                                + baselines + " " + fill);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT16, 100003, LEAST",
        "INT16, 100003, GREATEST",
        "INT16, 131072, RANDOM",
        "UINT16, 100003, GREATEST",
        "UINT16, 98304, GREATEST",
        "UINT16, 65537, RANDOM",
        "FLOAT32, 100003, RANDOM"
    })
    void agreeOnVeryLongRecords(SampleType type, int samples, Fill fill) {
        WaveformLayout layout = WaveformLayout.of(type, 1 + samples * type.bytes(), 1, samples);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, 2, 0, fill, samples);
            Twins.assertAgree(
                    Twins.builder(layout, ":", "1:").baselineRange(SampleRange.from(0)),
                    waveforms,
                    0,
                    2,
                    () -> type + " " + fill + " seed=samples=" + samples);
        }
    }

    private static WaveformLayout randomLayout(RandomGenerator random) {
        SampleType type = SampleType.values()[random.nextInt(3)];
        int samples = random.nextInt(4) == 0 ? random.nextInt(2000) : random.nextInt(200);
        int header = 24 + random.nextInt(9);
        int stride = header + samples * type.bytes() + random.nextInt(9);
        WaveformLayout layout = WaveformLayout.of(type, stride, header, samples);
        ScalarType[] lengths = {
            ScalarType.INT16, ScalarType.UINT16, ScalarType.INT32, ScalarType.UINT32, ScalarType.INT64
        };
        ScalarType[] baselines = {ScalarType.INT16, ScalarType.UINT16, ScalarType.FLOAT32, ScalarType.FLOAT64};
        ScalarType[] channels = {
            ScalarType.INT8, ScalarType.UINT8, ScalarType.INT16, ScalarType.UINT16, ScalarType.INT32
        };
        if (random.nextBoolean()) {
            layout = layout.withValidLength(lengths[random.nextInt(lengths.length)], random.nextInt(3));
        }
        if (random.nextBoolean()) {
            layout = layout.withBaseline(baselines[random.nextInt(baselines.length)], 10 + random.nextInt(3));
        }
        return random.nextBoolean() ? layout.withChannel(channels[random.nextInt(channels.length)], 20) : layout;
    }

    private static String randomRange(RandomGenerator random, int samples) {
        int from = random.nextInt(samples + 10);
        return random.nextInt(4) == 0 ? from + ":" : from + ":" + (from + random.nextInt(samples + 10));
    }
}
