package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Allocation;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Filters over pulses in fragments: whole pulses in a plain loop, strax' golden arrays, strax' faults.
@KernelTest
class FragmentFirKernelTest {

    @ParameterizedTest
    @CsvSource({"ir5.npy, records_filtered_5.npy", "ir_asym7.npy, records_filtered_asym7.npy"})
    void withCompatibilityTheSamplesAreThoseOfStrax(String taps, String filtered) {
        double[] impulse = numbers(taps).toArray(Waveforms.FLOAT64);
        try (NpyFile input = NpyFile.map(Recorded.straxPulses("records_baseline.npy"));
                NpyFile output = NpyFile.map(Recorded.straxPulses(filtered));
                Arena arena = Arena.ofConfined()) {
            Records records = input.records();
            int count = (int) records.count();
            WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 257, 37, 110)
                    .withValidLength(ScalarType.INT32, 8)
                    .withBaseline(ScalarType.FLOAT32, 27);
            MemorySegment results = arena.allocate(440L * count);
            FragmentFirKernel.of(layout, FirFilter.of(impulse), FilteredWave.packed(110), Compatibility.STRAX)
                    .compute(
                            records.segment(),
                            records.byteOffset(),
                            count,
                            links("record_links_prev.npy"),
                            links("record_links_next.npy"),
                            results,
                            0);
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < 110; k++) {
                    assertEquals(
                            output.type().longField("data").get(output.records(), i, k),
                            results.getAtIndex(Waveforms.FLOAT32, 110L * i + k),
                            filtered + " record=" + i + " sample=" + k);
                }
            }
        }
    }

    /// N10. Two fragments and what strax' `filter_records` gives of them; the sum over both at once, rounded once,
    /// differs in one sample of each.
    @ParameterizedTest
    @CsvSource({
        "1 7 6 4 5, 12 43 251 65 148 115 167 280 162 192 155 168 202 188 190 40,"
                + " 5 27 92 101 120 146 132 187 184 192 193 168 182 181 180 138",
        "4 7 7 6 7, 20 151 279 46 208 260 26 24 53 278 120 147 152 287 125 29,"
                + " 24 74 106 133 179 180 118 115 116 100 124 145 190 170 159 124",
        "3 1 5 7 7, 40 89 286 127 181 254 299 187 201 126 76 218 42 178 94 115,"
                + " 60 130 182 215 186 231 234 207 177 131 133 118 136 92 107 63"
    })
    void sumsOverNeighboursAreRoundedOneByOneAsStraxRoundsThem(String taps, String samples, String expected) {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 20, 4, 8).withBaseline(ScalarType.FLOAT32, 0);
        double[] impulse = numbersIn(taps);
        double[] wave = numbersIn(samples);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(40);
            for (int i = 0; i < 16; i++) {
                records.set(Waveforms.INT16, i / 8 * 20L + 4 + i % 8 * 2L, (short) wave[i]);
            }
            MemorySegment results = arena.allocate(64);
            FragmentFirKernel.of(layout, FirFilter.of(impulse), FilteredWave.packed(8), Compatibility.STRAX)
                    .compute(records, 0, 2, new int[] {-1, 0}, new int[] {1, -1}, results, 0);
            double[] actual = new double[16];
            Arrays.setAll(actual, i -> results.getAtIndex(Waveforms.FLOAT32, i));
            assertArrayEquals(numbersIn(expected), actual);
        }
    }

    private static double[] numbersIn(String words) {
        return Stream.of(words.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static int[] links(String name) {
        return LongStream.of(numbers(name).toArray(Waveforms.INT64))
                .mapToInt(link -> (int) link)
                .toArray();
    }

    private static MemorySegment numbers(String name) {
        return Recorded.rows(Recorded.straxPulses(name), Arena.ofAuto());
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void aPulseIsFilteredAsIfItHadOneRecord(SampleType type) {
        for (int seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            double[] taps = random.doubles(random.nextInt(1, 9), -1, 1).toArray();
            FirFilter filter = FirFilter.of(taps)
                    .origin(random.nextInt(taps.length))
                    .edges(new FilterEdges[] {FilterEdges.ZERO, FilterEdges.NEAREST, FilterEdges.VALID}[seed % 3]);
            try (Arena arena = Arena.ofConfined()) {
                assertPulsesAreWhole(arena, type, filter, random, "seed=" + seed + " " + filter);
            }
        }
    }

    /// Pulses of one to four fragments, in disorder, against the same pulses in records of their own.
    private static void assertPulsesAreWhole(
            Arena arena, SampleType type, FirFilter filter, Random random, String what) {
        int samples = 10;
        int pulses = 6;
        int[] lengths = random.ints(pulses, 1, 4 * samples + 1).toArray();
        int most = 4 * samples;
        WaveformLayout whole =
                WaveformLayout.of(type, 4 + most * type.bytes(), 4, most).withValidLength(ScalarType.INT32, 0);
        MemorySegment pulse = Waveforms.allocate(arena, whole, pulses, 0, Fill.RANDOM, random.nextLong());
        for (int i = 0; i < pulses; i++) {
            pulse.set(Waveforms.INT32, (long) i * whole.stride(), lengths[i]);
        }
        MemorySegment expected = arena.allocate(4L * most * pulses);
        FilterKernel.of(whole, filter).build().compute(pulse, 0, pulses, expected, 0);

        WaveformLayout layout =
                WaveformLayout.of(type, 4 + samples * type.bytes(), 4, samples).withValidLength(ScalarType.INT32, 0);
        int count = 4 * pulses;
        MemorySegment records = Waveforms.allocate(arena, layout, count, 0, Fill.RANDOM, 1);
        int[] previous = new int[count];
        int[] next = new int[count];
        for (int fragment = 0; fragment < 4; fragment++) {
            for (int i = 0; i < pulses; i++) {
                int record = fragment * pulses + i;
                int valid = Math.clamp(lengths[i] - fragment * samples, 0, samples);
                boolean more = lengths[i] > (fragment + 1) * samples;
                previous[record] = fragment == 0 || valid == 0 ? -1 : record - pulses;
                next[record] = more ? record + pulses : -1;
                long at = (long) record * layout.stride();
                records.set(Waveforms.INT32, at, valid);
                long from = (long) i * whole.stride() + 4 + (long) fragment * samples * type.bytes();
                MemorySegment.copy(pulse, from, records, at + 4, (long) samples * type.bytes());
            }
        }
        MemorySegment actual = arena.allocate(4L * samples * count);
        FragmentFirKernel.of(layout, filter, FilteredWave.packed(samples), Compatibility.NONE)
                .compute(records, 0, count, previous, next, actual, 0);
        for (int i = 0; i < pulses; i++) {
            for (int k = 0; k < most; k++) {
                long record = k / samples * pulses + i;
                assertEquals(
                        Float.floatToRawIntBits(expected.getAtIndex(Waveforms.FLOAT32, (long) i * most + k)),
                        Float.floatToRawIntBits(actual.getAtIndex(Waveforms.FLOAT32, record * samples + k % samples)),
                        what + " pulse=" + i + " length=" + lengths[i] + " sample=" + k);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void twinsAgreeOnAnyLinks(SampleType type) {
        for (Compatibility compatibility : Compatibility.values()) {
            for (int samples = 7; samples < 60; samples += 4) {
                WaveformLayout layout = Filtering.layout(type, samples);
                Random random = new Random(samples);
                int[] previous = random.ints(12, -1, 12).toArray();
                int[] next = random.ints(12, -1, 12).toArray();
                FirFilter filter = FirFilter.of(1, 2, 3, 4, 9, 3, 1).edges(FilterEdges.NEAREST);
                FilteredWave wave = FilteredWave.packed(samples);
                try (Arena arena = Arena.ofConfined()) {
                    Fill fill = Fill.values()[samples % Fill.values().length];
                    MemorySegment records = Waveforms.allocate(arena, layout, 12, 0, fill, samples);
                    MemorySegment expected = arena.allocate(48L * samples);
                    MemorySegment actual = arena.allocate(48L * samples);
                    FragmentFirKernel.of(layout, filter, wave, compatibility, Kernels.scalar())
                            .compute(records, 0, 12, previous, next, expected, 0);
                    FragmentFirKernel.of(layout, filter, wave, compatibility)
                            .compute(records, 0, 12, previous, next, actual, 0);
                    assertEquals(-1, expected.mismatch(actual), type + " seed=samples=" + samples + compatibility);
                }
            }
        }
    }

    @Test
    void paddingIsNotSignalAsItIsForStrax() {
        assertEquals(0f, filter(Compatibility.NONE, 16_000.5f, 100, 100)[2]);
        assertEquals(25f, filter(Compatibility.STRAX, 16_000.5f, 100, 100)[2]);
    }

    @Test
    void resultsAreNotCutToWholeNumbersAsStraxCutsThem() {
        assertEquals(50.25f, filter(Compatibility.NONE, 16_000, 101, 50)[1]);
        assertEquals(50f, filter(Compatibility.STRAX, 16_000, 101, 50)[1]);
        assertEquals(-50.25f, filter(Compatibility.NONE, 16_000, -101, -50)[1]);
        assertEquals(-50f, filter(Compatibility.STRAX, 16_000, -101, -50)[1]);
    }

    @Test
    void theFractionOfTheBaselineIsAddedForStraxOnly() {
        assertEquals(0.75f, filter(Compatibility.NONE, -3.25f, 1, 1)[1]);
        // Samples 1.75, 1.75 and, in the padding, 0.75: the fraction of -3.25 is 0.75, as in Python.
        assertEquals(1f, filter(Compatibility.STRAX, -3.25f, 1, 1)[1]);
        assertEquals(2f, filter(Compatibility.STRAX, -3.25f, 2, 2)[1]);
    }

    /// Two samples in a record of three.
    private static float[] filter(Compatibility compatibility, float baseline, int first, int second) {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 14, 8, 3)
                .withValidLength(ScalarType.INT32, 0)
                .withBaseline(ScalarType.FLOAT32, 4);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = arena.allocate(14);
            record.set(Waveforms.INT32, 0, 2);
            record.set(Waveforms.FLOAT32, 4, baseline);
            record.set(Waveforms.INT16, 8, (short) first);
            record.set(Waveforms.INT16, 10, (short) second);
            MemorySegment results = arena.allocate(12);
            FragmentFirKernel.of(layout, FirFilter.of(0.25, 0.5, 0.25), FilteredWave.packed(3), compatibility)
                    .compute(record, 0, 1, new int[] {-1}, new int[] {-1}, results, 0);
            float[] filtered = new float[3];
            MemorySegment.copy(results, Waveforms.FLOAT32, 0, filtered, 0, 3);
            return filtered;
        }
    }

    @Test
    void filteringAllocatesNothing() {
        WaveformLayout layout = Filtering.layout(SampleType.INT16, 40);
        int[] links = new int[9];
        Arrays.setAll(links, i -> i % 3 - 1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Waveforms.allocate(arena, layout, 9, 0, Fill.RANDOM, 1);
            MemorySegment results = arena.allocate(9L * 160);
            for (Compatibility compatibility : Compatibility.values()) {
                FragmentFirKernel kernel =
                        FragmentFirKernel.of(layout, FirFilter.of(1, 2, 1), FilteredWave.packed(40), compatibility);
                Allocation.assertNone(() -> kernel.compute(records, 0, 9, links, links, results, 0));
            }
        }
    }

    @Test
    void whatCannotBeFilteredIsRefused() {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 20, 0, 10);
        FilteredWave wave = FilteredWave.packed(10);
        assertRefused(
                IllegalArgumentException.class,
                "taps=23",
                () -> FragmentFirKernel.of(layout, FirFilter.of(new double[23]).origin(0), wave, Compatibility.NONE));
        assertRefused(
                IllegalArgumentException.class,
                "taps=2",
                () -> FragmentFirKernel.of(layout, FirFilter.of(1, 2), wave, Compatibility.STRAX));
        assertRefused(
                IllegalArgumentException.class,
                "baseline",
                () -> FragmentFirKernel.of(layout, FirFilter.of(1), wave, Compatibility.STRAX));
        FragmentFirKernel kernel = FragmentFirKernel.of(layout, FirFilter.of(1), wave, Compatibility.NONE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(40);
            MemorySegment results = arena.allocate(80);
            int[] none = {-1, -1};
            assertRefused(
                    IndexOutOfBoundsException.class,
                    "next[1]=2",
                    () -> kernel.compute(records, 0, 2, none, new int[] {-1, 2}, results, 0));
            assertRefused(
                    IndexOutOfBoundsException.class,
                    "previous[0]=-2",
                    () -> kernel.compute(records, 0, 2, new int[] {-2, 0}, none, results, 0));
            assertRefused(
                    IllegalArgumentException.class,
                    "previous=1 links",
                    () -> kernel.compute(records, 0, 2, new int[1], none, results, 0));
            assertRefused(
                    IllegalArgumentException.class,
                    "overlap by",
                    () -> kernel.compute(results, 0, 2, none, none, results, 0));
        }
    }

    private static void assertRefused(Class<? extends RuntimeException> type, String part, Executable call) {
        RuntimeException refusal = assertThrows(type, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
