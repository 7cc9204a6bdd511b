package dev.sluice.kernels.time;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.StraxGolden;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class IntervalPairsTest {

    private static final int STRIDE = 21;
    private static final IntervalLayout LAYOUT = IntervalLayout.ending(STRIDE, 2, 10);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theFirstContainerThatHoldsAThingIsFoundHoweverTheyOverlap(long seed) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            long[][] things = intervals(random, random.nextInt(40), 60, 6);
            long[][] containers = intervals(random, random.nextInt(20), 60, 25);
            int[] expected = new int[things.length];
            for (int i = 0; i < things.length; i++) {
                expected[i] = -1;
                for (int k = containers.length - 1; k >= 0; k--) {
                    boolean starts = containers[k][0] <= things[i][0] && things[i][0] < containers[k][1];
                    expected[i] = starts && things[i][1] <= containers[k][1] ? k : expected[i];
                }
            }
            assertArrayEquals(expected, contained(things, containers, Compatibility.NONE), "seed=" + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 5", "4, -2", "5, 1000", "6, -1", "7, -1000"})
    void touchingThingsAreThoseOfThePlainSearch(long seed, long window) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            long[][] things = intervals(random, random.nextInt(40), 60, 6);
            long[][] containers = intervals(random, random.nextInt(20), 60, 25);
            int[] expected = new int[2 * containers.length];
            for (int k = 0; k < containers.length; k++) {
                int left = 0;
                while (left < things.length && things[left][1] <= containers[k][0] - window) {
                    left++;
                }
                int right = 0;
                while (right < things.length && things[right][0] < containers[k][1] + window) {
                    right++;
                }
                expected[2 * k] = left;
                expected[2 * k + 1] = Math.max(left, right);
            }
            assertArrayEquals(expected, touching(things, containers, window), "seed=" + seed);
        }
    }

    @Test
    void aThingInALaterOverlappingContainerIsNotMissedAsInStrax() {
        long[][] things = {{5, 15}};
        long[][] containers = {{0, 10}, {4, 20}};
        assertArrayEquals(new int[] {1}, contained(things, containers, Compatibility.NONE));
        assertArrayEquals(new int[] {-1}, contained(things, containers, Compatibility.STRAX));
    }

    @Test
    void endsAreExclusive() {
        assertArrayEquals(
                new int[] {-1, -1},
                contained(new long[][] {{10, 10}, {10, 12}}, new long[][] {{0, 10}}, Compatibility.NONE));
        assertArrayEquals(new int[] {1, 1}, touching(new long[][] {{0, 10}, {20, 30}}, new long[][] {{10, 20}}, 0));
        assertArrayEquals(new int[] {0, 2}, touching(new long[][] {{0, 10}, {20, 30}}, new long[][] {{10, 20}}, 1));
    }

    @Test
    void windowsAtTheLimitsOfTimeDoNotWrap() {
        long[][] ends = {{Long.MIN_VALUE, Long.MIN_VALUE + 1}, {Long.MAX_VALUE - 1, Long.MAX_VALUE}};
        assertArrayEquals(new int[] {0, 1, 1, 2}, touching(ends, ends, Long.MAX_VALUE));
    }

    @Test
    void hitsOfStraxAreInTheContainersThatStraxFinds() {
        try (StraxGolden golden = StraxGolden.open()) {
            StraxGolden.Table hits = golden.table("golden_peaks/hits_15_sorted.npy");
            StraxGolden.Table peaks = golden.table("golden_peaks/peaks_found.npy");
            MemorySegment results = golden.allocate(4L * hits.count());
            for (Compatibility mode : Compatibility.values()) {
                FullyContainedKernel.of(layout(hits, ScalarType.INT16), layout(peaks, ScalarType.INT32), mode)
                        .compute(hits.bytes(), 0, hits.count(), peaks.bytes(), 0, peaks.count(), results, 0);
                MemorySegment expected =
                        golden.table("golden_peaks/hits_container.npy").bytes();
                for (int i = 0; i < hits.count(); i++) {
                    assertEquals(
                            expected.getAtIndex(ValueLayout.JAVA_LONG, i),
                            results.getAtIndex(ValueLayout.JAVA_INT, i),
                            mode + " hit " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "500, 500", "-1, m1"})
    void recordsOfStraxTouchThePeaksThatStraxFinds(long window, String name) {
        try (StraxGolden golden = StraxGolden.open()) {
            StraxGolden.Table records = golden.table("golden_pulses/records_baseline.npy");
            StraxGolden.Table peaks = golden.table("golden_peaks/peaks_found.npy");
            MemorySegment results = golden.allocate(8L * peaks.count());
            TouchingWindowsKernel.of(layout(records, ScalarType.INT16), layout(peaks, ScalarType.INT32), window)
                    .compute(records.bytes(), 0, records.count(), peaks.bytes(), 0, peaks.count(), results, 0);
            assertEquals(
                    -1,
                    golden.table("golden_peaks/touching_windows_" + name + ".npy")
                            .bytes()
                            .mismatch(results));
        }
    }

    @Test
    void listsOutOfOrderAreRefused() {
        long[][] sorted = {{0, 1}, {5, 6}};
        assertRefused("thing 1", new long[][] {{1, 2}, {0, 3}}, sorted);
        assertRefused("thing 0", new long[][] {{1, 0}}, sorted);
        assertRefused("container 1", sorted, new long[][] {{1, 2}, {0, 3}});
    }

    @Test
    void nothingIsAllocated() {
        try (Arena arena = Arena.ofConfined()) {
            long[][] intervals = intervals(new Random(1), 200, 5000, 20);
            MemorySegment segment = segment(arena, intervals);
            MemorySegment results = arena.allocate(8L * 200);
            FullyContainedKernel contained = FullyContainedKernel.of(LAYOUT, LAYOUT, Compatibility.NONE);
            TouchingWindowsKernel touching = TouchingWindowsKernel.of(LAYOUT, LAYOUT, 3);
            Allocation.assertNone(() -> {
                contained.compute(segment, 0, 200, segment, 0, 200, results, 0);
                touching.compute(segment, 0, 200, segment, 0, 200, results, 0);
            });
        }
    }

    private static IntervalLayout layout(StraxGolden.Table table, ScalarType dt) {
        return IntervalLayout.lasting(
                table.stride(),
                table.offset("time"),
                new Column(ScalarType.INT32, table.offset("length")),
                new Column(dt, table.offset("dt")));
    }

    private static void assertRefused(String part, long[][] things, long[][] containers) {
        for (int kind = 0; kind < 2; kind++) {
            boolean touches = kind == 1;
            RuntimeException refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> assertTrue((touches
                                            ? touching(things, containers, 0)
                                            : contained(things, containers, Compatibility.NONE))
                                    .length
                            < 0));
            assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
        }
    }

    private static int[] contained(long[][] things, long[][] containers, Compatibility mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment results = arena.allocate(4L * things.length + 1);
            FullyContainedKernel.of(LAYOUT, LAYOUT, mode)
                    .compute(
                            segment(arena, things),
                            0,
                            things.length,
                            segment(arena, containers),
                            0,
                            containers.length,
                            results,
                            1);
            return ints(results, things.length);
        }
    }

    private static int[] touching(long[][] things, long[][] containers, long window) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment results = arena.allocate(8L * containers.length + 1);
            TouchingWindowsKernel.of(LAYOUT, LAYOUT, window)
                    .compute(
                            segment(arena, things),
                            0,
                            things.length,
                            segment(arena, containers),
                            0,
                            containers.length,
                            results,
                            1);
            return ints(results, 2 * containers.length);
        }
    }

    private static int[] ints(MemorySegment results, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = results.get(Waveforms.INT32, 1 + 4L * i);
        }
        return values;
    }

    private static MemorySegment segment(Arena arena, long[][] intervals) {
        MemorySegment segment = arena.allocate((long) STRIDE * intervals.length + 1);
        for (int i = 0; i < intervals.length; i++) {
            segment.set(Waveforms.INT64, (long) STRIDE * i + 2, intervals[i][0]);
            segment.set(Waveforms.INT64, (long) STRIDE * i + 10, intervals[i][1]);
        }
        return segment;
    }

    private static long[][] intervals(RandomGenerator random, int count, int span, int longest) {
        long[][] intervals = new long[count][];
        for (int i = 0; i < count; i++) {
            long start = random.nextInt(span);
            intervals[i] = new long[] {start, start + random.nextInt(longest)};
        }
        Arrays.sort(intervals, Comparator.comparingLong(interval -> interval[0]));
        return intervals;
    }
}
