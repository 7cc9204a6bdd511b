package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.event.CoincidenceKernel;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.NumberedHitSum;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.kernels.event.PeakPropertiesKernel;
import dev.sluice.kernels.event.SumWaveformKernel;
import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.kernels.filter.ButterworthFilter;
import dev.sluice.kernels.filter.FilterKernel;
import dev.sluice.kernels.time.FullyContainedKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// E10, K4: another thread writes to records while a kernel works on them, as another process does to a mapped file.
/// Results may be anything, but nothing outside the memory is read or written: there are guard pages on both sides.
@KernelTest
class ChangingRecordsTest {

    private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final long NANOS = Duration.ofMillis(1500).toNanos();
    private static final int HITS = 64;
    private static final double[] GAINS = {1, 1, 1, 1};
    private static final PeakLayout PEAKS = PeakLayout.ofChannels(4).withSamples(10);

    /// Calls while `change` is called in turn with true and false.
    private static void whileChanging(Consumer<Boolean> change, Runnable call) {
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            boolean odd = false;
            while (!ended.get()) {
                odd = !odd;
                change.accept(odd);
            }
        });
        long begin = System.nanoTime();
        long calls = 0;
        try {
            while (System.nanoTime() - begin < NANOS) {
                try {
                    call.run();
                } catch (IllegalArgumentException | IllegalStateException | ArithmeticException refused) {
                    // What was in memory at that moment cannot be computed with.
                }
                calls++;
            }
        } finally {
            ended.set(true);
        }
        assertTrue(calls > 0);
    }

    private static MemorySegment hits(long dt) {
        MemorySegment hits = GuardedMemory.atEnd(48L * HITS);
        for (int i = 0; i < HITS; i++) {
            hits.set(INT64, 48L * i, 10L * i);
            hits.set(INT32, 48L * i + 8, 1);
            hits.set(INT16, 48L * i + 12, (short) dt);
            hits.set(INT16, 48L * i + 14, (short) (i % 4));
        }
        return hits;
    }

    @Test
    void peaksAreFoundInsideTheirMemoryWhereChannelsChange() {
        MemorySegment hits = hits(10);
        FindPeaksKernel kernel = FindPeaksKernel.of(PEAKS, GAINS, PeakFinding.DEFAULT, Compatibility.NONE);
        MemorySegment peaks = GuardedMemory.atEnd((long) PEAKS.stride() * HITS);
        MemorySegment scratch = GuardedMemory.atEnd(kernel.scratchBytes());
        whileChanging(
                odd -> hits.set(INT16, 48L * (HITS - 2) + 14, odd ? Short.MAX_VALUE : (short) 2),
                () -> kernel.find(hits, 0, HITS, peaks, 0, HITS, scratch));
    }

    @Test
    void groupsAreFoundInsideTheirMemoryWhereChannelsChange() {
        MemorySegment hits = GuardedMemory.atEnd(24L * HITS);
        for (int i = 0; i < HITS; i++) {
            hits.set(INT64, 24L * i, i);
            hits.set(INT64, 24L * i + 8, i + 1);
        }
        CoincidenceKernel kernel = CoincidenceKernel.of(
                IntervalLayout.ending(24, 0, 8),
                new Column(ScalarType.INT64, 16),
                4,
                CoincidenceKernel.Rule.CHAINED,
                10,
                1);
        MemorySegment groups = GuardedMemory.atEnd((long) CoincidenceKernel.GROUP_BYTES * HITS);
        MemorySegment scratch = GuardedMemory.atEnd(kernel.scratchBytes());
        whileChanging(
                odd -> hits.set(INT64, 24L * (HITS - 2) + 16, odd ? 1L << 40 : 2),
                () -> kernel.group(hits, 0, HITS, groups, 0, HITS, scratch));
    }

    @Test
    void waveformsAreSummedInsideTheirMemoryWhereLengthsAndIndicesChange() {
        int samples = 20;
        int recordBytes = 37 + 2 * samples;
        MemorySegment hits = hits(10);
        MemorySegment records = GuardedMemory.atEnd((long) recordBytes * HITS);
        MemorySegment links = GuardedMemory.atEnd(4L * HITS).fill((byte) -1);
        for (int i = 0; i < HITS; i++) {
            hits.set(INT32, 48L * i + 28, i);
            records.set(INT64, (long) recordBytes * i, 10L * i);
            records.set(INT32, (long) recordBytes * i + 8, samples);
            records.set(INT16, (long) recordBytes * i + 12, (short) 10);
        }
        SumWaveformKernel kernel = SumWaveformKernel.of(PEAKS, samples, 100, GAINS, 0, Compatibility.NONE);
        MemorySegment peaks = GuardedMemory.atEnd(PEAKS.stride());
        MemorySegment scratch = GuardedMemory.atEnd(kernel.scratchBytes());
        whileChanging(
                odd -> {
                    peaks.set(INT32, 8, odd ? 1 << 28 : 90);
                    hits.set(INT16, 48L * 30 + 14, odd ? Short.MAX_VALUE : (short) 2);
                    hits.set(INT32, 48L * 31 + 28, odd ? 1 << 28 : 3);
                    records.set(INT32, (long) recordBytes * 33 + 8, odd ? 1 << 28 : samples);
                },
                () -> {
                    peaks.set(INT64, 0, 0);
                    peaks.set(INT32, 12, 10);
                    kernel.sum(peaks, 1, hits, HITS, records, HITS, links, links, scratch);
                });
    }

    @Test
    void waveformsOfNumberedHitsAreSummedInsideTheirMemoryWhereRecordsChange() {
        int samples = 60;
        int recordBytes = 37 + 2 * samples;
        MemorySegment hits = hits(10);
        MemorySegment records = GuardedMemory.atEnd((long) recordBytes * HITS);
        for (int i = 0; i < HITS; i++) {
            hits.set(INT32, 48L * i + 8, samples - 4);
            hits.set(INT16, 48L * i + 20, (short) 4);
            hits.set(INT32, 48L * i + 28, i + 5);
            records.set(INT64, (long) recordBytes * i, 10L * i - 40);
            records.set(INT32, (long) recordBytes * i + 8, samples);
            records.set(INT16, (long) recordBytes * i + 12, (short) 10);
            records.set(INT16, (long) recordBytes * i + 14, (short) (i % 4));
        }
        NumberedHitSum kernel = SumWaveformKernel.of(PEAKS, samples, 100, GAINS, 0, Compatibility.NONE)
                .numbered();
        MemorySegment peaks = GuardedMemory.atEnd(PEAKS.stride());
        MemorySegment scratch = GuardedMemory.atEnd(kernel.scratchBytes());
        whileChanging(
                odd -> {
                    peaks.set(INT32, 8, odd ? 1 << 28 : 90);
                    hits.set(INT16, 48L * 30 + 14, odd ? Short.MAX_VALUE : (short) 2);
                    hits.set(INT32, 48L * 31 + 28, odd ? 1 << 28 : 36);
                    hits.set(INT16, 48L * 32 + 20, odd ? Short.MAX_VALUE : (short) 4);
                    hits.set(INT32, 48L * 33 + 8, odd ? 1 << 28 : samples - 4);
                    hits.set(INT64, 48L * 34, odd ? Long.MIN_VALUE + 3 : 340);
                    records.set(INT32, (long) recordBytes * 35 + 8, odd ? 1 << 28 : samples);
                },
                () -> {
                    peaks.set(INT64, 0, 0);
                    peaks.set(INT32, 12, 10);
                    kernel.sum(peaks, 1, hits, HITS, records, HITS, 5, scratch);
                });
    }

    @Test
    void propertiesOfPeaksAreComputedInsideTheirMemoryWhereLengthsChange() {
        MemorySegment peaks = GuardedMemory.atEnd((long) PEAKS.stride() * HITS);
        MemorySegment scratch = GuardedMemory.atEnd(PeakPropertiesKernel.SCRATCH_BYTES);
        PeakPropertiesKernel kernel = PeakPropertiesKernel.of(PEAKS, 0, Compatibility.NONE);
        whileChanging(
                odd -> peaks.set(INT32, (long) PEAKS.stride() * (HITS - 1) + 8, odd ? 1 << 28 : 10),
                () -> kernel.compute(peaks, 0, HITS, scratch));
    }

    @Test
    void thePeakOfAPulseIsSoughtInsideItWhereSamplesChange() {
        int samples = 32_768;
        MemorySegment wave = GuardedMemory.atEnd(2L * samples);
        MemorySegment results = GuardedMemory.atEnd(1 << 10);
        PulseShapeKernel kernel = PulseShapeKernel.of(WaveformLayout.of(SampleType.INT16, 2 * samples, 0, samples))
                .build();
        whileChanging(
                odd -> wave.set(INT16, 2L * 20_000, odd ? Short.MIN_VALUE : 0),
                () -> kernel.compute(wave, 0, 1, results, 0));
    }

    @Test
    void theFirstFaultOfIntervalsIsSoughtInsideThemWhereTimesChange() {
        MemorySegment things = GuardedMemory.atEnd(16L * HITS);
        for (int i = 0; i < HITS; i++) {
            things.set(INT64, 16L * i, i);
            things.set(INT64, 16L * i + 8, i + 1);
        }
        MemorySegment results = GuardedMemory.atEnd(4L * HITS);
        IntervalLayout layout = IntervalLayout.ending(16, 0, 8);
        FullyContainedKernel kernel = FullyContainedKernel.of(layout, layout, Compatibility.NONE);
        whileChanging(
                odd -> things.set(INT64, 16L * (HITS - 1), odd ? -5 : HITS - 1),
                () -> kernel.compute(things, 0, HITS, things, 0, HITS, results, 0));
    }

    @Test
    void sectionsFilterInsideTheirMemoryWhereLengthsChange() {
        int samples = 40;
        int stride = 4 + 2 * samples;
        MemorySegment waves = GuardedMemory.atEnd((long) stride * HITS);
        for (int i = 0; i < HITS; i++) {
            waves.set(INT32, (long) stride * i, samples);
        }
        MemorySegment results = GuardedMemory.atEnd(4L * samples * HITS);
        FilterKernel kernel = FilterKernel.of(
                        WaveformLayout.of(SampleType.INT16, stride, 4, samples).withValidLength(ScalarType.INT32, 0),
                        ButterworthFilter.bandPass(4, 0.1, 0.2, 1))
                .build();
        whileChanging(
                odd -> waves.set(INT32, (long) stride * 8, odd ? 0 : samples),
                () -> kernel.compute(waves, 0, HITS, results, 0));
    }
}
