package dev.sluice.kernels.time;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.GuardPageTest;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class TimeBoundsTest {

    private final long[] bounds = new long[TimeBounds.VALUES];

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 16, 1632})
    void sortedTimesAreBoundedByFirstAndLast(int stride) {
        int count = 3 * 4096 + 5;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = rising(arena, count, stride);
            TimeBounds.of(stride, 0).scan(times, 0, count, bounds);
            assertArrayEquals(new long[] {-1000, -1000 + (count - 1) / 3, -1, -1000 + (count - 1) / 3, -1}, bounds);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "8, 2", "8, 4095", "8, 4096", "8, 4097", "8, 8192", "8, 12292", "9, 1", "9, 5000"})
    void theFirstDisorderIsFoundWhereItIs(int stride, int at) {
        int count = 3 * 4096 + 5;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = rising(arena, count, stride);
            times.set(Waveforms.INT64, (long) at * stride, Long.MIN_VALUE);
            TimeBounds.of(stride, 0).scan(times, 0, count, bounds);
            assertEquals(at, bounds[TimeBounds.FIRST_DISORDER]);
            assertEquals(Long.MIN_VALUE, bounds[TimeBounds.MIN]);
        }
    }

    /// The page after the records cannot be read: one byte too far brings this JVM down.
    @Test
    void nothingIsReadAfterTheLastField() throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = GuardPageTest.readableBeforeAGuardPage();
        for (ScalarType type : ScalarType.values()) {
            for (int offset = 8; type.isInteger() && offset <= 17; offset++) {
                int bytes = offset + type.bytes();
                MemorySegment records = readable.asSlice(readable.byteSize() - 3L * bytes);
                records.fill((byte) 0);
                Column column = new Column(type, offset);
                TimeBounds ties = TimeBounds.of(bytes, 0).breakingTiesBy(column);
                ties.scan(records, 0, 3, bounds);
                assertArrayEquals(new long[] {0, 0, -1, 0, -1}, bounds);
                TimeBounds.of(bytes, 0).lasting(column, column).scan(records, 0, 3, bounds);
                assertArrayEquals(new long[] {0, 0, -1, 0, -1}, bounds);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyColumnEqualsThePlainScan(long seed) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            int count = random.nextInt(0, random.nextBoolean() ? 40 : 9_000);
            int stride = random.nextBoolean() ? 8 : random.nextInt(8, 40);
            int offset = random.nextInt(5);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment times = arena.allocate(offset + (long) count * stride + 8);
                long value = random.nextLong(1L << 40);
                long[] expected = {Long.MAX_VALUE, Long.MIN_VALUE, -1, Long.MIN_VALUE, -1};
                long previous = Long.MIN_VALUE;
                for (int i = 0; i < count; i++) {
                    value += random.nextInt(2_000) == 0 ? -random.nextInt(9) : random.nextInt(3);
                    times.set(Waveforms.INT64, offset + (long) i * stride, value);
                    expected[0] = Math.min(expected[0], value);
                    expected[1] = Math.max(expected[1], value);
                    expected[2] = expected[2] < 0 && value < previous ? i : expected[2];
                    previous = value;
                }
                expected[3] = expected[1];
                TimeBounds.of(stride, 0).scan(times, offset, count, bounds);
                assertArrayEquals(expected, bounds, "seed=" + seed + " round=" + round);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INT8, 8", "UINT8, 9", "INT16, 8", "UINT16, 11", "INT32, 8", "UINT32, 14", "INT64, 8", "UINT16, 0"})
    void channelsOfEveryIntegerTypeBreakTies(ScalarType type, int offset) {
        int timeOffset = offset == 0 ? 2 : 0;
        Column channel = new Column(type, offset);
        long top = type == ScalarType.INT64 ? Long.MAX_VALUE : (1L << (8 * type.bytes() - 1)) - 1;
        boolean signed = type.name().startsWith("INT");
        long least = signed ? -top - 1 : 0;
        long most = signed ? top : 2 * top + 1;
        int stride = 22;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(3L * stride).fill((byte) 0x5A);
            long[] channels = {least, most, most};
            for (int i = 0; i < 3; i++) {
                records.set(Waveforms.INT64, (long) i * stride + timeOffset, -7);
                Waveforms.set(records, (long) i * stride, channel, channels[i]);
            }
            TimeBounds scan = TimeBounds.of(stride, timeOffset).breakingTiesBy(channel);
            scan.scan(records, 0, 3, bounds);
            assertArrayEquals(new long[] {-7, -7, -1, -7, -1}, bounds);
            Waveforms.set(records, 2L * stride, channel, least);
            scan.scan(records, 0, 3, bounds);
            assertEquals(2, bounds[TimeBounds.FIRST_DISORDER]);
            records.set(Waveforms.INT64, 2L * stride + timeOffset, -6);
            scan.scan(records, 0, 3, bounds);
            assertEquals(-1, bounds[TimeBounds.FIRST_DISORDER]);
        }
    }

    @Test
    void noRecordsHaveEmptyBounds() {
        try (Arena arena = Arena.ofConfined()) {
            TimeBounds.of(16, 8).endingAt(0).scan(arena.allocate(16), 0, 0, bounds);
            assertArrayEquals(new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, Long.MIN_VALUE, -1}, bounds);
        }
    }

    @Test
    void theGreatestEndNeedNotBeTheLast() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(3 * 16);
            long[][] startsAndEnds = {{10, 500}, {20, 40}, {30, 35}};
            for (int i = 0; i < 3; i++) {
                records.set(Waveforms.INT64, 16L * i, startsAndEnds[i][0]);
                records.set(Waveforms.INT64, 16L * i + 8, startsAndEnds[i][1]);
            }
            TimeBounds.of(16, 0).endingAt(8).scan(records, 0, 3, bounds);
            assertArrayEquals(new long[] {10, 30, -1, 500, -1}, bounds);
            records.set(Waveforms.INT64, 16 + 8, 19);
            TimeBounds.of(16, 0).endingAt(8).scan(records, 0, 3, bounds);
            assertEquals(1, bounds[TimeBounds.FIRST_INVERTED]);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT16, INT16", "UINT16, INT32", "INT32, INT32"})
    void anEndIsTimePlusLengthTimesDt(ScalarType lengthType, ScalarType dtType) {
        Column length = new Column(lengthType, 9);
        Column dt = new Column(dtType, 13);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(2 * 19);
            records.set(Waveforms.INT64, 1, 1_000_000);
            records.set(Waveforms.INT64, 20, 1_000_001);
            Waveforms.set(records, 0, length, 32_000);
            Waveforms.set(records, 0, dt, 30_000);
            Waveforms.set(records, 19, length, 2);
            Waveforms.set(records, 19, dt, 10);
            TimeBounds.of(19, 1).lasting(length, dt).scan(records, 0, 2, bounds);
            assertArrayEquals(new long[] {1_000_000, 1_000_001, -1, 961_000_000, -1}, bounds);
        }
    }

    @Test
    void anEndBeyondInt64IsReportedAsInverted() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(16);
            records.set(Waveforms.INT64, 0, Long.MAX_VALUE - 3);
            records.set(Waveforms.INT32, 8, 1_000);
            records.set(Waveforms.INT32, 12, 1_000);
            TimeBounds.of(16, 0)
                    .lasting(new Column(ScalarType.INT32, 8), new Column(ScalarType.INT32, 12))
                    .scan(records, 0, 1, bounds);
            assertEquals(0, bounds[TimeBounds.FIRST_INVERTED]);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(16);
            assertRefused(
                    IndexOutOfBoundsException.class,
                    "count=3",
                    () -> TimeBounds.of(8, 0).scan(times, 0, 3, bounds));
            assertRefused(
                    IllegalArgumentException.class,
                    "length=4",
                    () -> TimeBounds.of(8, 0).scan(times, 0, 1, new long[4]));
            assertRefused(IllegalArgumentException.class, "time", () -> TimeBounds.of(8, 1));
            assertRefused(
                    IllegalArgumentException.class,
                    "endtime",
                    () -> TimeBounds.of(8, 0).endingAt(8));
            assertRefused(
                    IllegalArgumentException.class,
                    "dt=none",
                    () -> TimeBounds.of(16, 0).lasting(new Column(ScalarType.INT32, 8), Column.NONE));
            assertRefused(
                    IllegalArgumentException.class,
                    "not an integer",
                    () -> TimeBounds.of(16, 0)
                            .lasting(new Column(ScalarType.FLOAT32, 8), new Column(ScalarType.INT32, 12)));
        }
    }

    private static MemorySegment rising(Arena arena, int count, int stride) {
        MemorySegment times = arena.allocate((long) count * stride);
        for (int i = 0; i < count; i++) {
            times.set(Waveforms.INT64, (long) i * stride, -1000 + i / 3);
        }
        return times;
    }

    private static void assertRefused(Class<? extends RuntimeException> type, String part, Executable call) {
        RuntimeException refusal = assertThrows(type, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
