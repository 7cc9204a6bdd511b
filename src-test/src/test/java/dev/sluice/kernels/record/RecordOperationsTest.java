package dev.sluice.kernels.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Fragments;
import dev.sluice.kernels.GoldenPulses;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.Polarity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Single operations on records against strax's golden arrays, against their twins in bits, and where strax is wrong.
@KernelTest
class RecordOperationsTest {

    private static final FragmentLayout LAYOUT = GoldenPulses.LAYOUT;

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void samplesOutOfBoundsAreZeroedAsInTheGoldenRecords(Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = GoldenPulses.load("records_dirty_tail", arena);
            operations(compatibility).zeroOutOfBounds(records, 0, count(records));
            assertGolden("records_zero_out_of_bounds", records, arena);
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE, records_baseline", "STRAX, records_baseline"})
    void areasEqualTheGoldenOnes(Compatibility compatibility, String input) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = GoldenPulses.load(input, arena);
            operations(compatibility).integrate(records, 0, count(records));
            assertGolden("records_integrated", records, arena);
        }
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void areasOfShiftedSamplesEqualTheGoldenOnes(Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = GoldenPulses.load("records_integrated_bitshift", arena);
            for (int i = 0; i < count(records); i++) {
                records.set(Waveforms.INT32, (long) i * LAYOUT.recordBytes() + 22, -1);
            }
            operations(compatibility).integrate(records, 0, count(records));
            assertGolden("records_integrated_bitshift", records, arena);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twinsAgreeInBitsAtEveryLengthAroundTheVectorWidths(long seed) {
        for (int samples : new int[] {1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 110, 127, 129}) {
            Random random = new Random(1000 * seed + samples);
            FragmentLayout layout = new FragmentLayout(samples);
            for (Compatibility compatibility : Compatibility.values()) {
                Polarity polarity = random.nextBoolean() ? Polarity.POSITIVE : Polarity.NEGATIVE;
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment expected = Fragments.records(arena, layout, 9, random);
                    MemorySegment actual = arena.allocate(expected.byteSize()).copyFrom(expected);
                    run(RecordOperations.of(layout, polarity, compatibility, Kernels.scalar()), expected, seed);
                    run(RecordOperations.of(layout, polarity, compatibility, Kernels.provider()), actual, seed);
                    assertEquals(
                            "",
                            GoldenPulses.difference(expected, actual, layout.recordBytes()),
                            "seed=" + seed + " samples=" + samples + " " + compatibility + " " + polarity);
                }
            }
        }
    }

    private static void run(RecordOperations operations, MemorySegment records, long seed) {
        operations.integrate(records, 0, 4);
        operations.subtractBaseline(records, 0, 9);
        if (seed != 2) {
            operations.zeroOutOfBounds(records, 0, 9);
        }
        operations.integrate(records, 0, 8);
    }

    @Test
    void recordsKeepWhatRawRecordsHave() {
        FragmentLayout layout = new FragmentLayout(13);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = Fragments.raw(arena, layout, 3, new Random(1));
            MemorySegment records = arena.allocate(3L * layout.recordBytes()).fill((byte) 0x5A);
            RecordOperations.of(layout, Polarity.NEGATIVE, Compatibility.NONE).fromRaw(raw, 0, 3, records, 0);
            for (int i = 0; i < 3; i++) {
                MemorySegment old = raw.asSlice((long) i * layout.rawBytes(), layout.rawBytes());
                MemorySegment made = records.asSlice((long) i * layout.recordBytes(), layout.recordBytes());
                assertEquals(-1, old.asSlice(0, 22).mismatch(made.asSlice(0, 22)));
                assertEquals(-1, old.asSlice(24).mismatch(made.asSlice(37)));
                assertEquals(old.get(Waveforms.INT16, 22), made.get(Waveforms.FLOAT32, 27));
                assertEquals(0, made.get(Waveforms.INT32, 22));
                assertEquals(0, made.get(Waveforms.INT32, 31));
            }
        }
    }

    @Test
    void differencesToTheBaselineSaturateWhereStraxWrapsThem() {
        assertEquals(Short.MAX_VALUE, subtracted(30_000, -30_000, Compatibility.NONE));
        assertEquals(-5536, subtracted(30_000, -30_000, Compatibility.STRAX));
    }

    @Test
    void negativeBaselinesLeaveAPositiveFraction() {
        assertEquals(-4, subtracted(-3.25f, 0, Compatibility.NONE));
        assertEquals(-3, subtracted(-3.25f, 0, Compatibility.STRAX));
    }

    private static int subtracted(float baseline, int sample, Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = record(arena, baseline, sample, 110);
            operations(compatibility).subtractBaseline(record, 0, 1);
            return record.get(Waveforms.INT16, 37);
        }
    }

    @Test
    void negativeBitShiftsDivideWhereStraxGivesZero() {
        assertEquals(-55, area(0, -1, 110, -1, Compatibility.NONE));
        assertEquals(0, area(0, -1, 110, -1, Compatibility.STRAX));
    }

    @Test
    void paddingIsNotIntegrated() {
        assertEquals(20, area(0, 1, 20, 0, Compatibility.NONE));
        assertEquals(110, area(0, 1, 20, 0, Compatibility.STRAX));
    }

    @Test
    void areasSaturateWhereStraxWrapsThem() {
        assertEquals(Integer.MAX_VALUE, area(0, 30_000, 110, 12, Compatibility.NONE));
        assertEquals((int) (30_000L * 110 << 12), area(0, 30_000, 110, 12, Compatibility.STRAX));
    }

    @Test
    void theFractionOfTheBaselineIsTakenAwayFromPositivePulses() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = record(arena, 100.5f, 3, 110);
            RecordOperations.of(LAYOUT, Polarity.POSITIVE, Compatibility.NONE).integrate(record, 0, 1);
            assertEquals(330 - 55, record.get(Waveforms.INT32, 22));
            RecordOperations.of(LAYOUT, Polarity.POSITIVE, Compatibility.STRAX).integrate(record, 0, 1);
            assertEquals(330 + 55, record.get(Waveforms.INT32, 22));
        }
    }

    private static int area(float baseline, int sample, int length, int shift, Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = record(arena, baseline, sample, length);
            record.set(Waveforms.INT16, 35, (short) shift);
            operations(compatibility).integrate(record, 0, 1);
            return record.get(Waveforms.INT32, 22);
        }
    }

    /// Every sample, padding included, has the same value.
    private static MemorySegment record(Arena arena, float baseline, int sample, int length) {
        MemorySegment record = arena.allocate(LAYOUT.recordBytes());
        record.set(Waveforms.INT32, 8, length);
        record.set(Waveforms.FLOAT32, 27, baseline);
        for (int k = 0; k < LAYOUT.samples(); k++) {
            record.set(Waveforms.INT16, 37 + 2L * k, (short) sample);
        }
        return record;
    }

    @Test
    void theDoorRefusesWhatDoesNotFit() {
        RecordOperations operations = operations(Compatibility.NONE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(LAYOUT.recordBytes());
            assertThrows(IndexOutOfBoundsException.class, () -> operations.integrate(one, 0, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> operations.subtractBaseline(one, 1, 1));
            assertThrows(IllegalArgumentException.class, () -> operations.zeroOutOfBounds(one.asReadOnly(), 0, 1));
            assertThrows(IllegalArgumentException.class, () -> operations.fromRaw(null, 0, 1, one, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> RecordOperations.of(null, null, null));
    }

    private static RecordOperations operations(Compatibility compatibility) {
        return RecordOperations.of(LAYOUT, Polarity.NEGATIVE, compatibility);
    }

    private static int count(MemorySegment records) {
        return (int) (records.byteSize() / LAYOUT.recordBytes());
    }

    private static void assertGolden(String name, MemorySegment records, Arena arena) {
        assertEquals("", GoldenPulses.difference(GoldenPulses.load(name, arena), records, LAYOUT.recordBytes()));
    }
}
