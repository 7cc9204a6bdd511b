package dev.sluice.kernels.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.GuardedMemory;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hits that number their records are summed as those that index them, or not at all.
@KernelTest
class NumberedSumTest {

    private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort INT16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int CHANNELS = 3;
    private static final int SAMPLES = 110;
    private static final int RECORD = 37 + 2 * SAMPLES;
    private static final int RECORDS = 40;
    private static final int HITS = 90;
    private static final int PEAKS = 12;
    private static final int LONGEST = 300;
    private static final int NUMBER = 7_000;
    private static final double[] GAINS = {0.01, 0.0125, 0.02};
    /// Of samples of few bits, of none, so small that the order of a sum counts, and of what no digitiser has.
    private static final float[] BASELINES = {
        15_999.525f,
        8000,
        100.1f,
        0.00001f,
        12.999999f,
        -0.00001f,
        -300.25f,
        40_000,
        1e10f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE
    };

    @ParameterizedTest
    @CsvSource({"1, NONE", "2, NONE", "3, NONE", "4, NONE", "5, STRAX", "6, STRAX"})
    void hitsAreSummedAsThoseThatIndexTheirRecords(long seed, Compatibility mode) {
        Random random = new Random(seed);
        double[][] gains = {
            GAINS, {1, 0, -0.5}, {1e-45, 1e-300, 1e300}, {Float.MAX_VALUE, 1e34, 3e38}, {1e-40, 0.3, Double.MIN_VALUE}
        };
        for (int round = 0; round < 120; round++) {
            Data data = new Data(random, random.nextInt(2) + 9);
            PeakLayout layout = layout(random.nextInt(4));
            SumWaveformKernel general = SumWaveformKernel.of(
                            layout, SAMPLES, LONGEST, gains[random.nextInt(gains.length)], random.nextInt(4), mode)
                    .polarities(polarities(random), 16_383);
            String name = "seed=" + seed + " round=" + round;
            MemorySegment expected = data.peaks(layout);
            MemorySegment actual = data.peaks(layout);
            assertEquals(-1, expected.mismatch(actual), name);
            sumGenerally(general, data, expected);
            assertTrue(sum(general.numbered(), data, actual), name);
            assertEquals(-1, expected.mismatch(actual), name);
        }
    }

    private static PeakLayout layout(int which) {
        PeakLayout layout = PeakLayout.ofChannels(CHANNELS).withSamples(60);
        return switch (which) {
            case 0 -> layout;
            case 1 -> layout.withDataTop();
            case 2 -> layout.withDataStart();
            default -> layout.withDataTop().withDataStart();
        };
    }

    private static Polarities polarities(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Polarities.all(Polarity.POSITIVE);
            case 1 -> Polarities.of(Polarity.NEGATIVE, Map.of(1, Polarity.POSITIVE));
            default -> Polarities.NEGATIVE;
        };
    }

    /// No hits, no peaks, and peaks that no hit reaches.
    @ParameterizedTest
    @CsvSource({"NONE", "STRAX"})
    void peaksWithoutHitsAreEmptyAsThoseOfHitsThatIndexTheirRecords(Compatibility mode) {
        Data data = new Data(new Random(1), 10);
        PeakLayout layout = layout(3);
        SumWaveformKernel general = SumWaveformKernel.of(layout, SAMPLES, LONGEST, GAINS, 1, mode);
        MemorySegment expected = data.peaks(layout).fill((byte) 0x22);
        for (int i = 0; i < PEAKS; i++) {
            expected.set(INT64, (long) layout.stride() * i, (i + 1) * 1_000_000_000L);
            expected.set(INT32, (long) layout.stride() * i + 8, 50);
            expected.set(INT32, (long) layout.stride() * i + 12, 10);
        }
        MemorySegment actual = copy(expected);
        sumGenerally(general, data, expected);
        assertTrue(sum(general.numbered(), data, actual));
        assertEquals(-1, expected.mismatch(actual));
        MemorySegment nothing = MemorySegment.NULL;
        MemorySegment scratch = GuardedMemory.atEnd(general.numbered().scratchBytes());
        assertTrue(general.numbered().sum(actual, PEAKS, nothing, 0, nothing, 0, 0, scratch));
        assertTrue(general.numbered().sum(nothing, 0, nothing, 0, nothing, 0, 0, scratch));
    }

    @Test
    void whatIsNotInTheRecordOfItsNumberIsLeftAlone() {
        PeakLayout layout = layout(3);
        SumWaveformKernel kernel = SumWaveformKernel.of(layout, SAMPLES, LONGEST, GAINS, 1, Compatibility.NONE);
        Map<String, Consumer<Data>> faults = Map.ofEntries(
                Map.entry("number", data -> data.hits.set(INT32, 48L * 20 + 28, NUMBER - 1)),
                Map.entry("number beyond", data -> data.hits.set(INT32, 48L * 20 + 28, NUMBER + RECORDS)),
                Map.entry("least number", data -> data.hits.set(INT32, 48L * 20 + 28, Integer.MIN_VALUE)),
                Map.entry("channel", data -> data.hits.set(INT16, 48L * 20 + 14, (short) CHANNELS)),
                Map.entry("no channel", data -> data.hits.set(INT16, 48L * 20 + 14, (short) -1)),
                Map.entry("dt", data -> data.hits.set(INT16, 48L * 20 + 12, (short) 7)),
                Map.entry("length", data -> data.hits.set(INT32, 48L * 20 + 8, -1)),
                Map.entry("longest", data -> data.hits.set(INT32, 48L * 20 + 8, Integer.MAX_VALUE)),
                Map.entry("left", data -> data.hits.set(INT16, 48L * 20 + 20, (short) -1)),
                Map.entry("time", data -> data.hits.set(INT64, 48L * 89, 0)),
                Map.entry("record", data -> data.each(record -> data.records.set(INT64, record, 3))),
                Map.entry("its length", data -> data.each(record -> data.records.set(INT32, record + 8, SAMPLES + 1))),
                Map.entry("its channel", data -> data.each(record -> data.records.set(INT16, record + 14, (short) 5))),
                Map.entry("its dt", data -> data.each(record -> data.records.set(INT16, record + 12, (short) 9))),
                Map.entry("an equal one before", Data::repeat));
        faults.forEach((name, fault) -> {
            Data data = new Data(new Random(3), 10);
            MemorySegment peaks = data.peaks(layout);
            MemorySegment before = copy(peaks);
            fault.accept(data);
            assertFalse(sum(kernel.numbered(), data, peaks), name);
            assertEquals(-1, before.mismatch(peaks), name);
        });
        Data data = new Data(new Random(3), 10);
        MemorySegment peaks = data.peaks(layout);
        peaks.set(INT32, 8, LONGEST + 1);
        assertFalse(sum(kernel.numbered(), data, peaks), "a peak that is too long");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void gainsThatAreNotFiniteAreLeftToOthers(double gain) {
        PeakLayout layout = layout(0);
        Data data = new Data(new Random(4), 10);
        NumberedHitSum kernel = SumWaveformKernel.of(
                        layout, SAMPLES, LONGEST, new double[] {1, 1, gain}, 0, Compatibility.NONE)
                .numbered();
        assertFalse(sum(kernel, data, data.peaks(layout)));
    }

    /// Times of int64 wrap: a hit far before its record is not in it.
    @Test
    void aHitAllOfTimeAwayIsNotInItsRecord() {
        PeakLayout layout = layout(0);
        Data data = new Data(new Random(5), 10);
        data.records.set(INT64, 0, Long.MAX_VALUE - 9);
        data.hits.set(INT64, 0, Long.MIN_VALUE);
        data.hits.set(INT16, 20, (short) 1);
        data.hits.set(INT32, 28, NUMBER);
        data.hits.set(INT16, 14, data.records.get(INT16, 14));
        NumberedHitSum kernel = SumWaveformKernel.of(layout, SAMPLES, LONGEST, GAINS, 0, Compatibility.NONE)
                .numbered();
        assertFalse(sum(kernel, data, data.peaks(layout)));
    }

    @Test
    void memoryThatIsWrittenMustBeApart() {
        PeakLayout layout = layout(0);
        Data data = new Data(new Random(6), 10);
        NumberedHitSum kernel = SumWaveformKernel.of(layout, SAMPLES, LONGEST, GAINS, 0, Compatibility.NONE)
                .numbered();
        MemorySegment peaks = data.peaks(layout);
        MemorySegment big = Arena.ofAuto().allocate(kernel.scratchBytes() + peaks.byteSize());
        RuntimeException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> kernel.sum(big, 3, data.hits, HITS, data.records, RECORDS, NUMBER, big));
        assertTrue(refusal.getMessage().contains("peaks and scratch overlap"), refusal.getMessage());
        refusal = assertThrows(
                IllegalArgumentException.class,
                () -> kernel.sum(peaks, PEAKS, peaks, 2, data.records, RECORDS, NUMBER, big));
        assertTrue(refusal.getMessage().contains("peaks and hits overlap"), refusal.getMessage());
    }

    @Test
    void summingAllocatesNothing() {
        PeakLayout layout = layout(0);
        Data data = new Data(new Random(7), 10);
        NumberedHitSum kernel = SumWaveformKernel.of(layout, SAMPLES, LONGEST, GAINS, 0, Compatibility.NONE)
                .numbered();
        MemorySegment scratch = GuardedMemory.atEnd(kernel.scratchBytes());
        MemorySegment peaks = data.peaks(layout);
        MemorySegment fresh = copy(peaks);
        Allocation.assertNone(() -> {
            MemorySegment.copy(fresh, 0, peaks, 0, fresh.byteSize());
            kernel.sum(peaks, PEAKS, data.hits, HITS, data.records, RECORDS, NUMBER, scratch);
        });
    }

    private static boolean sum(NumberedHitSum kernel, Data data, MemorySegment peaks) {
        MemorySegment scratch = GuardedMemory.atEnd(kernel.scratchBytes());
        return kernel.sum(peaks, PEAKS, data.hits, HITS, data.records, RECORDS, NUMBER, scratch);
    }

    private static void sumGenerally(SumWaveformKernel kernel, Data data, MemorySegment peaks) {
        MemorySegment hits = copy(data.hits);
        for (int i = 0; i < HITS; i++) {
            hits.set(INT32, 48L * i + 28, hits.get(INT32, 48L * i + 28) - NUMBER);
        }
        MemorySegment links = Arena.ofAuto().allocate(4L * RECORDS).fill((byte) -1);
        MemorySegment scratch = GuardedMemory.atEnd(kernel.scratchBytes());
        kernel.sum(peaks, PEAKS, hits, HITS, data.records, RECORDS, links, links, scratch);
    }

    private static MemorySegment copy(MemorySegment segment) {
        return Arena.ofAuto().allocate(segment.byteSize()).copyFrom(segment);
    }

    /// Records close to each other, hits inside them in order of time, and peaks among them; memory ends with the last.
    private static final class Data {

        private final MemorySegment records = GuardedMemory.atEnd((long) RECORD * RECORDS);
        private final MemorySegment hits = GuardedMemory.atEnd(48L * HITS);
        private final Random random;
        private final int dt;
        private final long start;

        Data(Random random, int dt) {
            this.random = random;
            this.dt = dt;
            this.start = random.nextBoolean() ? -50_000 : 1_000_000_007L;
            long time = start;
            for (int i = 0; i < RECORDS; i++) {
                time += 1 + random.nextInt(40 * dt);
                record((long) RECORD * i, time);
            }
            long[][] found = new long[HITS][];
            for (int i = 0; i < HITS; i++) {
                int of = i == 0 ? RECORDS - 1 : random.nextInt(RECORDS);
                int left = random.nextInt(4) == 0 ? random.nextInt(SAMPLES) : random.nextInt(60);
                int most = SAMPLES - left;
                int length = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextInt(6) == 0 ? most : most / 2;
                found[i] = new long[] {
                    records.get(INT64, (long) RECORD * of) + (long) left * dt, of, left, Math.min(length, most)
                };
            }
            Arrays.sort(found, (a, b) -> Long.compare(a[0], b[0]));
            for (int i = 0; i < HITS; i++) {
                hit(48L * i, found[i]);
            }
        }

        private void record(long record, long time) {
            records.set(INT64, record, time);
            records.set(INT32, record + 8, random.nextInt(4) == 0 ? random.nextInt(SAMPLES + 1) : SAMPLES);
            records.set(INT16, record + 12, (short) dt);
            records.set(INT16, record + 14, (short) random.nextInt(CHANNELS));
            boolean usual = random.nextInt(3) > 0;
            records.set(
                    FLOAT32,
                    record + 27,
                    usual ? 16_000 + random.nextInt(40) / 40f : BASELINES[random.nextInt(BASELINES.length)]);
            records.set(INT16, record + 35, (short) (random.nextInt(6) == 0 ? random.nextInt(7) - 3 : 0));
            int most = random.nextInt(4) == 0 ? 65_536 : random.nextInt(5) == 0 ? 3 : 500;
            for (int i = 0; i < SAMPLES; i++) {
                records.set(INT16, record + 37 + 2L * i, (short) (random.nextInt(most) - most / 3));
            }
        }

        private void hit(long hit, long[] of) {
            hits.set(INT64, hit, of[0]);
            hits.set(INT32, hit + 8, (int) of[3]);
            hits.set(INT16, hit + 12, (short) dt);
            hits.set(INT16, hit + 14, records.get(INT16, RECORD * of[1] + 14));
            hits.set(INT16, hit + 20, (short) of[2]);
            hits.set(INT16, hit + 22, (short) (of[2] + of[3]));
            hits.set(INT16, hit + 24, (short) (of[2] - 20));
            hits.set(INT16, hit + 26, (short) (of[2] + of[3] + 20));
            hits.set(INT32, hit + 28, NUMBER + (int) of[1]);
        }

        /// Peaks of the same bytes at each call, with what was there before in all other fields.
        MemorySegment peaks(PeakLayout layout) {
            Random own = new Random(start + dt);
            MemorySegment peaks = GuardedMemory.atEnd((long) layout.stride() * PEAKS);
            for (long i = 0; i < peaks.byteSize(); i++) {
                peaks.set(ValueLayout.JAVA_BYTE, i, (byte) own.nextInt());
            }
            long time = start - 300L * dt;
            for (int i = 0; i < PEAKS; i++) {
                long peak = (long) layout.stride() * i;
                time += own.nextInt(200 * dt);
                peaks.set(INT64, peak, time);
                peaks.set(INT32, peak + 8, own.nextInt(own.nextInt(3) == 0 ? LONGEST + 1 : 60));
                peaks.set(INT32, peak + 12, dt);
            }
            return peaks;
        }

        void each(Consumer<Long> change) {
            change.accept(RECORD * (hits.get(INT32, 48L * 20 + 28) - (long) NUMBER));
        }

        /// Another record of the channel and time of the first one of a hit, before it.
        void repeat() {
            for (int i = 0; i < HITS; i++) {
                long record = RECORD * (hits.get(INT32, 48L * i + 28) - (long) NUMBER);
                if (record > 0) {
                    records.set(INT64, record - RECORD, records.get(INT64, record));
                    records.set(INT16, record - RECORD + 14, records.get(INT16, record + 14));
                    return;
                }
            }
        }
    }
}
