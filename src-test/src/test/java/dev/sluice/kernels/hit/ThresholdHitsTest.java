package dev.sluice.kernels.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The threshold hit finder against its definition, against its twin in bits, and at its door.
@KernelTest
class ThresholdHitsTest {

    private static final int HEADER = 40;
    private static final Column DT = new Column(ScalarType.INT32, 8);

    /// Lengths around one, two and three vectors of every width, and around the words that crossings are kept in.
    private static final int[] LENGTHS = {
        0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 47, 48, 49, 63, 64, 65, 79, 95, 96, 97, 127, 128, 129,
        135
    };

    /// time i8, dt i4, length i4, baseline f8, channel i2, board i2, record_id i4, then the wave.
    static WaveformLayout layout(SampleType type, int samples) {
        return WaveformLayout.of(type, HEADER + samples * type.bytes(), HEADER, samples)
                .withValidLength(ScalarType.INT32, 12)
                .withBaseline(ScalarType.FLOAT64, 16)
                .withChannel(ScalarType.INT16, 24);
    }

    static ThresholdHitsKernel.Builder kernel(WaveformLayout layout) {
        return ThresholdHitsKernel.of(layout, 0, DT)
                .board(new Column(ScalarType.INT16, 26))
                .recordId(new Column(ScalarType.INT32, 28));
    }

    static Stream<Arguments> typesAndSeeds() {
        return Stream.of(SampleType.values())
                .flatMap(type -> Stream.of(1L, 2L, 3L, 4L).map(seed -> Arguments.of(type, seed)));
    }

    @ParameterizedTest
    @MethodSource("typesAndSeeds")
    void hitsAreThoseOfThePlainDefinition(SampleType type, long seed) {
        Random random = new Random(seed);
        int samples = 1 + random.nextInt(200);
        int count = 40;
        WaveformLayout layout = layout(type, samples);
        int left = random.nextInt(4);
        int right = random.nextInt(4);
        ChannelThresholds thresholds = ChannelThresholds.of(9.75, Map.of(1, 0.0, 3, 30.25));
        Polarities polarities = Polarities.parse("negative,1:positive,2:positive");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = pulses(arena, layout, count, random);
            MemorySegment hits = arena.allocate(4000L * ThresholdHitsKernel.BYTES);
            long found = kernel(layout)
                    .thresholds(thresholds)
                    .polarities(polarities)
                    .leftExtension(left)
                    .rightExtension(right)
                    .build()
                    .find(waveforms, 0, count, hits, 0, 4000);
            long next = 0;
            for (int i = 0; i < count; i++) {
                long record = (long) i * layout.stride();
                int channel = waveforms.get(Waveforms.INT16, record + 24);
                List<PlainThresholdHits> expected = PlainThresholdHits.of(
                        wave(waveforms, layout, i),
                        waveforms.get(Waveforms.FLOAT64, record + 16),
                        polarities.of(channel) == Polarity.POSITIVE,
                        thresholds.of(channel),
                        left,
                        right,
                        waveforms.get(Waveforms.INT32, record + 8));
                for (PlainThresholdHits hit : expected) {
                    String at = "seed=" + seed + " type=" + type + " record=" + i + " hit=" + next;
                    assertHit(hit, hits.asSlice(next * 76, 76), waveforms.asSlice(record, layout.stride()), at);
                    next++;
                }
            }
            assertEquals(next, found, "seed=" + seed);
        }
    }

    private static void assertHit(PlainThresholdHits expected, MemorySegment hit, MemorySegment record, String at) {
        long time = record.get(Waveforms.INT64, 0);
        assertEquals(time, hit.get(Waveforms.INT64, 0), at);
        assertEquals(expected.position(), hit.get(Waveforms.INT64, 8), at);
        assertEquals((float) expected.height(), hit.get(Waveforms.FLOAT32, 16), at);
        float integral = (float) expected.integral();
        assertEquals(integral, hit.get(Waveforms.FLOAT32, 20), Math.ulp(integral), at);
        assertEquals(expected.edgeStart(), hit.get(Waveforms.INT32, 24), at);
        assertEquals(expected.edgeEnd(), hit.get(Waveforms.INT32, 28), at);
        assertEquals(expected.edgeEnd() - expected.edgeStart(), hit.get(Waveforms.FLOAT32, 32), at);
        assertEquals(record.get(Waveforms.INT32, 8), hit.get(Waveforms.FLOAT64, 36), at);
        assertEquals((float) expected.riseTime(), hit.get(Waveforms.FLOAT32, 44), at);
        assertEquals((float) expected.fallTime(), hit.get(Waveforms.FLOAT32, 48), at);
        assertEquals(
                time + expected.position() * (long) record.get(Waveforms.INT32, 8), hit.get(Waveforms.INT64, 52), at);
        assertEquals(record.get(Waveforms.INT16, 26), hit.get(Waveforms.INT32, 60), at);
        assertEquals(record.get(Waveforms.INT16, 24), hit.get(Waveforms.INT32, 64), at);
        assertEquals(record.get(Waveforms.INT32, 28), hit.get(Waveforms.INT64, 68), at);
    }

    static Stream<Arguments> typesAndFills() {
        return Stream.of(SampleType.values())
                .flatMap(type -> Stream.of(Fill.values()).map(fill -> Arguments.of(type, fill)));
    }

    @ParameterizedTest
    @MethodSource("typesAndFills")
    void twinsAgreeInBitsAtEveryLengthAroundTheVectorWidths(SampleType type, Fill fill) {
        for (int samples : LENGTHS) {
            WaveformLayout layout = WaveformLayout.of(type, 25 + samples * type.bytes(), 23, samples)
                    .withChannel(ScalarType.INT8, 19);
            ThresholdHitsKernel.Builder builder = ThresholdHitsKernel.of(layout, 3, new Column(ScalarType.FLOAT32, 12))
                    .baselineRange(SampleRange.parse(samples % 2 == 0 ? "0:20" : ":"))
                    .thresholds(ChannelThresholds.parse("100,1:-20,2:1e9,3:0"))
                    .polarities(Polarities.parse("negative,0:positive,4:positive"));
            assertTwinsAgree(builder, layout, fill, samples, () -> type + " " + fill + " seed=samples=" + samples);
        }
    }

    private static void assertTwinsAgree(
            ThresholdHitsKernel.Builder builder, WaveformLayout layout, Fill fill, long seed, Supplier<String> what) {
        int count = 6;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 1, fill, seed);
            long bytes = 410L * ThresholdHitsKernel.BYTES;
            MemorySegment expected = arena.allocate(bytes).fill((byte) 0x5A);
            MemorySegment actual = arena.allocate(bytes).fill((byte) 0x5A);
            long first = builder.provider(Kernels.scalar()).build().find(waveforms, 1, count, expected, 0, 410);
            long second = builder.provider(Kernels.provider()).build().find(waveforms, 1, count, actual, 0, 410);
            assertEquals(first, second, what);
            assertEquals(-1, expected.mismatch(actual), what);
        }
    }

    /// N9: two hits close together share no sample, and the small one keeps its own height.
    @Test
    void noSampleIsOfTwoHitsAndNoHeightIsTheNeighbours() {
        int[] signal = {0, 0, 20, 20, 3, 5, 900, 0, 0, 0};
        for (SampleType type : SampleType.values()) {
            WaveformLayout layout = layout(type, 10);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment waveforms = flat(arena, layout, 8000, 10);
                for (int i = 0; i < 10; i++) {
                    long at = HEADER + (long) i * type.bytes();
                    if (type == SampleType.FLOAT32) {
                        waveforms.set(Waveforms.FLOAT32, at, 8000 - signal[i]);
                    } else {
                        waveforms.set(Waveforms.INT16, at, (short) (8000 - signal[i]));
                    }
                }
                MemorySegment hits = arena.allocate(5L * ThresholdHitsKernel.BYTES);
                ThresholdHitsKernel.Builder builder =
                        kernel(layout).leftExtension(3).rightExtension(3);
                assertEquals(2, builder.build().find(waveforms, 0, 1, hits, 0, 5));
                long second = ThresholdHitsKernel.BYTES;
                assertEquals(20, hits.get(Waveforms.FLOAT32, 16));
                assertEquals(48, hits.get(Waveforms.FLOAT32, 20));
                assertEquals(900, hits.get(Waveforms.FLOAT32, second + 16));
                assertEquals(900, hits.get(Waveforms.FLOAT32, second + 20));
                assertEquals(6, hits.get(Waveforms.INT32, 28));
                assertEquals(6, hits.get(Waveforms.INT32, second + 24));
                builder.overlappingExtensions(true).build().find(waveforms, 0, 1, hits, 0, 5);
                assertEquals(900, hits.get(Waveforms.FLOAT32, 16));
                assertEquals(948, hits.get(Waveforms.FLOAT32, 20));
            }
        }
    }

    @Test
    void paddingBehindTheValidLengthIsNoSignal() {
        WaveformLayout layout = layout(SampleType.INT16, 20);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = flat(arena, layout, 8000, 8);
            waveforms.set(Waveforms.INT16, HEADER + 2 * 7, (short) 7900);
            MemorySegment hits = arena.allocate(5L * ThresholdHitsKernel.BYTES);
            assertEquals(1, kernel(layout).build().find(waveforms, 0, 1, hits, 0, 5));
            assertEquals(7, hits.get(Waveforms.INT64, 8));
            assertEquals(100, hits.get(Waveforms.FLOAT32, 16));
            assertEquals(8, hits.get(Waveforms.INT32, 28));
        }
    }

    @Test
    void timestampsAreExactBeyondTheWholeNumbersOfFloat64() {
        WaveformLayout layout = layout(SampleType.INT16, 20);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = flat(arena, layout, 8000, 20);
            long time = (1L << 53) + 1;
            waveforms.set(Waveforms.INT64, 0, time);
            waveforms.set(Waveforms.INT16, HEADER + 2 * 7, (short) 7900);
            MemorySegment hits = arena.allocate(5L * ThresholdHitsKernel.BYTES);
            kernel(layout).build().find(waveforms, 0, 1, hits, 0, 5);
            assertEquals(time + 7 * 2000, hits.get(Waveforms.INT64, 52));
        }
    }

    @Test
    void aSampleAtTheThresholdIsOverIt() {
        WaveformLayout layout = layout(SampleType.INT16, 20);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = flat(arena, layout, 8000, 20);
            waveforms.set(Waveforms.INT16, HEADER + 2 * 7, (short) 7990);
            MemorySegment hits = arena.allocate(5L * ThresholdHitsKernel.BYTES);
            assertEquals(1, kernel(layout).build().find(waveforms, 0, 1, hits, 0, 5));
            ChannelThresholds higher = ChannelThresholds.all(10.5);
            assertEquals(0, kernel(layout).thresholds(higher).build().find(waveforms, 0, 1, hits, 0, 5));
        }
    }

    @Test
    void hitsBeyondTheCapacityAreCountedAndNotWritten() {
        WaveformLayout layout = layout(SampleType.INT16, 100);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = flat(arena, layout, 8000, 100);
            for (int i = 1; i < 100; i += 2) {
                waveforms.set(Waveforms.INT16, HEADER + 2 * i, (short) 0);
            }
            MemorySegment hits = arena.allocate(4L * ThresholdHitsKernel.BYTES).fill((byte) 7);
            ThresholdHitsKernel kernel =
                    kernel(layout).leftExtension(0).rightExtension(0).build();
            assertEquals(50, kernel.find(waveforms, 0, 1, hits, 0, 3));
            assertEquals(5, hits.get(Waveforms.INT64, 2L * ThresholdHitsKernel.BYTES + 8));
            MemorySegment behind = hits.asSlice(3L * ThresholdHitsKernel.BYTES);
            assertEquals(-1, behind.mismatch(arena.allocate(behind.byteSize()).fill((byte) 7)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void noRecordsAndNoCapacityAreFine(int count) {
        WaveformLayout layout = layout(SampleType.INT16, 20);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = flat(arena, layout, 8000, 20);
            assertEquals(0, kernel(layout).build().find(waveforms, 0, count, arena.allocate(0), 0, 0));
        }
    }

    @Test
    void theDoorRefusesWhatDoesNotFit() {
        WaveformLayout layout = layout(SampleType.INT16, 20);
        ThresholdHitsKernel kernel = kernel(layout).build();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = flat(arena, layout, 8000, 20);
            MemorySegment hits = arena.allocate(100);
            assertThrows(IndexOutOfBoundsException.class, () -> kernel.find(waveforms, 0, 2, hits, 0, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> kernel.find(waveforms, 0, 1, hits, 0, 2));
            assertThrows(IllegalArgumentException.class, () -> kernel.find(waveforms, 0, 1, hits.asReadOnly(), 0, 1));
        }
        WaveformLayout channelless = WaveformLayout.of(SampleType.INT16, 60, 20, 20);
        ThresholdHitsKernel.Builder builder = ThresholdHitsKernel.of(channelless, 0, DT);
        assertRefused(
                () -> builder.thresholds(ChannelThresholds.parse("10,1:20")).build(), "no channel");
        assertRefused(() -> builder.leftExtension(-1).rightExtension(2), "leftExtension=-1");
        assertRefused(() -> ThresholdHitsKernel.of(channelless, 56, DT), "stride=60");
        assertRefused(() -> ThresholdHitsKernel.of(channelless, 0, Column.NONE), "dt");
        assertRefused(() -> builder.board(new Column(ScalarType.FLOAT32, 0)), "board");
        assertRefused(() -> builder.recordId(new Column(ScalarType.INT64, 58)), "record id");
    }

    private static void assertRefused(Runnable call, String sentence) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(sentence), message);
    }

    private static MemorySegment flat(Arena arena, WaveformLayout layout, int level, int valid) {
        MemorySegment record = arena.allocate(layout.stride());
        record.set(Waveforms.INT32, 8, 2000);
        record.set(Waveforms.INT32, 12, valid);
        record.set(Waveforms.FLOAT64, 16, level);
        for (int i = 0; i < valid; i++) {
            record.set(Waveforms.INT16, HEADER + 2L * i, (short) level);
        }
        return record;
    }

    /// Noise around the baseline, so that every threshold of the test is crossed again and again.
    private static MemorySegment pulses(Arena arena, WaveformLayout layout, int count, Random random) {
        MemorySegment waveforms = Waveforms.allocate(arena, layout, count, 0, Fill.RANDOM, random.nextLong());
        for (int i = 0; i < count; i++) {
            long record = (long) i * layout.stride();
            double baseline = 8000 + random.nextInt(40) / 4.0;
            waveforms.set(Waveforms.INT64, record, random.nextLong() >> 2);
            waveforms.set(Waveforms.INT32, record + 8, random.nextInt(1000));
            waveforms.set(Waveforms.FLOAT64, record + 16, baseline);
            double noise = random.nextInt(4) == 0 ? 3 : 20;
            for (int k = 0; k < layout.samples(); k++) {
                int sample = (int) Math.rint(baseline + noise * random.nextGaussian());
                long at = record + HEADER + (long) k * layout.sampleType().bytes();
                if (layout.sampleType() == SampleType.FLOAT32) {
                    waveforms.set(Waveforms.FLOAT32, at, random.nextInt(50) == 0 ? Float.NaN : sample + 0.25f);
                } else {
                    waveforms.set(Waveforms.INT16, at, (short) sample);
                }
            }
        }
        return waveforms;
    }

    private static double[] wave(MemorySegment waveforms, WaveformLayout layout, int index) {
        long record = (long) index * layout.stride();
        int valid = Math.clamp(waveforms.get(Waveforms.INT32, record + 12), 0, layout.samples());
        double[] wave = new double[valid];
        for (int k = 0; k < valid; k++) {
            long at = record + HEADER + (long) k * layout.sampleType().bytes();
            wave[k] = switch (layout.sampleType()) {
                case INT16 -> waveforms.get(Waveforms.INT16, at);
                case UINT16 -> waveforms.get(Waveforms.INT16, at) & 0xFFFF;
                case FLOAT32 -> waveforms.get(Waveforms.FLOAT32, at);
            };
        }
        return wave;
    }
}
