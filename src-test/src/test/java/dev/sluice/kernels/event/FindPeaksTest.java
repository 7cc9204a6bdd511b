package dev.sluice.kernels.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.StraxGolden;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@KernelTest
class FindPeaksTest {

    private static final int HIT = FindPeaksKernel.HIT_BYTES;
    private static final PeakLayout PEAKS = PeakLayout.ofChannels(3).withSamples(5);
    private static final double[] GAINS = {1, 0.5, 0};

    @ParameterizedTest
    @CsvSource({"peaks_found, 700, 30, 200, 0, 2", "peaks_found_alt, 300, 20, 150, 1, 1"})
    void peaksOfStraxAreFoundAsByStrax(String name, long gap, long left, long right, double area, int channels) {
        try (StraxGolden golden = StraxGolden.open()) {
            StraxGolden.Table hits = golden.table("golden_peaks/hits_15_sorted.npy");
            StraxGolden.Table expected = golden.table("golden_peaks/" + name + ".npy");
            PeakLayout layout =
                    PeakLayout.ofChannels(8).withSamples(60).withDataTop().withDataStart();
            assertEquals(expected.stride(), layout.stride());
            FindPeaksKernel kernel = FindPeaksKernel.of(
                    layout,
                    golden.gains(),
                    PeakFinding.DEFAULT
                            .with()
                            .gapThreshold(gap)
                            .leftExtension(left)
                            .rightExtension(right)
                            .minArea(area)
                            .minChannels(channels)
                            .build(),
                    Compatibility.STRAX);
            MemorySegment peaks = golden.allocate(expected.bytes().byteSize()).fill((byte) 0x5A);
            long found = kernel.find(
                    hits.bytes(), 0, hits.count(), peaks, 0, expected.count(), golden.allocate(kernel.scratchBytes()));
            assertEquals(expected.count(), found);
            expected.assertSame(peaks);
        }
    }

    @Test
    void aGapOfTheThresholdEndsAPeakAndOneLessDoesNot() {
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(100)
                .rightExtension(30)
                .minChannels(1)
                .maxDuration(1_000_000)
                .build();
        assertEquals(
                2,
                find(settings, Compatibility.NONE, hit(0, 5, 0, 1), hit(150, 5, 0, 1))
                        .count());
        Found one = find(settings, Compatibility.NONE, hit(0, 5, 0, 1), hit(149, 5, 1, 1));
        assertEquals(1, one.count());
        assertEquals(-20, one.int64(0, 0));
        assertEquals((20 + 199 + 30 + 9) / 10, one.int32(0, 8));
        assertEquals(10, one.int32(0, 12));
        assertEquals(1.5f, one.float32(0, 19));
        assertEquals(2, one.int32(0, 27 + 4 * 3));
        assertEquals(99, one.int32(0, PEAKS.stride() - 20));
    }

    @Test
    void theLeftExtensionCountsOnceAgainstTheLongestDurationUnlikeInStrax() {
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(100)
                .rightExtension(30)
                .minChannels(1)
                .maxDuration(160)
                .build();
        long[][] hits = {hit(0, 5, 0, 1), hit(60, 5, 0, 1)};
        assertEquals(1, find(settings, Compatibility.NONE, hits).count());
        assertEquals(2, find(settings, Compatibility.STRAX, hits).count());
    }

    @Test
    void aLongHitCountsAgainstTheLongestDurationAlsoBeforeAShortOneUnlikeInStrax() {
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(100)
                .leftExtension(0)
                .rightExtension(0)
                .minChannels(1)
                .maxDuration(90)
                .build();
        long[][] hits = {hit(0, 10, 0, 1), hit(10, 1, 0, 1)};
        assertEquals(2, find(settings, Compatibility.NONE, hits).count());
        assertEquals(1, find(settings, Compatibility.STRAX, hits).count());
    }

    @Test
    void aChannelWhoseAreasCancelStillCountsUnlikeInStrax() {
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(100)
                .leftExtension(0)
                .rightExtension(0)
                .minArea(-1e9)
                .maxDuration(1000)
                .build();
        long[][] hits = {hit(0, 1, 0, 1), hit(10, 1, 0, -1), hit(20, 1, 1, 4)};
        assertEquals(1, find(settings, Compatibility.NONE, hits).count());
        assertEquals(0, find(settings, Compatibility.STRAX, hits).count());
    }

    @Test
    void aDeadChannelDoesNotCount() {
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(100)
                .leftExtension(0)
                .rightExtension(0)
                .maxDuration(1000)
                .build();
        for (Compatibility mode : Compatibility.values()) {
            assertEquals(
                    0, find(settings, mode, hit(0, 1, 0, 1), hit(20, 1, 2, 4)).count());
        }
    }

    @Test
    void areasAreSummedInDoublePrecisionUnlikeInStrax() {
        long[][] hits = new long[101][];
        hits[0] = hit(0, 1, 0, 1 << 24);
        for (int i = 1; i <= 100; i++) {
            hits[i] = hit(i, 1, 0, 1);
        }
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(100)
                .leftExtension(0)
                .rightExtension(0)
                .minChannels(1)
                .maxDuration(1000)
                .build();
        assertEquals((1 << 24) + 100, find(settings, Compatibility.NONE, hits).float32(0, 19));
        assertEquals(1 << 24, find(settings, Compatibility.STRAX, hits).float32(0, 19));
    }

    @Test
    void aBrokenLastSampleIsPartOfThePeakUnlikeInStrax() {
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(100)
                .leftExtension(5)
                .rightExtension(0)
                .minChannels(1)
                .maxDuration(1000)
                .build();
        assertEquals(3, find(settings, Compatibility.NONE, hit(0, 2, 0, 1)).int32(0, 8));
        assertEquals(2, find(settings, Compatibility.STRAX, hit(0, 2, 0, 1)).int32(0, 8));
    }

    @Test
    void peaksBeyondTheCapacityAreCountedButNotWritten() {
        try (Arena arena = Arena.ofConfined()) {
            FindPeaksKernel kernel = FindPeaksKernel.of(
                    PEAKS,
                    GAINS,
                    PeakFinding.DEFAULT
                            .with()
                            .gapThreshold(100)
                            .leftExtension(0)
                            .rightExtension(0)
                            .minChannels(1)
                            .maxDuration(1000)
                            .build(),
                    Compatibility.NONE);
            MemorySegment peaks = arena.allocate(2L * PEAKS.stride()).fill((byte) 0x5A);
            MemorySegment hits = hits(arena, hit(0, 1, 0, 1), hit(500, 1, 0, 1), hit(1000, 1, 0, 1));
            assertEquals(3, kernel.find(hits, 0, 3, peaks, 0, 1, arena.allocate(kernel.scratchBytes())));
            for (long i = PEAKS.stride(); i < peaks.byteSize(); i++) {
                assertEquals(0x5A, peaks.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i));
            }
            MemorySegment scratch = arena.allocate(kernel.scratchBytes());
            Allocation.assertNone(() -> kernel.find(hits, 0, 3, peaks, 0, 2, scratch));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void everyHitIsInOnePeakAndPeaksAreApart(long seed) {
        RandomGenerator random = new Random(seed);
        long[][] hits = new long[300][];
        long time = 0;
        for (int i = 0; i < hits.length; i++) {
            time += random.nextInt(80);
            hits[i] = hit(time, random.nextInt(1, 8), random.nextInt(2), 1);
        }
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(60)
                .rightExtension(30)
                .minChannels(1)
                .maxDuration(1_000_000)
                .build();
        Found found = find(settings, Compatibility.NONE, hits);
        int members = 0;
        for (int i = 0; i < found.count(); i++) {
            members += found.int32(i, 27 + 4 * 3);
            long end = found.int64(i, 0) + 10L * found.int32(i, 8);
            assertTrue(i + 1 == found.count() || found.int64(i + 1, 0) >= end, "seed=" + seed + " peak " + i);
        }
        assertEquals(hits.length, members, "seed=" + seed);
    }

    @Test
    void memoryThatIsWrittenMustBeApart() {
        try (Arena arena = Arena.ofConfined()) {
            FindPeaksKernel kernel = FindPeaksKernel.of(PEAKS, GAINS, PeakFinding.DEFAULT, Compatibility.NONE);
            MemorySegment hits = arena.allocate(PEAKS.stride() + kernel.scratchBytes() + HIT);
            MemorySegment other = arena.allocate(hits.byteSize());
            assertRefused("hits and peaks overlap", () -> kernel.find(hits, 0, 1, hits, 0, 1, other));
            assertRefused("hits and scratch overlap", () -> kernel.find(hits, 0, 1, other, 0, 1, hits));
            assertRefused("peaks and scratch overlap", () -> kernel.find(hits, 0, 1, other, 0, 1, other));
        }
    }

    @Test
    void whatMakesNoPeaksIsRefused() {
        PeakFinding settings = PeakFinding.DEFAULT;
        assertRefused("hit 1", () -> find(settings, Compatibility.NONE, hit(5, 1, 0, 1), hit(4, 1, 0, 1)));
        assertRefused("hit 0", () -> find(settings, Compatibility.NONE, hit(5, 1, 3, 1)));
        assertRefused("hit 0", () -> find(settings, Compatibility.NONE, hit(5, -1, 0, 1)));
        assertRefused("gains=2", () -> FindPeaksKernel.of(PEAKS, new double[2], settings, Compatibility.NONE));
        assertRefused(
                "gapThreshold=50",
                () -> PeakFinding.DEFAULT
                        .with()
                        .gapThreshold(50)
                        .rightExtension(30)
                        .minChannels(1)
                        .maxDuration(1000)
                        .build());
        assertRefused(
                "minChannels=0",
                () -> PeakFinding.DEFAULT
                        .with()
                        .gapThreshold(51)
                        .rightExtension(30)
                        .minChannels(0)
                        .maxDuration(1000)
                        .build());
    }

    /// K5: the refusal has the hit, its value, and the limit.
    @Test
    void aRefusedHitIsNamedWithItsValueAndTheLimit() {
        assertRefused(
                "hit 1 at time=40 has no channel from 0 to 2, channel=3: channels=3; set channels to the greatest channel plus 1",
                () -> find(PeakFinding.DEFAULT, Compatibility.NONE, hit(0, 5, 0, 1), hit(40, 5, 3, 1)));
        assertRefused(
                "has no channel from 0 to 2, channel=-25536",
                () -> find(PeakFinding.DEFAULT, Compatibility.NONE, hit(0, 5, 40_000, 1)));
        assertRefused(
                "hit 1 at time=30 starts before the one in front of it: time in front=40",
                () -> find(PeakFinding.DEFAULT, Compatibility.NONE, hit(40, 5, 0, 1), hit(30, 5, 0, 1)));
        assertRefused(
                "has a negative length: length=-7, least is 0",
                () -> find(PeakFinding.DEFAULT, Compatibility.NONE, hit(40, -7, 0, 1)));
        assertRefused(
                "beyond the times of int64",
                () -> find(PeakFinding.DEFAULT, Compatibility.NONE, hit(Long.MAX_VALUE - 40, 5, 0, 1)));
    }

    /// K6: extensions that together pass int64 are no gap; strax' settings, one changed, keep the others.
    @Test
    void extensionsBeyondInt32AreRefusedByName() {
        assertRefused(
                "leftExtension=9223372036854775807; limits are 0 and 2147483647 ns",
                () -> PeakFinding.DEFAULT.with().leftExtension(Long.MAX_VALUE).build());
        assertRefused(
                "rightExtension=9223372036854775807",
                () -> PeakFinding.DEFAULT
                        .with()
                        .leftExtension(1)
                        .rightExtension(Long.MAX_VALUE)
                        .build());
        assertRefused(
                "gapThreshold=-1",
                () -> PeakFinding.DEFAULT.with().gapThreshold(-1).build());
        PeakFinding settings = PeakFinding.DEFAULT.with().minChannels(1).build();
        assertEquals(300, settings.gapThreshold());
        assertEquals(150, settings.rightExtension());
        assertEquals(1, settings.minChannels());
    }

    private static void assertRefused(String part, Runnable call) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    private static long[] hit(long time, int length, int channel, int area) {
        return new long[] {time, length, channel, area};
    }

    private static MemorySegment hits(Arena arena, long[]... hits) {
        MemorySegment segment = arena.allocate((long) HIT * hits.length);
        for (int i = 0; i < hits.length; i++) {
            long hit = (long) HIT * i;
            segment.set(Waveforms.INT64, hit, hits[i][0]);
            segment.set(Waveforms.INT32, hit + 8, (int) hits[i][1]);
            segment.set(Waveforms.INT16, hit + 12, (short) 10);
            segment.set(Waveforms.INT16, hit + 14, (short) hits[i][2]);
            segment.set(Waveforms.FLOAT32, hit + 16, hits[i][3]);
        }
        return segment;
    }

    private static Found find(PeakFinding settings, Compatibility mode, long[]... hits) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment peaks = Arena.ofAuto().allocate((long) PEAKS.stride() * hits.length);
            FindPeaksKernel kernel = FindPeaksKernel.of(PEAKS, GAINS, settings, mode);
            long count = kernel.find(
                    hits(arena, hits), 0, hits.length, peaks, 0, hits.length, arena.allocate(kernel.scratchBytes()));
            return new Found(count, peaks);
        }
    }

    /// What a search has written.
    private record Found(long count, MemorySegment peaks) {

        long int64(int index, int field) {
            return peaks.get(Waveforms.INT64, (long) PEAKS.stride() * index + field);
        }

        int int32(int index, int field) {
            return peaks.get(Waveforms.INT32, (long) PEAKS.stride() * index + field);
        }

        float float32(int index, int field) {
            return peaks.get(Waveforms.FLOAT32, (long) PEAKS.stride() * index + field);
        }
    }
}
