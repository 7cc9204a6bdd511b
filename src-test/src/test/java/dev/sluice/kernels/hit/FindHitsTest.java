package dev.sluice.kernels.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Fragments;
import dev.sluice.kernels.GoldenPulses;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.record.HitFields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The hit finder of fragments against strax's golden hits, against its twin in bits, and at its door.
@KernelTest
class FindHitsTest {
    private static final ValueLayout.OfInt RECORD = ValueLayout.JAVA_INT_UNALIGNED;

    private static final int[] LENGTHS = {1, 2, 7, 8, 9, 16, 17, 31, 32, 33, 63, 64, 65, 110, 127, 128, 129, 200};

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void hitsEqualTheGoldenHitsOfOneThreshold(Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            assertGolden("hits_15", ChannelThresholds.all(15), ChannelThresholds.all(0), compatibility, arena);
        }
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void hitsEqualTheGoldenHitsOfThresholdsByChannelAndNoise(Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment thresholds = GoldenPulses.load("thresholds", arena);
            Map<Integer, Double> byChannel = new HashMap<>();
            for (int channel = 0; channel < thresholds.byteSize() / 8; channel++) {
                byChannel.put(channel, thresholds.getAtIndex(ValueLayout.JAVA_DOUBLE, channel));
            }
            ChannelThresholds amplitudes = ChannelThresholds.of(15, byChannel);
            assertGolden("hits_perchannel_hon5", amplitudes, ChannelThresholds.all(5), compatibility, arena);
        }
    }

    private static void assertGolden(
            String name,
            ChannelThresholds amplitudes,
            ChannelThresholds overNoise,
            Compatibility compatibility,
            Arena arena) {
        MemorySegment records = GoldenPulses.load("records_integrated", arena);
        MemorySegment expected = GoldenPulses.load(name, arena);
        MemorySegment hits = arena.allocate(expected.byteSize(), 8);
        int count = (int) (records.byteSize() / GoldenPulses.LAYOUT.recordBytes());
        long capacity = expected.byteSize() / FragmentLayout.HIT_BYTES;
        long found = FindHitsKernel.of(GoldenPulses.LAYOUT)
                .leastAmplitudes(amplitudes)
                .leastHeightsOverNoise(overNoise)
                .compatibility(compatibility)
                .build()
                .find(records, 0, count, hits, 0, capacity);
        assertEquals(capacity, found);
        assertEquals("", GoldenPulses.difference(expected, hits, FragmentLayout.HIT_BYTES));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, -3, Integer.MIN_VALUE, Integer.MAX_VALUE - 12})
    void hitsCountTheirRecordsFromTheNumberOfTheFirst(long first) {
        FragmentLayout layout = new FragmentLayout(40);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Fragments.records(arena, layout, 12, new Random(1));
            for (KernelProvider provider : List.of(Kernels.scalar(), Kernels.provider())) {
                FindHitsKernel kernel =
                        FindHitsKernel.of(layout).provider(provider).build();
                MemorySegment plain = arena.allocate(500L * FragmentLayout.HIT_BYTES);
                MemorySegment numbered = arena.allocate(500L * FragmentLayout.HIT_BYTES);
                long found = kernel.find(records, 0, 12, plain, 0, 500);
                assertTrue(found > 0);
                assertEquals(found, kernel.find(records, 0, 12, first, numbered, 0, 500));
                for (long i = 0; i < found; i++) {
                    long record = i * FragmentLayout.HIT_BYTES + HitFields.INTEGRATION + 4;
                    assertEquals(first + plain.get(RECORD, record), numbered.get(RECORD, record));
                    numbered.set(RECORD, record, plain.get(RECORD, record));
                }
                assertEquals(-1, plain.mismatch(numbered));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE - 11, Long.MAX_VALUE, Integer.MIN_VALUE - 1L, Long.MIN_VALUE})
    void numbersBeyondInt32AreRefused(long first) {
        FragmentLayout layout = new FragmentLayout(40);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Fragments.records(arena, layout, 12, new Random(1));
            FindHitsKernel kernel = FindHitsKernel.of(layout).build();
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> kernel.find(records, 0, 12, first, MemorySegment.NULL, 0, 0))
                    .getMessage();
            assertTrue(message.contains("first=" + first), message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twinsAgreeInBitsAtEveryLengthAroundTheVectorWidths(long seed) {
        for (int samples : LENGTHS) {
            Random random = new Random(seed * 1000 + samples);
            FragmentLayout layout = new FragmentLayout(samples);
            for (Compatibility compatibility : Compatibility.values()) {
                FindHitsKernel.Builder builder = FindHitsKernel.of(layout)
                        .leastAmplitudes(ChannelThresholds.parse("15,1:-3.5,2:40000,3:-1e6,4:32767"))
                        .leastHeightsOverNoise(ChannelThresholds.parse("0,0:5"))
                        .polarity(random.nextBoolean() ? Polarity.POSITIVE : Polarity.NEGATIVE)
                        .compatibility(compatibility);
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment records = Fragments.records(arena, layout, 12, random);
                    MemorySegment expected = arena.allocate(1300L * FragmentLayout.HIT_BYTES);
                    MemorySegment actual = arena.allocate(1300L * FragmentLayout.HIT_BYTES);
                    FindHitsKernel scalar = builder.provider(Kernels.scalar()).build();
                    FindHitsKernel chosen = builder.provider(Kernels.provider()).build();
                    String what = "seed=" + seed + " samples=" + samples + " " + compatibility;
                    assertEquals(
                            scalar.find(records, 0, 12, expected, 0, 1300),
                            chosen.find(records, 0, 12, actual, 0, 1300),
                            what);
                    assertEquals("", GoldenPulses.difference(expected, actual, FragmentLayout.HIT_BYTES), what);
                }
            }
        }
    }

    @Test
    void heightsBelowZeroAreNotLiftedToZero() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = negativeRecord(arena);
            MemorySegment hit = arena.allocate(FragmentLayout.HIT_BYTES, 8);
            FindHitsKernel.Builder builder =
                    FindHitsKernel.of(new FragmentLayout(4)).leastAmplitudes(ChannelThresholds.all(-10));
            builder.build().find(record, 0, 1, hit, 0, 1);
            assertEquals(-2.75f, hit.get(ValueLayout.JAVA_FLOAT, 36));
            builder.compatibility(Compatibility.STRAX).build().find(record, 0, 1, hit, 0, 1);
            assertEquals(0.25f, hit.get(ValueLayout.JAVA_FLOAT, 36));
        }
    }

    @Test
    void timesOfMaximaAreThoseOfTheirOwnHit() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = negativeRecord(arena);
            MemorySegment hit = arena.allocate(FragmentLayout.HIT_BYTES, 8);
            FindHitsKernel.Builder builder =
                    FindHitsKernel.of(new FragmentLayout(4)).leastAmplitudes(ChannelThresholds.all(-10));
            builder.build().find(record, 0, 1, hit, 0, 1);
            assertEquals(1000 + 2 * 10, hit.get(ValueLayout.JAVA_LONG, 40));
            builder.compatibility(Compatibility.STRAX).build().find(record, 0, 1, hit, 0, 1);
            assertEquals(0, hit.get(ValueLayout.JAVA_LONG, 40));
        }
    }

    @Test
    void theFractionOfTheBaselineIsTakenAwayFromPositivePulses() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = negativeRecord(arena);
            record.set(Waveforms.INT16, 37, (short) 20);
            MemorySegment hit = arena.allocate(FragmentLayout.HIT_BYTES, 8);
            FindHitsKernel.Builder builder =
                    FindHitsKernel.of(new FragmentLayout(4)).polarity(Polarity.POSITIVE);
            builder.build().find(record, 0, 1, hit, 0, 1);
            assertEquals(19.75f, hit.get(ValueLayout.JAVA_FLOAT, 16));
            builder.compatibility(Compatibility.STRAX).build().find(record, 0, 1, hit, 0, 1);
            assertEquals(20.25f, hit.get(ValueLayout.JAVA_FLOAT, 16));
        }
    }

    private static MemorySegment negativeRecord(Arena arena) {
        MemorySegment record = arena.allocate(new FragmentLayout(4).recordBytes());
        record.set(Waveforms.INT64, 0, 1000);
        record.set(Waveforms.INT32, 8, 4);
        record.set(Waveforms.INT16, 12, (short) 10);
        record.set(Waveforms.FLOAT32, 27, 16000.25f);
        record.set(Waveforms.FLOAT32, 31, Float.NaN);
        short[] data = {-5, -4, -3, -3};
        for (int i = 0; i < data.length; i++) {
            record.set(Waveforms.INT16, 37 + 2L * i, data[i]);
        }
        return record;
    }

    @Test
    void noiseThatIsNoNumberLeavesTheLeastAmplitude() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = negativeRecord(arena);
            record.set(Waveforms.INT16, 37, (short) 6);
            record.set(Waveforms.FLOAT32, 31, Float.NaN);
            MemorySegment hit = arena.allocate(FragmentLayout.HIT_BYTES, 8);
            FindHitsKernel kernel = FindHitsKernel.of(new FragmentLayout(4))
                    .leastAmplitudes(ChannelThresholds.all(6))
                    .leastHeightsOverNoise(ChannelThresholds.all(5))
                    .build();
            assertEquals(1, kernel.find(record, 0, 1, hit, 0, 1));
            assertEquals(6, hit.get(ValueLayout.JAVA_FLOAT, 32));
        }
    }

    @Test
    void hitsBeyondTheCapacityAreCountedAndNotWritten() {
        try (Arena arena = Arena.ofConfined()) {
            FragmentLayout layout = new FragmentLayout(110);
            MemorySegment records = Fragments.records(arena, layout, 12, new Random(3));
            FindHitsKernel kernel = FindHitsKernel.of(layout).build();
            MemorySegment all = arena.allocate(800L * FragmentLayout.HIT_BYTES);
            long found = kernel.find(records, 0, 12, all, 0, 800);
            MemorySegment some = arena.allocate(6L * FragmentLayout.HIT_BYTES).fill((byte) 7);
            assertTrue(found > 6 && found <= 800, "found=" + found);
            assertEquals(found, kernel.find(records, 0, 12, some, 0, 5));
            assertEquals(5L * FragmentLayout.HIT_BYTES, all.mismatch(some));
            assertEquals(7, some.get(ValueLayout.JAVA_BYTE, 5L * FragmentLayout.HIT_BYTES));
        }
    }

    @Test
    void theDoorRefusesWhatDoesNotFit() {
        FragmentLayout layout = new FragmentLayout(110);
        FindHitsKernel kernel = FindHitsKernel.of(layout).build();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(2L * layout.recordBytes() - 1);
            MemorySegment hits = arena.allocate(100);
            assertThrows(IndexOutOfBoundsException.class, () -> kernel.find(records, 0, 2, hits, 0, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> kernel.find(records, 0, 1, hits, 0, 3));
            assertThrows(IllegalArgumentException.class, () -> kernel.find(records, 0, 1L << 31, hits, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> kernel.find(records, 0, 1, hits.asReadOnly(), 0, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> new FragmentLayout(0));
        assertThrows(IllegalArgumentException.class, () -> new FragmentLayout(32_768));
        assertThrows(IllegalArgumentException.class, () -> FindHitsKernel.of(null));
    }
}
