package dev.sluice.kernels.record;

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
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.loop.Contents;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pass from raw records to records against strax's golden arrays, against its twin in bits, and where strax is
/// wrong.
@KernelTest
class RecordsTest {

    private static final FragmentLayout LAYOUT = GoldenPulses.LAYOUT;

    @Test
    void recordsEqualTheGoldenOnes() {
        assertGolden("records_integrated", RecordsKernel.of(LAYOUT).compatibility(Compatibility.STRAX));
    }

    @Test
    void otherWindowAndPolarityEqualTheGoldenRecordsBeforeIntegration() {
        RecordsKernel.Builder builder = RecordsKernel.of(LAYOUT)
                .baselineSamples(25)
                .polarity(Polarity.POSITIVE)
                .compatibility(Compatibility.STRAX);
        assertGolden("records_baseline_25_noflip", builder);
    }

    private static void assertGolden(String name, RecordsKernel.Builder builder) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = GoldenPulses.load("raw_records", arena);
            MemorySegment expected = GoldenPulses.load(name, arena);
            MemorySegment records = arena.allocate(expected.byteSize());
            int count = (int) (raw.byteSize() / LAYOUT.rawBytes());
            builder.build().compute(raw, 0, count, records, 0, ChannelBaselines.ofAll());
            for (int i = 0; i < count && name.contains("baseline"); i++) {
                records.set(Waveforms.INT32, (long) i * LAYOUT.recordBytes() + 22, 0);
            }
            assertEquals("", GoldenPulses.difference(expected, records, LAYOUT.recordBytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twinsAgreeInBitsAtEveryLengthAroundTheVectorWidths(long seed) {
        for (int samples : new int[] {1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 110, 127, 129}) {
            Random random = new Random(1000 * seed + samples);
            FragmentLayout layout = new FragmentLayout(samples);
            for (Compatibility compatibility : Compatibility.values()) {
                RecordsKernel.Builder builder = RecordsKernel.of(layout)
                        .baselineSamples(1 + random.nextInt(50))
                        .fallback(8000.25)
                        .polarity(random.nextInt(4) == 0 ? Polarity.POSITIVE : Polarity.NEGATIVE)
                        .compatibility(compatibility);
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment raw = Fragments.raw(arena, layout, 12, random);
                    MemorySegment expected = arena.allocate(12L * layout.recordBytes());
                    MemorySegment actual = arena.allocate(12L * layout.recordBytes());
                    RecordsKernel scalar = builder.provider(Kernels.scalar()).build();
                    RecordsKernel chosen = builder.provider(Kernels.provider()).build();
                    scalar.compute(raw, 0, 12, expected, 0, ChannelBaselines.ofAll());
                    chosen.compute(raw, 0, 12, actual, 0, ChannelBaselines.ofAll());
                    assertEquals(
                            "",
                            GoldenPulses.difference(expected, actual, layout.recordBytes()),
                            "seed=" + seed + " samples=" + samples + " " + compatibility);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void onePassGivesWhatTheSingleOperationsGive(Compatibility compatibility) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = Fragments.raw(arena, LAYOUT, 30, new Random(9));
            for (int i = 0; i < 30; i++) {
                raw.set(Waveforms.INT16, (long) i * LAYOUT.rawBytes() + 20, (short) 0);
                raw.set(Waveforms.INT32, (long) i * LAYOUT.rawBytes() + 8, 50 + i);
            }
            MemorySegment expected = arena.allocate(30L * LAYOUT.recordBytes());
            MemorySegment records = arena.allocate(30L * LAYOUT.recordBytes());
            RecordsKernel kernel =
                    RecordsKernel.of(LAYOUT).compatibility(compatibility).build();
            kernel.compute(raw, 0, 30, records, 0, ChannelBaselines.ofAll());
            RecordOperations operations = RecordOperations.of(LAYOUT, Polarity.NEGATIVE, compatibility);
            operations.fromRaw(raw, 0, 30, expected, 0);
            operations.zeroOutOfBounds(expected, 0, 30);
            for (int i = 0; i < 30; i++) {
                long at = (long) i * LAYOUT.recordBytes();
                MemorySegment.copy(records, at + 27, expected, at + 27, 8);
            }
            operations.subtractBaseline(expected, 0, 30);
            operations.integrate(expected, 0, 30);
            assertEquals("", GoldenPulses.difference(expected, records, LAYOUT.recordBytes()));
        }
    }

    /// N5: what cannot be averaged is NaN, and nothing is taken from it.
    @Test
    void aPulseWithoutSamplesHasNoBaselineAndGivesNone() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = arena.allocate(2L * LAYOUT.rawBytes());
            MemorySegment records = arena.allocate(2L * LAYOUT.recordBytes());
            raw.set(Waveforms.INT32, LAYOUT.rawBytes() + 8L, 5);
            raw.set(Waveforms.INT16, LAYOUT.rawBytes() + 20L, (short) 1);
            RecordsKernel kernel = RecordsKernel.of(LAYOUT).build();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> kernel.compute(raw, 0, 2, records, 0, ChannelBaselines.ofAll()));
            RecordsKernel.of(LAYOUT).fallback(7).build().compute(raw, 0, 2, records, 0, ChannelBaselines.ofAll());
            assertEquals(Float.NaN, records.get(Waveforms.FLOAT32, 27));
            assertEquals(Float.NaN, records.get(Waveforms.FLOAT32, 31));
            assertEquals(0, records.get(Waveforms.INT32, 22));
            assertEquals(7, records.get(Waveforms.FLOAT32, LAYOUT.recordBytes() + 27L));
        }
    }

    @Test
    void paddingDoesNotCountInTheBaselineOfAShortPulse() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = shortPulse(arena);
            MemorySegment record = arena.allocate(LAYOUT.recordBytes());
            RecordsKernel.of(LAYOUT).build().compute(raw, 0, 1, record, 0, ChannelBaselines.ofAll());
            assertEquals(100, record.get(Waveforms.FLOAT32, 27));
            assertEquals(0, record.get(Waveforms.FLOAT32, 31));
            RecordsKernel strax =
                    RecordsKernel.of(LAYOUT).compatibility(Compatibility.STRAX).build();
            strax.compute(raw, 0, 1, record, 0, ChannelBaselines.ofAll());
            assertEquals(50, record.get(Waveforms.FLOAT32, 27));
            assertEquals(50, record.get(Waveforms.FLOAT32, 31));
            assertEquals(-50, record.get(Waveforms.INT16, 37));
        }
    }

    /// N10. strax zeroes what lies after the length, and then averages it: of 19 samples of 100, one of 90 and 20 zeros
    /// its functions give a baseline of 49.75, an rms of 49.773865, an area of -995 and samples of -51 and -41.
    @Test
    void whatLiesAfterTheLengthIsZeroForStraxWhateverItHolds() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = shortPulse(arena);
            raw.set(Waveforms.INT16, 24 + 2 * 5, (short) 90);
            for (int k = 20; k < LAYOUT.samples(); k++) {
                raw.set(Waveforms.INT16, 24 + 2L * k, (short) 7777);
            }
            MemorySegment record = arena.allocate(LAYOUT.recordBytes());
            RecordsKernel.of(LAYOUT)
                    .compatibility(Compatibility.STRAX)
                    .build()
                    .compute(raw, 0, 1, record, 0, ChannelBaselines.ofAll());
            assertEquals(49.75f, record.get(Waveforms.FLOAT32, 27));
            assertEquals(49.773865f, record.get(Waveforms.FLOAT32, 31));
            assertEquals(-995, record.get(Waveforms.INT32, 22));
            assertEquals(-51, record.get(Waveforms.INT16, 37));
            assertEquals(-41, record.get(Waveforms.INT16, 37 + 2 * 5));
            assertEquals(0, record.get(Waveforms.INT16, 37 + 2 * 20));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void deviationsLikeStraxAreThoseOfASumInFloat64(long seed) {
        Random random = new Random(seed);
        RecordsKernel kernel =
                RecordsKernel.of(LAYOUT).compatibility(Compatibility.STRAX).build();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = shortPulse(arena);
            raw.set(Waveforms.INT32, 8, 40);
            MemorySegment record = arena.allocate(LAYOUT.recordBytes());
            ChannelBaselines baselines = ChannelBaselines.ofAll();
            for (int round = 0; round < 2000; round++) {
                int spread = 1 + random.nextInt(round % 10 == 0 ? 60_000 : 8);
                double sum = 0;
                for (int k = 0; k < 40; k++) {
                    short sample = (short) (random.nextInt(spread) - spread / 2 + 16_000);
                    raw.set(Waveforms.INT16, 24 + 2L * k, sample);
                    sum += sample;
                }
                double squares = 0;
                for (int k = 0; k < 40; k++) {
                    double difference = raw.get(Waveforms.INT16, 24 + 2L * k) - sum / 40;
                    squares += difference * difference;
                }
                kernel.compute(raw, 0, 1, record, 0, baselines);
                assertEquals((float) Math.sqrt(squares / 40), record.get(Waveforms.FLOAT32, 31), "seed=" + seed);
            }
        }
    }

    @Test
    void aFragmentWithoutAFirstOneIsAnErrorUnlessThereIsAFallback() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = shortPulse(arena);
            raw.set(Waveforms.INT16, 20, (short) 1);
            MemorySegment record = arena.allocate(LAYOUT.recordBytes());
            RecordsKernel strict = RecordsKernel.of(LAYOUT).build();
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> strict.compute(raw, 0, 1, record, 0, ChannelBaselines.ofAll()))
                    .getMessage();
            assertTrue(message.contains("record=0"), message);
            RecordsKernel.of(LAYOUT).fallback(16_000).build().compute(raw, 0, 1, record, 0, ChannelBaselines.ofAll());
            assertEquals(16_000, record.get(Waveforms.FLOAT32, 27));
            assertTrue(Float.isNaN(record.get(Waveforms.FLOAT32, 31)));
            assertEquals(15_900, record.get(Waveforms.INT16, 37));
        }
    }

    @Test
    void aFragmentDoesNotTakeTheBaselineOfAnotherPulseUnlessStraxDoes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = arena.allocate(2L * LAYOUT.rawBytes());
            raw.copyFrom(shortPulse(arena));
            raw.asSlice(LAYOUT.rawBytes()).copyFrom(secondFragment(arena));
            long time = raw.get(Waveforms.INT64, LAYOUT.rawBytes());
            MemorySegment records = arena.allocate(2L * LAYOUT.recordBytes());
            RecordsKernel.of(LAYOUT).build().compute(raw, 0, 2, records, 0, ChannelBaselines.ofAll());
            assertEquals(100, records.get(Waveforms.FLOAT32, LAYOUT.recordBytes() + 27L));
            raw.set(Waveforms.INT64, LAYOUT.rawBytes(), time + 1);
            assertRefused(
                    raw,
                    "record=1 at time=1101 channel=3 record_i=1: by its time, dt and record_i its pulse starts at"
                            + " time=1, but the last one of its channel at time=0");
            raw.set(Waveforms.INT64, LAYOUT.rawBytes(), time);
            raw.set(Waveforms.INT32, 8, 0);
            assertRefused(raw, "as the first fragment of its pulse has no sample");
            raw.set(Waveforms.INT32, 8, 20);
            raw.set(Waveforms.INT64, LAYOUT.rawBytes(), time + 1);
            RecordsKernel.Builder strax = RecordsKernel.of(LAYOUT).compatibility(Compatibility.STRAX);
            strax.build().compute(raw, 0, 2, records, 0, ChannelBaselines.ofAll());
            assertEquals(50, records.get(Waveforms.FLOAT32, LAYOUT.recordBytes() + 27L));
        }
    }

    @Test
    void orphansThatAreZeroedHaveNoBaselineAndNoSamplesInBothTwins() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = secondFragment(arena);
            for (KernelProvider provider : List.of(Kernels.scalar(), Kernels.provider())) {
                MemorySegment record = arena.allocate(LAYOUT.recordBytes()).fill((byte) 7);
                RecordsKernel.Builder builder = RecordsKernel.of(LAYOUT).provider(provider);
                builder.zeroOrphans().build().compute(raw, 0, 1, record, 0, ChannelBaselines.ofAll());
                assertTrue(Float.isNaN(record.get(Waveforms.FLOAT32, 27)));
                assertTrue(Float.isNaN(record.get(Waveforms.FLOAT32, 31)));
                assertEquals(0, record.get(Waveforms.INT32, 22));
                MemorySegment samples = record.asSlice(37, 2L * LAYOUT.samples());
                assertEquals(-1, samples.mismatch(arena.allocate(samples.byteSize())));
            }
        }
    }

    @Test
    void baselinesAreRememberedFromCallToCallUntilTheyAreForgotten() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = shortPulse(arena);
            MemorySegment later = secondFragment(arena);
            MemorySegment record = arena.allocate(LAYOUT.recordBytes());
            RecordsKernel kernel = RecordsKernel.of(LAYOUT).build();
            ChannelBaselines baselines = ChannelBaselines.ofAll();
            kernel.compute(first, 0, 1, record, 0, baselines);
            kernel.compute(later, 0, 1, record, 0, baselines);
            assertEquals(100, record.get(Waveforms.FLOAT32, 27));
            baselines.clear();
            assertThrows(IllegalArgumentException.class, () -> kernel.compute(later, 0, 1, record, 0, baselines));
        }
    }

    @Test
    void baselinesThatDoNotCoverEveryChannelAreRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = shortPulse(arena);
            MemorySegment record = arena.allocate(LAYOUT.recordBytes());
            RecordsKernel kernel = RecordsKernel.of(LAYOUT).build();
            ChannelBaselines few = ChannelBaselines.of(16);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> kernel.compute(raw, 0, 1, record, 0, few))
                    .getMessage();
            assertTrue(message.contains("channels=16") && message.contains("ofAll"), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-32769, false",
        "-32768, true",
        "32767, true",
        "32768, false",
        "9223372036854775807, false",
        "-9223372036854775808, false"
    })
    void baselinesOfAllChannelsCoverThoseOfInt16AndNoOthers(long channel, boolean covered) {
        assertEquals(covered, Contents.of(ChannelBaselines.ofAll()).covers(channel));
    }

    private static MemorySegment shortPulse(Arena arena) {
        MemorySegment raw = arena.allocate(LAYOUT.rawBytes());
        raw.set(Waveforms.INT32, 8, 20);
        raw.set(Waveforms.INT16, 12, (short) 10);
        raw.set(Waveforms.INT16, 14, (short) 3);
        for (int k = 0; k < 20; k++) {
            raw.set(Waveforms.INT16, 24 + 2L * k, (short) 100);
        }
        return raw;
    }

    private static void assertRefused(MemorySegment raw, String why) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(2L * LAYOUT.recordBytes());
            RecordsKernel kernel = RecordsKernel.of(LAYOUT).build();
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> kernel.compute(raw, 0, 2, records, 0, ChannelBaselines.ofAll()))
                    .getMessage();
            assertTrue(message.contains(why), message);
        }
    }

    /// A fragment that goes on where a full one of `shortPulse` ends.
    private static MemorySegment secondFragment(Arena arena) {
        MemorySegment raw = shortPulse(arena);
        raw.set(Waveforms.INT64, 0, raw.get(Waveforms.INT64, 0) + LAYOUT.samples() * raw.get(Waveforms.INT16, 12));
        raw.set(Waveforms.INT16, 20, (short) 1);
        return raw;
    }
}
