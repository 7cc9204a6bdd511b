package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.kernels.event.SumWaveformKernel;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.kernels.feature.PulseShapeResults;
import dev.sluice.kernels.feature.PulseShapeValue;
import dev.sluice.kernels.hit.HitWindowLayout;
import dev.sluice.kernels.hit.MergeHitsKernel;
import dev.sluice.kernels.hit.ThresholdHitsKernel;
import dev.sluice.kernels.record.RecordOperations;
import dev.sluice.kernels.record.RecordsKernel;
import dev.sluice.kernels.time.TimeBounds;
import dev.sluice.kernels.time.TimeSortKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Values at the limits of their types, in memory between guard pages; what is right is counted by hand.
@KernelTest
class ExtremeRecordsTest {

    private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble FLOAT64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final PeakLayout PEAKS = PeakLayout.ofChannels(4).withSamples(10);
    private static final double[] GAINS = {1, 1, 1, 1};
    private static final PeakFinding SINGLE =
            PeakFinding.DEFAULT.with().minChannels(1).build();

    /// K1: the height is infinite, and the extreme sample is the first or the last of the memory.
    @ParameterizedTest
    @CsvSource({"true, 0", "true, 39", "false, 0", "false, 39"})
    void anInfiniteHeightHasNoEdges(boolean atEnd, int extreme) {
        MemorySegment wave = atEnd ? GuardedMemory.atEnd(160) : GuardedMemory.atStart(160);
        wave.setAtIndex(FLOAT32, extreme, Float.POSITIVE_INFINITY);
        MemorySegment results = GuardedMemory.atEnd(1024);
        PulseShapeKernel.of(WaveformLayout.of(SampleType.FLOAT32, 160, 0, 40))
                .baselineRange(SampleRange.parse("10:20"))
                .polarities(Polarities.all(Polarity.POSITIVE))
                .results(PulseShapeResults.of(64)
                        .with(PulseShapeValue.RISE_TIME, 0)
                        .with(PulseShapeValue.WIDTH, 8))
                .build()
                .compute(wave, 0, 1, results, 0);
        assertTrue(Double.isNaN(results.get(FLOAT32, 0)));
        assertTrue(Double.isNaN(results.get(FLOAT32, 8)));
    }

    /// K1: nine tenths of the least number are the least number.
    @Test
    void aHeightThatAFractionRoundsToHasNoEdges() {
        MemorySegment wave = GuardedMemory.atEnd(8 + 2 * 40);
        wave.set(FLOAT64, 0, Double.MIN_VALUE);
        for (int i = 0; i < 39; i++) {
            wave.set(INT16, 8 + 2L * i, (short) 5);
        }
        PulseShapeKernel.of(WaveformLayout.of(SampleType.INT16, 88, 8, 40).withBaseline(ScalarType.FLOAT64, 0))
                .build()
                .compute(wave, 0, 1, GuardedMemory.atEnd(1024), 0);
    }

    /// K3: without fragments there is no such column, and a record of 2 bytes has no 8 to be cut from.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void baselinesOfVeryShortRecordsReadNothingElse(int samples) {
        MemorySegment wave = GuardedMemory.atEnd(2L * samples);
        wave.set(INT16, 0, (short) 6);
        MemorySegment results = GuardedMemory.atEnd(8);
        BaselineKernel.of(WaveformLayout.of(SampleType.INT16, 2 * samples, 0, samples))
                .build()
                .compute(wave, 0, 1, results, 0);
        assertEquals(6.0f / samples, results.get(FLOAT32, 0));
    }

    /// K3: times without channel, and hits of waveforms without board, likewise.
    @Test
    void recordsWithoutAnOptionalColumnReadNothingElse() {
        MemorySegment records = GuardedMemory.atEnd(16);
        records.set(INT64, 8, 5);
        long[] bounds = new long[TimeBounds.VALUES];
        TimeBounds.of(8, 0).scan(records, 0, 2, bounds);
        assertEquals(5, bounds[TimeBounds.MAX]);
        MemorySegment scratch = GuardedMemory.atEnd(TimeSortKernel.scratchBytes(2, 8));
        TimeSortKernel.of(8, 0).sort(records, 0, 2, GuardedMemory.atEnd(16), 0, scratch);
    }

    private static void hit(MemorySegment hits, int index, long time, int length, int dt, int channel) {
        hits.set(INT64, 48L * index, time);
        hits.set(INT32, 48L * index + 8, length);
        hits.set(INT16, 48L * index + 12, (short) dt);
        hits.set(INT16, 48L * index + 14, (short) channel);
        hits.set(FLOAT32, 48L * index + 16, 10);
    }

    /// K6: hits at -5e18 and 5e18 ns are 317 years apart.
    @Test
    void hitsThatAreFurtherApartThanInt64CountsAreTwoPeaks() {
        try (Arena arena = Arena.ofConfined()) {
            FindPeaksKernel kernel = FindPeaksKernel.of(PEAKS, GAINS, SINGLE, Compatibility.NONE);
            MemorySegment hits = arena.allocate(96);
            hit(hits, 0, -5_000_000_000_000_000_000L, 5, 10, 0);
            hit(hits, 1, 5_000_000_000_000_000_000L, 5, 10, 1);
            MemorySegment peaks = arena.allocate(2L * PEAKS.stride());
            assertEquals(2, kernel.find(hits, 0, 2, peaks, 0, 2, arena.allocate(kernel.scratchBytes())));
            // 20 ns before, 5 samples of 10 ns, 150 ns after.
            assertEquals(22, peaks.get(INT32, 8));
            assertEquals(22, peaks.get(INT32, PEAKS.stride() + 8L));
            assertEquals(5_000_000_000_000_000_000L - 20, peaks.get(INT64, PEAKS.stride()));
        }
    }

    /// K5, K6: a length beyond int32 and an end beyond int64 are refused, not cut.
    @ParameterizedTest
    @CsvSource({"1600000000000000000, 2147483647, 1", "9223372036854775797, 5, 10", "-9223372036854775800, 5, 10"})
    void aPeakBeyondTheTypesOfItsFieldsIsRefused(long time, int length, int dt) {
        try (Arena arena = Arena.ofConfined()) {
            FindPeaksKernel kernel = FindPeaksKernel.of(PEAKS, GAINS, SINGLE, Compatibility.NONE);
            MemorySegment hits = arena.allocate(48);
            hit(hits, 0, time, length, dt, 0);
            MemorySegment peaks = arena.allocate(PEAKS.stride());
            MemorySegment scratch = arena.allocate(kernel.scratchBytes());
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> kernel.find(hits, 0, 1, peaks, 0, 1, scratch));
            assertTrue(refused.getMessage().startsWith("hit 0 "), refused.getMessage());
        }
    }

    /// K2: a peak and a hit 2^63 apart share no samples.
    @ParameterizedTest
    @CsvSource({"-9223372036854775000, 9223372036854775000", "0, 9223372036854775000", "-9223372036854775000, 0"})
    void aHitFarFromAPeakAddsNothingToIt(long ofPeak, long ofHit) {
        int samples = 20;
        MemorySegment peaks = GuardedMemory.atEnd(PEAKS.stride());
        peaks.set(INT64, 0, ofPeak);
        peaks.set(INT32, 8, 5);
        peaks.set(INT32, 12, 1);
        MemorySegment hits = GuardedMemory.atEnd(48);
        hit(hits, 0, ofHit, 5, 1, 0);
        MemorySegment records = GuardedMemory.atEnd(37 + 2 * samples);
        records.set(INT64, 0, ofHit);
        records.set(INT32, 8, samples);
        records.set(INT16, 12, (short) 1);
        MemorySegment links = GuardedMemory.atEnd(4).fill((byte) -1);
        SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, samples, 100, GAINS, 0, Compatibility.NONE);
        kernel.sum(peaks, 1, hits, 1, records, 1, links, links, GuardedMemory.atEnd(kernel.scratchBytes()));
        assertEquals(0, peaks.get(FLOAT32, 19));
    }

    private static void window(MemorySegment hits, int index, long time, int board, int channel, long record) {
        long at = 60L * index;
        hits.set(INT64, at, 5);
        hits.set(FLOAT32, at + 8, 10 + index);
        hits.set(INT32, at + 16, 3);
        hits.set(INT32, at + 20, 8);
        hits.set(INT32, at + 28, 2);
        hits.set(INT64, at + 40, time);
        hits.set(INT16, at + 48, (short) board);
        hits.set(INT16, at + 50, (short) channel);
        hits.set(INT64, at + 52, record);
    }

    private static long merged(Arena arena, long gap, MemorySegment hits, MemorySegment merged) {
        MergeHitsKernel kernel = MergeHitsKernel.of(HitWindowLayout.WAVEFORM_ANALYSIS)
                .gap(gap)
                .width(10_000)
                .build();
        return kernel.merge(hits, 0, 2, merged, arena.allocate(64), arena.allocate(MergeHitsKernel.scratchBytes(2)));
    }

    @Test
    void hitsThatAreFurtherApartThanInt64CountsAreNotMerged() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate(120);
            window(hits, 0, -6_000_000_000_000_000_000L, 0, 0, 0);
            window(hits, 1, 6_000_000_000_000_000_000L, 0, 0, 1);
            assertEquals(2, merged(arena, 100, hits, arena.allocate(144)));
        }
    }

    /// K12: board 1 and channel -1 were the number of board 0 and channel 2^32 - 1, and board 0 of channel -1 that of
    /// board -1 and channel 2^32 - 1.
    @ParameterizedTest
    @CsvSource({"0, -1, -1, 0", "1, -1, 0, -1", "0, 0, 0, -1", "5, -32768, 4, 32767"})
    void hitsOfOtherBoardsAndChannelsAreNotMergedWhateverTheirSigns(int board, int channel, int board2, int channel2) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate(120);
            window(hits, 0, 100, board, channel, 0);
            window(hits, 1, 104, board2, channel2, 0);
            assertEquals(2, merged(arena, 100, hits, arena.allocate(144)));
        }
    }

    /// K12: 64 bits of board and channel do not fit one number: refused, not cut.
    @Test
    void channelsOf64BitsAreRefused() {
        HitWindowLayout known = HitWindowLayout.WAVEFORM_ANALYSIS;
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new HitWindowLayout(
                        70,
                        known.position(),
                        known.height(),
                        known.integral(),
                        known.edgeStart(),
                        known.edgeEnd(),
                        known.width(),
                        known.dt(),
                        known.timestamp(),
                        known.board(),
                        new Column(ScalarType.INT64, 60),
                        known.recordId()));
        assertTrue(refused.getMessage().contains("store it as i4"), refused.getMessage());
    }

    /// N4: waveforms start at 0 and 1000 and have no number; the hits are their samples 90 to 100 and 0 to 30.
    @ParameterizedTest
    @CsvSource({"-1, -1", "0, 1"})
    void aMergedHitOfTwoWaveformsHasNoWidthInSamples(long record, long next) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate(120);
            window(hits, 0, 900, 0, 0, record);
            hits.set(INT64, 0, 90);
            hits.set(INT32, 16, 90);
            hits.set(INT32, 20, 100);
            hits.set(INT32, 28, 10);
            window(hits, 1, 1000, 0, 0, next);
            hits.set(INT64, 60, 0);
            hits.set(INT32, 76, 0);
            hits.set(INT32, 80, 30);
            hits.set(INT32, 88, 10);
            MemorySegment merged = arena.allocate(144);
            // They touch at 1000: a gap of 0 is enough.
            assertEquals(1, merged(arena, 0, hits, merged));
            assertEquals(-1, merged.get(INT32, 16));
            assertEquals(-1, merged.get(INT32, 20));
            assertEquals(-1, merged.get(FLOAT32, 24));
            assertEquals(2, merged(arena, -1, hits, merged));
        }
    }

    /// K9: what is subtracted is the baseline that is stored; the difference of a large one saturates.
    @Test
    void theFallbackBaselineIsTheOneThatIsStored() {
        FragmentLayout layout = new FragmentLayout(40);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = arena.allocate(layout.rawBytes());
            raw.set(INT32, 8, 40);
            raw.set(INT16, 20, (short) 1);
            MemorySegment records = arena.allocate(layout.recordBytes());
            for (int i = 0; i < 40; i++) {
                raw.set(INT16, 24 + 2L * i, (short) -5);
            }
            RecordsKernel.of(layout)
                    .fallback(999.999999999)
                    .build()
                    .compute(raw, 0, 1, records, 0, ChannelBaselines.ofAll());
            assertEquals(1000.0f, records.get(FLOAT32, 27));
            assertEquals(1005, records.get(INT16, 37));
            RecordsKernel.of(layout).fallback(1e10).build().compute(raw, 0, 1, records, 0, ChannelBaselines.ofAll());
            assertEquals(Short.MAX_VALUE, records.get(INT16, 37));
            assertEquals(40 * Short.MAX_VALUE, records.get(INT32, 22));
        }
    }

    @Test
    void subtractingALargeBaselineSaturates() {
        FragmentLayout layout = new FragmentLayout(40);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = arena.allocate(layout.recordBytes());
            records.set(INT32, 8, 40);
            records.set(FLOAT32, 27, 3e9f);
            records.set(INT16, 37, (short) -5);
            RecordOperations.of(layout, Polarity.NEGATIVE, Compatibility.NONE).subtractBaseline(records, 0, 1);
            assertEquals(Short.MAX_VALUE, records.get(INT16, 37));
        }
    }

    /// N3: samples 100 to 103 lie 10 above a baseline of 100.25, so they are 9.75 each; nothing reaches 16383.
    @ParameterizedTest
    @CsvSource({"10, 0", "16283, 1", "16282, 0"})
    void positivePulsesAreSummedLessTheFractionOfTheBaselineAndSaturateAtTheTop(int height, int saturated) {
        int samples = 20;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment peaks = arena.allocate(PEAKS.stride());
            peaks.set(INT32, 8, 5);
            peaks.set(INT32, 12, 1);
            MemorySegment hits = arena.allocate(48);
            hit(hits, 0, 0, 4, 1, 2);
            MemorySegment records = arena.allocate(37 + 2 * samples);
            records.set(INT32, 8, samples);
            records.set(INT16, 12, (short) 1);
            records.set(FLOAT32, 27, 100.25f);
            for (int i = 0; i < 4; i++) {
                records.set(INT16, 37 + 2L * i, (short) height);
            }
            MemorySegment links = arena.allocate(4).fill((byte) -1);
            SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, samples, 100, GAINS, 0, Compatibility.NONE)
                    .positive(16_383);
            kernel.sum(peaks, 1, hits, 1, records, 1, links, links, arena.allocate(kernel.scratchBytes()));
            assertEquals(4 * (height - 0.25f), peaks.get(FLOAT32, 19));
            assertEquals(saturated, peaks.get(INT16, PEAKS.stride() - 4L * 4 - 2 * 2 - 2 * 2));
        }
    }

    /// K7: times and the sampling interval of a hit are made of the same number.
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.7, 1 / 3.0, 2})
    void aHitHasTheIntervalThatItsTimesWereMadeWith(double dt) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wave = arena.allocate(16 + 2 * 50);
            wave.set(FLOAT64, 8, dt);
            wave.set(INT16, 16 + 2 * 5, (short) -100);
            MemorySegment hit = arena.allocate(ThresholdHitsKernel.BYTES);
            long found = ThresholdHitsKernel.of(
                            WaveformLayout.of(SampleType.INT16, 116, 16, 50), 0, new Column(ScalarType.FLOAT64, 8))
                    .baselineRange(SampleRange.parse("0:4"))
                    .build()
                    .find(wave, 0, 1, hit, 0, 1);
            assertEquals(1, found);
            assertEquals(dt, hit.get(FLOAT64, 36));
            assertEquals((long) Math.rint(5 * dt), hit.get(INT64, 52));
        }
    }
}
