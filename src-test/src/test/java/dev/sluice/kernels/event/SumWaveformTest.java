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
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@KernelTest
class SumWaveformTest {

    private static final int SAMPLES = 10;
    private static final PeakLayout PEAKS =
            PeakLayout.ofChannels(2).withSamples(4).withDataStart();
    private static final double[] GAINS = {1, 0.5};

    @Test
    void waveformsOfStraxAreSummedAsByStrax() {
        try (StraxGolden golden = StraxGolden.open()) {
            StraxGolden.Table expected = golden.table("golden_peaks/peaks_sum_waveform.npy");
            StraxGolden.Table hits = golden.table("golden_peaks/hitlets.npy");
            StraxGolden.Table records = golden.table("golden_peaks/records_cut_3_20.npy");
            MemorySegment peaks = golden.table("golden_peaks/peaks_found.npy").bytes();
            PeakLayout layout =
                    PeakLayout.ofChannels(8).withSamples(60).withDataTop().withDataStart();
            SumWaveformKernel kernel = SumWaveformKernel.of(layout, 110, 200, golden.gains(), 4, Compatibility.STRAX);
            assertEquals(records.stride(), kernel.recordBytes());
            kernel.sum(
                    peaks,
                    expected.count(),
                    hits.bytes(),
                    hits.count(),
                    records.bytes(),
                    records.count(),
                    links(golden, "prev"),
                    links(golden, "next"),
                    golden.allocate(kernel.scratchBytes()));
            expected.assertSame(peaks);
        }
    }

    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void twoHitsAddUpSampleBySample(Compatibility mode) {
        try (Setup setup = new Setup(1, 4, 2, 2)) {
            setup.record(0, 100, 0, 0.25f, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            setup.record(1, 120, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
            setup.hit(0, 100, 3, 0, 0, 0, 10);
            setup.hit(1, 120, 3, 1, 1, 0, 10);
            setup.peak(0, 100, 4);
            setup.sum(mode);
            assertEquals(0.25f, setup.data(0, 0));
            assertEquals(1.25f, setup.data(0, 1));
            assertEquals(2.25f + 5, setup.data(0, 2));
            assertEquals(10, setup.data(0, 3));
            assertEquals(18.75f, setup.peakFloat(0, 19));
            assertEquals(3.75f, setup.peakFloat(0, 27));
            assertEquals(15, setup.peakFloat(0, 31));
        }
    }

    @Test
    void downsamplingLosesNoTailUnlikeInStrax() {
        for (Compatibility mode : Compatibility.values()) {
            try (Setup setup = new Setup(1, 9, 1, 1)) {
                setup.record(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 7, 0);
                setup.hit(0, 0, 9, 0, 0, 0, 10);
                setup.peak(0, 0, 9);
                setup.sum(mode);
                boolean strax = mode == Compatibility.STRAX;
                assertEquals(3, setup.peakInt(0, 8));
                assertEquals(30, setup.peakInt(0, 12));
                assertEquals(9, setup.data(0, 2));
                setup.peak(0, 0, 7);
                setup.sum(mode);
                assertEquals(strax ? 3 : 4, setup.peakInt(0, 8));
                assertEquals(strax ? 0 : 1, setup.data(0, 3));
                assertEquals(7, setup.peakFloat(0, 19));
            }
        }
    }

    @Test
    void aNegativeBitShiftDividesUnlikeInStrax() {
        for (Compatibility mode : Compatibility.values()) {
            try (Setup setup = new Setup(1, 4, 1, 1)) {
                setup.record(0, 0, -1, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
                setup.hit(0, 0, 4, 0, 0, 0, 10);
                setup.peak(0, 0, 4);
                setup.sum(mode);
                assertEquals(mode == Compatibility.STRAX ? 0 : 4, setup.data(0, 0));
            }
        }
    }

    @Test
    void aBaselineBeyondInt16DoesNotSaturateUnlikeInStrax() {
        for (Compatibility mode : Compatibility.values()) {
            try (Setup setup = new Setup(1, 4, 1, 1)) {
                setup.record(0, 0, 0, 40_000, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
                setup.hit(0, 0, 4, 0, 0, 0, 10);
                setup.peak(0, 0, 4);
                setup.sum(mode);
                assertEquals(mode == Compatibility.STRAX ? 1 : 0, setup.saturatedChannels(0));
                setup.record(0, 0, 0, 8.5f, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
                setup.peak(0, 0, 4);
                setup.sum(mode);
                assertEquals(1, setup.saturatedChannels(0));
            }
        }
    }

    @Test
    void aPeakBehindTheLastHitIsEmptyUnlikeInStrax() {
        for (Compatibility mode : Compatibility.values()) {
            try (Setup setup = new Setup(2, 4, 1, 1)) {
                setup.record(0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
                setup.hit(0, 0, 2, 0, 0, 0, 10);
                setup.peak(0, 0, 4);
                setup.peak(1, 500, 4);
                setup.sum(mode);
                assertEquals(mode == Compatibility.STRAX ? 99 : 0, setup.peakFloat(1, 19));
            }
        }
    }

    @Test
    void integrationBoundsReachIntoLinkedRecords() {
        try (Setup setup = new Setup(1, 4, 1, 2)) {
            setup.record(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4);
            setup.record(1, 100, 0, 0, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            setup.link(0, 1);
            setup.hit(0, 80, 4, 0, 1, -2, 2);
            setup.peak(0, 80, 4);
            setup.sum(Compatibility.NONE);
            assertEquals(18, setup.peakFloat(0, 19));
            setup.hit(0, 80, 4, 0, 0, 8, 12);
            setup.peak(0, 80, 4);
            setup.sum(Compatibility.NONE);
            assertEquals(18, setup.peakFloat(0, 19));
            setup.hit(0, 80, 4, 0, 0, 8, 10);
            setup.peak(0, 80, 4);
            setup.sum(Compatibility.NONE);
            assertEquals(7, setup.peakFloat(0, 19));
        }
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        try (Setup setup = new Setup(1, 4, 1, 1)) {
            setup.record(0, 0, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            setup.hit(0, 0, 4, 0, 1, 0, 10);
            setup.peak(0, 0, 4);
            assertRefused("hit 0", setup);
            setup.hit(0, 0, 4, 2, 0, 0, 10);
            assertRefused("hit 0", setup);
            setup.hit(0, 0, 4, 1, 0, 0, 10);
            setup.peak(0, 0, 5);
            assertRefused("peak 0", setup);
            setup.peak(0, 0, 4);
            setup.link(0, 7);
            assertRefused("hit 0", setup);
        }
    }

    @Test
    void hitsAndPeaksThatReachBeyondInt64AreRefused() {
        long late = Long.MAX_VALUE - 1000;
        try (Setup setup = new Setup(1, 4, 2, 1)) {
            setup.record(0, late, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            setup.hit(0, late, 4, 0, 0, 0, 10);
            setup.hit(1, late, Integer.MAX_VALUE, 0, 0, 0, 10);
            setup.peak(0, late, 4);
            assertRefused("hit 1", setup);
            setup.hit(1, late, 4, 0, 0, 0, 10);
            setup.sum(Compatibility.NONE);
            setup.peak(0, Long.MAX_VALUE - 39, 4);
            assertRefused("peak 0", setup);
        }
    }

    /// At 1 ns per sample the distance of a hit to its record wraps; the peak is in the middle of memory that stays.
    @ParameterizedTest
    @EnumSource(Compatibility.class)
    void aHitAllOfTimeAwayFromItsRecordAddsNothing(Compatibility mode) {
        for (long distance : new long[] {0, 1, 10, 50}) {
            try (Setup setup = new Setup(5, 4, 1, 1)) {
                MemorySegment room = setup.peaks.fill((byte) 0x5A);
                MemorySegment expected =
                        setup.arena.allocateFrom(ValueLayout.JAVA_BYTE, room.toArray(ValueLayout.JAVA_BYTE));
                setup.record(0, Long.MAX_VALUE - distance, 0, 0, 8, 6, 1, 1, 1, 1, 1, 1, 1, 1);
                setup.records.set(Waveforms.INT16, 12, (short) 1);
                setup.hit(0, Long.MIN_VALUE, 4, 0, 0, 0, 10);
                setup.hits.set(Waveforms.INT16, 12, (short) 1);
                MemorySegment peak = room.asSlice(2L * PEAKS.stride(), PEAKS.stride());
                peak.fill((byte) 0);
                peak.set(Waveforms.INT64, 0, Long.MIN_VALUE);
                peak.set(Waveforms.INT32, 8, 4);
                peak.set(Waveforms.INT32, 12, 1);
                MemorySegment.copy(peak, 0, expected, 2L * PEAKS.stride(), PEAKS.stride());
                SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, SAMPLES, 4, GAINS, 0, mode);
                MemorySegment scratch = setup.arena.allocate(kernel.scratchBytes());
                kernel.sum(peak, 1, setup.hits, 1, setup.records, 1, setup.previous, setup.next, scratch);
                assertEquals(-1, expected.mismatch(room), "distance=" + distance);
            }
        }
    }

    @Test
    void memoryThatIsWrittenMustBeApart() {
        try (Setup setup = new Setup(1, 4, 1, 1)) {
            setup.record(0, 0, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            setup.hit(0, 0, 4, 0, 0, 0, 10);
            setup.peak(0, 0, 4);
            SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, SAMPLES, 4, GAINS, 1, Compatibility.NONE);
            RuntimeException refusal =
                    assertThrows(IllegalArgumentException.class, () -> setup.sum(kernel, setup.peaks));
            assertTrue(refusal.getMessage().contains("peaks and scratch overlap"), refusal.getMessage());
        }
    }

    @Test
    void hitsOfAPeakBeforeDoNotCountInTheNext() {
        for (Compatibility mode : Compatibility.values()) {
            try (Setup setup = new Setup(2, 4, 3, 2)) {
                setup.record(0, 0, 0, 6, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
                setup.record(1, 500, 0, 100, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0);
                setup.hit(0, 0, 4, 0, 0, 0, 10);
                setup.hit(1, 0, 4, 1, 0, 0, 10);
                setup.hit(2, 500, 2, 1, 1, 0, 10);
                setup.peak(0, 0, 4);
                setup.peak(1, 500, 4);
                setup.sum(mode);
                assertEquals(14, setup.peakFloat(0, 27));
                assertEquals(7, setup.peakFloat(0, 31));
                assertEquals(2, setup.saturatedChannels(0));
                assertEquals(0, setup.peakFloat(1, 27));
                assertEquals(2.5f, setup.peakFloat(1, 31));
                assertEquals(0, setup.saturatedChannels(1));
            }
        }
    }

    @Test
    void aChannelThatSaturatesInManyHitsIsCountedOnce() {
        try (Setup setup = new Setup(1, 4, 9, 1)) {
            setup.record(0, 0, 0, 6, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            for (int i = 0; i < 9; i++) {
                setup.hit(i, 0, 4, 1, 0, 0, 10);
            }
            setup.peak(0, 0, 4);
            setup.sum(Compatibility.NONE);
            assertEquals(1, setup.saturatedChannels(0));
            assertEquals(9 * 7, setup.peakFloat(0, 31));
        }
    }

    @Test
    void aGainThatIsNoNumberSpoilsItsChannelAlsoWhereNoRecordHasSamples() {
        try (Setup setup = new Setup(1, 4, 2, 1)) {
            setup.record(0, 10, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            setup.hit(0, 0, 2, 0, 0, 0, 10);
            setup.hit(1, 10, 2, 1, 0, 0, 10);
            setup.peak(0, 0, 4);
            SumWaveformKernel kernel =
                    SumWaveformKernel.of(PEAKS, SAMPLES, 4, new double[] {Double.NaN, 0.5}, 0, Compatibility.NONE);
            setup.sum(kernel, setup.arena.allocate(kernel.scratchBytes()));
            assertTrue(Float.isNaN(setup.data(0, 0)));
            assertTrue(Float.isNaN(setup.peakFloat(0, 27)));
            assertEquals(7, setup.peakFloat(0, 31));
        }
    }

    @Test
    void aWaveformThatIsNotWantedStaysAsItWas() {
        for (int length : new int[] {4, 9}) {
            try (Setup setup = new Setup(1, 9, 1, 1)) {
                setup.record(0, 0, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
                setup.hit(0, 0, 4, 0, 0, 0, 10);
                setup.peak(0, 0, length);
                int start = PEAKS.raw().dataStart();
                setup.peaks.set(Waveforms.FLOAT32, start, -7);
                SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, SAMPLES, 9, GAINS, 1, Compatibility.NONE);
                MemorySegment scratch = setup.arena.allocate(kernel.scratchBytes());
                setup.sum(kernel.writing(true, false), scratch);
                assertEquals(-7, setup.peakFloat(0, start));
                setup.peak(0, 0, length);
                setup.sum(kernel, scratch);
                assertEquals(8, setup.peakFloat(0, start));
            }
        }
    }

    @Test
    void linksOfInt64AreFollowed() {
        try (Setup setup = new Setup(1, 4, 1, 2)) {
            setup.record(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4);
            setup.record(1, 100, 0, 0, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            setup.hit(0, 80, 4, 0, 1, -2, 2);
            setup.peak(0, 80, 4);
            SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, SAMPLES, 4, GAINS, 0, Compatibility.NONE)
                    .linkedByInt64();
            MemorySegment previous = setup.arena.allocateFrom(ValueLayout.JAVA_LONG, -1, 0);
            MemorySegment next = setup.arena.allocateFrom(ValueLayout.JAVA_LONG, 1, -1);
            MemorySegment scratch = setup.arena.allocate(kernel.scratchBytes());
            kernel.sum(setup.peaks, 1, setup.hits, 1, setup.records, 2, previous, next, scratch);
            assertEquals(18, setup.peakFloat(0, 19));
            previous.setAtIndex(ValueLayout.JAVA_LONG, 1, 1L << 32);
            setup.peak(0, 80, 4);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> kernel.sum(setup.peaks, 1, setup.hits, 1, setup.records, 2, previous, next, scratch));
        }
    }

    @Test
    void summingAllocatesNothing() {
        try (Setup setup = new Setup(1, 4, 1, 1)) {
            setup.record(0, 0, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0);
            setup.hit(0, 0, 4, 0, 0, 0, 10);
            setup.peak(0, 0, 4);
            SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, SAMPLES, 9, GAINS, 1, Compatibility.NONE);
            MemorySegment scratch = setup.arena.allocate(kernel.scratchBytes());
            Allocation.assertNone(() -> setup.sum(kernel, scratch));
        }
    }

    private static void assertRefused(String part, Setup setup) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, () -> setup.sum(Compatibility.NONE));
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    /// strax returns int32; the file has them as int64.
    private static MemorySegment links(StraxGolden golden, String which) {
        MemorySegment wide =
                golden.table("golden_pulses/record_links_" + which + ".npy").bytes();
        MemorySegment links = golden.allocate(wide.byteSize() / 2);
        for (int i = 0; i < wide.byteSize() / 8; i++) {
            links.setAtIndex(ValueLayout.JAVA_INT, i, (int) wide.getAtIndex(ValueLayout.JAVA_LONG, i));
        }
        return links;
    }

    /// Peaks, hits and records of 10 ns per sample, made by hand.
    private static final class Setup implements AutoCloseable {

        private final Arena arena = Arena.ofConfined();
        private final MemorySegment peaks;
        private final MemorySegment hits;
        private final MemorySegment records;
        private final MemorySegment previous;
        private final MemorySegment next;
        private final int longest;

        Setup(int peakCount, int longest, int hitCount, int recordCount) {
            this.longest = longest;
            peaks = arena.allocate((long) PEAKS.stride() * peakCount);
            hits = arena.allocate(48L * hitCount);
            records = arena.allocate((37L + 2 * SAMPLES) * recordCount);
            previous = arena.allocate(4L * recordCount).fill((byte) -1);
            next = arena.allocate(4L * recordCount).fill((byte) -1);
        }

        void record(int index, long time, int shift, float baseline, int... data) {
            long record = (37L + 2 * SAMPLES) * index;
            records.set(Waveforms.INT64, record, time);
            records.set(Waveforms.INT32, record + 8, SAMPLES);
            records.set(Waveforms.INT16, record + 12, (short) 10);
            records.set(Waveforms.FLOAT32, record + 27, baseline);
            records.set(Waveforms.INT16, record + 35, (short) shift);
            for (int i = 0; i < SAMPLES; i++) {
                records.set(Waveforms.INT16, record + 37 + 2L * i, (short) data[i]);
            }
        }

        void link(int first, int second) {
            next.set(Waveforms.INT32, 4L * first, second);
            if (4L * second < previous.byteSize()) {
                previous.set(Waveforms.INT32, 4L * second, first);
            }
        }

        void hit(int index, long time, int length, int channel, int record, int left, int right) {
            long hit = 48L * index;
            hits.set(Waveforms.INT64, hit, time);
            hits.set(Waveforms.INT32, hit + 8, length);
            hits.set(Waveforms.INT16, hit + 12, (short) 10);
            hits.set(Waveforms.INT16, hit + 14, (short) channel);
            hits.set(Waveforms.INT16, hit + 24, (short) left);
            hits.set(Waveforms.INT16, hit + 26, (short) right);
            hits.set(Waveforms.INT32, hit + 28, record);
        }

        void peak(int index, long time, int length) {
            long peak = (long) PEAKS.stride() * index;
            peaks.set(Waveforms.INT64, peak, time);
            peaks.set(Waveforms.INT32, peak + 8, length);
            peaks.set(Waveforms.INT32, peak + 12, 10);
            peaks.set(Waveforms.FLOAT32, peak + 19, 99);
        }

        void sum(Compatibility mode) {
            SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, SAMPLES, longest, GAINS, 1, mode);
            sum(kernel, arena.allocate(kernel.scratchBytes()));
        }

        void sum(SumWaveformKernel kernel, MemorySegment scratch) {
            kernel.sum(
                    peaks,
                    peaks.byteSize() / PEAKS.stride(),
                    hits,
                    hits.byteSize() / 48,
                    records,
                    records.byteSize() / (37 + 2 * SAMPLES),
                    previous,
                    next,
                    scratch);
        }

        float data(int peak, int sample) {
            return peakFloat(peak, 27 + 4 * 2 + 4 + 4 * 4 + 4 * sample);
        }

        int saturatedChannels(int peak) {
            return peaks.get(Waveforms.INT16, (long) PEAKS.stride() * peak + PEAKS.stride() - 24);
        }

        int peakInt(int peak, int field) {
            return peaks.get(Waveforms.INT32, (long) PEAKS.stride() * peak + field);
        }

        float peakFloat(int peak, int field) {
            return peaks.get(Waveforms.FLOAT32, (long) PEAKS.stride() * peak + field);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
