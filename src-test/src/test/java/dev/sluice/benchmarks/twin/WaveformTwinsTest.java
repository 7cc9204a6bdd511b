package dev.sluice.benchmarks.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.benchmarks.twin.WaveformTwins.Place;
import dev.sluice.kernels.SampleType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The C twins against plain loops.
final class WaveformTwinsTest {
    private static final int RECORDS = 50;
    private static final int BASELINE = 3;
    private static final int WAVE = 11;

    @ParameterizedTest
    @CsvSource({"INT16, 1", "INT16, 40", "INT16, 333", "UINT16, 31", "UINT16, 32", "UINT16, 333"})
    void baselinesAreExactForIntegers(SampleType type, int samples) {
        try (Arena arena = Arena.ofConfined();
                WaveformTwins twins = twins(type)) {
            MemorySegment records = records(arena, samples, 65_536, samples);
            MemorySegment found = arena.allocate(8L * RECORDS, 4);
            twins.baseline(records, RECORDS, stride(samples), WAVE, samples, found);
            for (int r = 0; r < RECORDS; r++) {
                long sum = 0;
                long square = 0;
                for (int i = 0; i < samples; i++) {
                    long x = sample(type, records, samples, r, i);
                    sum += x;
                    square += x * x;
                }
                String where = type + " samples=" + samples + " record=" + r;
                assertEquals((float) ((double) sum / samples), found.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * r), where);
                float rms = (float) (Math.sqrt((double) (samples * square - sum * sum)) / samples);
                assertEquals(rms, found.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * r + 1), where);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT16, 100, 8",
        "INT16, 64, 3",
        "INT16, 333, 40",
        "UINT16, 100, 8",
        "UINT16, 33, 2",
        "INT16, 333, 65536",
        "UINT16, 333, 65536"
    })
    void hitsAreTheMaximalRunsInOrder(SampleType type, int samples, int spread) {
        try (Arena arena = Arena.ofConfined();
                WaveformTwins twins = twins(type)) {
            MemorySegment records = records(arena, samples, spread, spread);
            Place place = new Place(stride(samples), WAVE, BASELINE, samples);
            double threshold = spread / 5.0;
            List<List<Integer>> expected = runs(type, records, samples, threshold);
            MemorySegment found = arena.allocate((long) WaveformTwins.HIT_BYTES * expected.size(), 4);
            assertEquals(expected.size(), twins.hits(records, RECORDS, place, threshold, found));
            for (int h = 0; h < expected.size(); h++) {
                for (int k = 0; k < 4; k++) {
                    assertEquals(
                            expected.get(h).get(k), found.getAtIndex(ValueLayout.JAVA_INT, 4L * h + k), "hit " + h);
                }
            }
            assertEquals(expected.size(), twins.hits(records, RECORDS, place, threshold, MemorySegment.NULL));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "16", "110", "333"})
    void theFilterSumsByRisingTapWithZerosAround(int samples) {
        try (Arena arena = Arena.ofConfined();
                WaveformTwins twins = twins(SampleType.INT16)) {
            MemorySegment records = records(arena, samples, 65_536, samples);
            MemorySegment taps = arena.allocate(4L * WaveformTwins.TAPS, 4);
            for (int k = 0; k < WaveformTwins.TAPS; k++) {
                taps.setAtIndex(ValueLayout.JAVA_FLOAT, k, 0.3f - 0.07f * k);
            }
            MemorySegment found = arena.allocate(4L * RECORDS * samples, 4);
            twins.filter(records, RECORDS, new Place(stride(samples), WAVE, BASELINE, samples), taps, found);
            for (int r = 0; r < RECORDS; r++) {
                for (int i = 0; i < samples; i++) {
                    float sum = 0;
                    for (int k = 0; k < WaveformTwins.TAPS; k++) {
                        int at = i + k - 5;
                        int x = at < 0 || at >= samples ? 0 : sample(SampleType.INT16, records, samples, r, at);
                        sum += taps.getAtIndex(ValueLayout.JAVA_FLOAT, k) * x;
                    }
                    assertEquals(sum, found.getAtIndex(ValueLayout.JAVA_FLOAT, (long) r * samples + i), r + ":" + i);
                }
            }
        }
    }

    private static WaveformTwins twins(SampleType type) {
        try {
            return new WaveformTwins(type);
        } catch (IllegalStateException absent) {
            return abort("the twins cannot be compiled here: " + absent.getMessage());
        }
    }

    private static List<List<Integer>> runs(SampleType type, MemorySegment records, int samples, double threshold) {
        List<List<Integer>> runs = new ArrayList<>();
        for (int r = 0; r < RECORDS; r++) {
            double baseline = records.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, (long) r * stride(samples) + BASELINE);
            int start = -1;
            int sum = 0;
            for (int i = 0; i <= samples; i++) {
                boolean low = i < samples && baseline - sample(type, records, samples, r, i) >= threshold;
                if (low) {
                    start = start < 0 ? i : start;
                    sum += sample(type, records, samples, r, i);
                } else if (start >= 0) {
                    runs.add(List.of(r, start, i, sum));
                    start = -1;
                    sum = 0;
                }
            }
        }
        return runs;
    }

    private static int stride(int samples) {
        return WAVE + 2 * samples + 1;
    }

    private static int sample(SampleType type, MemorySegment records, int samples, int record, int index) {
        short bits = records.get(ValueLayout.JAVA_SHORT_UNALIGNED, (long) record * stride(samples) + WAVE + 2L * index);
        return type == SampleType.UINT16 ? bits & 0xFFFF : bits;
    }

    /// Samples anywhere in a band of `spread` values around 0 as int16, the baseline in its middle.
    private static MemorySegment records(Arena arena, int samples, int spread, int seed) {
        Random random = new Random(seed);
        MemorySegment records = arena.allocate((long) stride(samples) * RECORDS, 8);
        for (int r = 0; r < RECORDS; r++) {
            long record = (long) r * stride(samples);
            records.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, record + BASELINE, 1000 + random.nextDouble());
            for (int i = 0; i < samples; i++) {
                int value = spread == 65_536 ? random.nextInt() : 1000 + random.nextInt(spread) - spread / 2;
                records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + WAVE + 2L * i, (short) value);
            }
        }
        return records;
    }
}
