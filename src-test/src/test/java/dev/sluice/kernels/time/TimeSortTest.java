package dev.sluice.kernels.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.StraxGolden;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class TimeSortTest {

    private static final int STRIDE = 27;
    private static final int TIME = 3;
    private static final Column CHANNEL = new Column(ScalarType.INT16, 11);
    private static final int NUMBER = 20;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "2, 2, 2",
        "3, 1000, 8",
        "100, 40, 3",
        "100, 144115188075855872, 1", // keys of 57 bits and indices of 7 fill a word
        "5000, 2251799813685248, 1", // 51 and 13
        "4097, 100, 500",
        "5000, 1000000000000, 500",
        "20000, 9, 20"
    })
    void orderIsByTimeThenChannelThenFormerOrder(int count, long span, int channels) {
        for (long seed = 1; seed <= 3; seed++) {
            RandomGenerator random = new Random(seed);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment records = arena.allocate((long) count * STRIDE);
                for (int i = 0; i < count; i++) {
                    set(records, i, random.nextLong(span) - span / 2, random.nextInt(channels) - 1);
                }
                assertSorted(arena, records, count, "seed=" + seed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void timesAndChannelsOverAllOfInt64AreSorted(long seed) {
        RandomGenerator random = new Random(seed);
        int count = 3000;
        Column wide = new Column(ScalarType.INT64, 8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(24L * count);
            for (int i = 0; i < count; i++) {
                long time = i % 5 == 0 ? extreme(random) : random.nextInt(3);
                records.set(Waveforms.INT64, 24L * i, time);
                records.set(Waveforms.INT64, 24L * i + 8, i % 3 == 0 ? extreme(random) : random.nextLong());
                records.set(Waveforms.INT64, 24L * i + 16, i);
            }
            MemorySegment target = arena.allocate(24L * count);
            TimeSortKernel.of(24, 0)
                    .breakingTiesBy(wide)
                    .sort(records, 0, count, target, 0, arena.allocate(TimeSortKernel.scratchBytes(count, 24)));
            int[] expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingLong(i -> records.get(Waveforms.INT64, 24L * i))
                            .thenComparingLong(i -> records.get(Waveforms.INT64, 24L * i + 8)))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < count; i++) {
                assertEquals(expected[i], target.get(Waveforms.INT64, 24L * i + 16), "seed=" + seed + " at " + i);
            }
        }
    }

    @Test
    void subNanosecondOrderSurvivesWithoutAChannelUnlikeInStrax() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(24);
            long[] times = {0, (1L << 53) + 1, 1L << 53};
            for (int i = 0; i < 3; i++) {
                records.set(Waveforms.INT64, 8L * i, times[i]);
            }
            MemorySegment target = arena.allocate(24);
            TimeSortKernel.of(8, 0).sort(records, 0, 3, target, 0, arena.allocate(TimeSortKernel.scratchBytes(3, 8)));
            assertEquals(1L << 53, target.get(Waveforms.INT64, 8));
            assertEquals((1L << 53) + 1, target.get(Waveforms.INT64, 16));
        }
    }

    @Test
    void sortedRecordsAreCopied() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(100L * STRIDE);
            for (int i = 0; i < 100; i++) {
                set(records, i, i / 3, i % 3);
            }
            assertSorted(arena, records, 100, "sorted");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 127, 128, 129, 244, 257})
    void wholeRecordsOfAnySizeMoveAndNothingElse(int stride) {
        assertWholeRecordsMove(stride, 50, 37);
    }

    /// So many records, so far apart, that they are dealt into buckets first.
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 15, 16, 31, 32, 33, 47, 48, 49, 63, 64, 65, 244})
    void scatteredRecordsOfAnySizeMoveAndNothingElse(int stride) {
        assertWholeRecordsMove(stride, 5003, 2503);
    }

    private static void assertWholeRecordsMove(int stride, int count, long step) {
        RandomGenerator random = new Random(stride);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate((long) count * stride + 5);
            for (long i = 0; i < records.byteSize(); i++) {
                records.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
            for (int i = 0; i < count; i++) {
                records.set(Waveforms.INT64, 5 + (long) i * stride, (i * step) % count);
            }
            MemorySegment target = arena.allocate((long) count * stride + 6).fill((byte) 0x5A);
            TimeSortKernel.of(stride, 0)
                    .sort(records, 5, count, target, 3, arena.allocate(TimeSortKernel.scratchBytes(count, stride)));
            for (int i = 0; i < count; i++) {
                long to = 3 + (i * step % count) * stride;
                MemorySegment expected = records.asSlice(5 + (long) i * stride, stride);
                assertEquals(-1, expected.mismatch(target.asSlice(to, stride)), "stride=" + stride + " record " + i);
            }
            for (long outside : new long[] {0, 1, 2, target.byteSize() - 3, target.byteSize() - 1}) {
                assertEquals(0x5A, target.get(java.lang.foreign.ValueLayout.JAVA_BYTE, outside), "byte " + outside);
            }
        }
    }

    @Test
    void recordsOfStraxAreSortedAsByStrax() {
        try (StraxGolden golden = StraxGolden.open()) {
            StraxGolden.Table input = golden.table("golden_pulses/sort_input.npy");
            StraxGolden.Table output = golden.table("golden_pulses/sort_output.npy");
            MemorySegment sorted = golden.allocate(input.bytes().byteSize());
            TimeSortKernel.of(input.stride(), input.offset("time"))
                    .breakingTiesBy(new Column(ScalarType.INT16, input.offset("channel")))
                    .sort(
                            input.bytes(),
                            0,
                            input.count(),
                            sorted,
                            0,
                            golden.allocate(TimeSortKernel.scratchBytes(input.count(), input.stride())));
            assertEquals(-1, output.bytes().mismatch(sorted));
        }
    }

    @Test
    void hitsOfStraxAreSortedAsByStrax() {
        try (StraxGolden golden = StraxGolden.open()) {
            StraxGolden.Table input = golden.table("golden_pulses/hits_15.npy");
            MemorySegment sorted = golden.allocate(input.bytes().byteSize());
            TimeSortKernel.of(input.stride(), input.offset("time"))
                    .breakingTiesBy(new Column(ScalarType.INT16, input.offset("channel")))
                    .sort(
                            input.bytes(),
                            0,
                            input.count(),
                            sorted,
                            0,
                            golden.allocate(TimeSortKernel.scratchBytes(input.count(), input.stride())));
            assertEquals(
                    -1, golden.table("golden_peaks/hits_15_sorted.npy").bytes().mismatch(sorted));
        }
    }

    @Test
    void whatCannotBeSortedIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(160);
            MemorySegment scratch = arena.allocate(TimeSortKernel.scratchBytes(10, 16));
            TimeSortKernel kernel = TimeSortKernel.of(16, 0);
            assertRefused(
                    IndexOutOfBoundsException.class,
                    "scratch",
                    () -> kernel.sort(records, 0, 10, arena.allocate(160), 0, arena.allocate(8)));
            assertRefused(
                    IndexOutOfBoundsException.class,
                    "target",
                    () -> kernel.sort(records, 0, 10, arena.allocate(159), 0, scratch));
            assertRefused(
                    IllegalArgumentException.class, "overlap", () -> kernel.sort(records, 0, 5, records, 64, scratch));
            assertRefused(
                    IllegalArgumentException.class,
                    "count=-1",
                    () -> kernel.sort(records, 0, -1, records, 64, scratch));
            assertRefused(
                    IllegalArgumentException.class, "count=2147483648", () -> TimeSortKernel.scratchBytes(1L << 31, 8));
            assertRefused(IllegalArgumentException.class, "time", () -> TimeSortKernel.of(16, 9));
            assertRefused(
                    IllegalArgumentException.class,
                    "channel",
                    () -> kernel.breakingTiesBy(new Column(ScalarType.INT16, 15)));
            assertRefused(
                    IllegalArgumentException.class,
                    "not an integer",
                    () -> kernel.breakingTiesBy(new Column(ScalarType.FLOAT32, 8)));
        }
    }

    @Test
    void sortingAllocatesNothing() {
        int count = 500;
        RandomGenerator random = new Random(3);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate((long) count * STRIDE);
            for (int i = 0; i < count; i++) {
                set(records, i, random.nextLong(1 << 30), random.nextInt(9));
            }
            MemorySegment target = arena.allocate((long) count * STRIDE);
            MemorySegment scratch = arena.allocate(TimeSortKernel.scratchBytes(count, STRIDE));
            TimeSortKernel kernel = TimeSortKernel.of(STRIDE, TIME).breakingTiesBy(CHANNEL);
            Allocation.assertNone(() -> kernel.sort(records, 0, count, target, 0, scratch));
        }
    }

    private static void assertSorted(Arena arena, MemorySegment records, int count, String what) {
        MemorySegment target = arena.allocate((long) count * STRIDE);
        TimeSortKernel kernel = TimeSortKernel.of(STRIDE, TIME).breakingTiesBy(CHANNEL);
        kernel.sort(records, 0, count, target, 0, arena.allocate(TimeSortKernel.scratchBytes(count, STRIDE)));
        int[] expected = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> time(records, i))
                        .thenComparingLong(i -> channel(records, i)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < count; i++) {
            assertEquals(
                    expected[i],
                    target.get(Waveforms.INT32, (long) i * STRIDE + NUMBER),
                    what + " count=" + count + " at " + i);
            assertEquals(time(records, expected[i]), time(target, i));
        }
        MemorySegment twin = arena.allocate((long) count * STRIDE);
        kernel.provider(Kernels.scalar())
                .sort(records, 0, count, twin, 0, arena.allocate(TimeSortKernel.scratchBytes(count, STRIDE)));
        assertEquals(-1, twin.mismatch(target), Kernels.provider() + " and the scalar twin differ: " + what);
    }

    private static void set(MemorySegment records, int index, long time, int channel) {
        long at = (long) index * STRIDE;
        records.set(Waveforms.INT64, at + TIME, time);
        records.set(Waveforms.INT16, at + CHANNEL.offset(), (short) channel);
        records.set(Waveforms.INT32, at + NUMBER, index);
    }

    private static long time(MemorySegment records, int index) {
        return records.get(Waveforms.INT64, (long) index * STRIDE + TIME);
    }

    private static long channel(MemorySegment records, int index) {
        return records.get(Waveforms.INT16, (long) index * STRIDE + CHANNEL.offset());
    }

    private static long extreme(RandomGenerator random) {
        return random.nextBoolean() ? Long.MIN_VALUE + random.nextInt(2) : Long.MAX_VALUE - random.nextInt(2);
    }

    private static void assertRefused(Class<? extends RuntimeException> expected, String part, Executable call) {
        RuntimeException refusal = assertThrowsExactly(expected, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
