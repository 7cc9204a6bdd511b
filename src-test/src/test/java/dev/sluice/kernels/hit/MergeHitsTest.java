package dev.sluice.kernels.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Allocation;
import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Waveforms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class MergeHitsTest {

    private static final HitWindowLayout LAYOUT = HitWindowLayout.WAVEFORM_ANALYSIS;
    private static final int HIT = LAYOUT.stride();
    private static final int MERGED = HIT + 12;
    private static final long WIDEST = 10_000_000;

    @ParameterizedTest
    @CsvSource({"0.0, 0", "20.0, 20000", "30.0, 30000"})
    void mergedHitsEqualTheGoldenValues(String name, long gap) {
        JsonObject golden = Recorded.waveformAnalysis();
        JsonArray hits = golden.getAsJsonArray("hit_threshold_10_ext2");
        JsonArray expected = golden.getAsJsonArray("hit_merged_gap" + name);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate((long) HIT * hits.size());
            for (int i = 0; i < hits.size(); i++) {
                set(segment, i, hits.get(i).getAsJsonObject());
            }
            Merged merged = merge(
                    arena,
                    segment,
                    hits.size(),
                    MergeHitsKernel.of(LAYOUT)
                            .gap(gap)
                            .width(WIDEST)
                            .unitsPerDt(1000)
                            .build());
            assertEquals(expected.size(), merged.count());
            for (int i = 0; i < expected.size(); i++) {
                merged.assertEqual(i, expected.get(i).getAsJsonObject());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void clustersAreThoseOfThePlainChain(long seed) {
        RandomGenerator random = new Random(seed);
        int count = 200;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate((long) HIT * count);
            for (int i = 0; i < count; i++) {
                int position = random.nextInt(10, 50);
                hit(hits, i, random.nextLong(100_000), position, position - 3, position + random.nextInt(1, 9), 4);
                hits.set(Waveforms.FLOAT32, (long) HIT * i + 8, random.nextInt(5));
                hits.set(Waveforms.FLOAT32, (long) HIT * i + 12, random.nextInt(100));
                hits.set(Waveforms.INT16, (long) HIT * i + 48, (short) random.nextInt(-1, 2));
                hits.set(Waveforms.INT16, (long) HIT * i + 50, (short) random.nextInt(-1, 3));
            }
            Merged merged = merge(
                    arena,
                    hits,
                    count,
                    MergeHitsKernel.of(LAYOUT).gap(400).width(3000).build());
            List<List<Integer>> expected = plain(hits, count, 400, 3000);
            assertEquals(expected.size(), merged.count(), "seed=" + seed);
            int component = 0;
            for (int i = 0; i < expected.size(); i++) {
                float integral = 0;
                for (int index : expected.get(i)) {
                    assertEquals(i, merged.components().get(Waveforms.INT64, 16L * component));
                    assertEquals(index, merged.components().get(Waveforms.INT64, 16L * component + 8), "seed=" + seed);
                    component++;
                    integral += hits.get(Waveforms.FLOAT32, (long) HIT * index + 12);
                }
                assertEquals(integral, merged.records().get(Waveforms.FLOAT32, (long) MERGED * i + 12));
            }
        }
    }

    @Test
    void startsAreExactBeyondTheFloat64RangeUnlikeInWaveformAnalysis() {
        long late = (1L << 53) + 1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate(2L * HIT);
            hit(hits, 0, late, 0, 0, 1, 1);
            hit(hits, 1, late + 11, 0, 0, 1, 1);
            assertEquals(
                    2,
                    merge(
                                    arena,
                                    hits,
                                    2,
                                    MergeHitsKernel.of(LAYOUT)
                                            .gap(9)
                                            .width(WIDEST)
                                            .build())
                            .count());
            assertEquals(
                    1,
                    merge(
                                    arena,
                                    hits,
                                    2,
                                    MergeHitsKernel.of(LAYOUT)
                                            .gap(10)
                                            .width(WIDEST)
                                            .build())
                            .count());
        }
    }

    @Test
    void hitsOfSeveralRecordsHaveNoSampleWindow() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate(2L * HIT);
            hit(hits, 0, 100, 5, 3, 9, 1);
            hit(hits, 1, 110, 2, 0, 4, 1);
            hits.set(Waveforms.INT64, HIT + 52, 1);
            Merged merged = merge(
                    arena,
                    hits,
                    2,
                    MergeHitsKernel.of(LAYOUT).gap(50).width(WIDEST).build());
            assertEquals(1, merged.count());
            assertEquals(-1, merged.records().get(Waveforms.INT32, 16));
            assertEquals(-1, merged.records().get(Waveforms.INT32, 20));
            assertEquals(-1, merged.records().get(Waveforms.FLOAT32, 24));
        }
    }

    @Test
    void whatCannotBeMergedIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate(2L * HIT);
            MergeHitsKernel kernel = MergeHitsKernel.of(LAYOUT).gap(1).width(1).build();
            MemorySegment scratch = arena.allocate(MergeHitsKernel.scratchBytes(2));
            MemorySegment room = arena.allocate(2L * MERGED);
            MemorySegment components = arena.allocate(2L * MERGED);
            assertTrue(
                    assertThrows(IndexOutOfBoundsException.class, () -> kernel.merge(hits, 0, 3, room, room, scratch))
                            .getMessage()
                            .contains("hits"));
            assertTrue(
                    assertThrows(IndexOutOfBoundsException.class, () -> kernel.merge(hits, 0, 2, hits, room, scratch))
                            .getMessage()
                            .contains("merged"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> MergeHitsKernel.of(LAYOUT).gap(-2).width(1).build());
            MemorySegment one = arena.allocate(MergeHitsKernel.scratchBytes(2));
            MemorySegment two = arena.allocate(MergeHitsKernel.scratchBytes(2));
            MemorySegment three = arena.allocate(MergeHitsKernel.scratchBytes(2));
            assertThrows(IllegalArgumentException.class, () -> kernel.merge(one, 0, 2, one, two, three));
            assertThrows(IllegalArgumentException.class, () -> kernel.merge(one, 0, 2, two, one, three));
            assertThrows(IllegalArgumentException.class, () -> kernel.merge(one, 0, 2, two, two, three));
            assertThrows(IllegalArgumentException.class, () -> kernel.merge(one, 0, 2, two, three, one));
            assertThrows(IllegalArgumentException.class, () -> kernel.merge(one, 0, 2, two, three, two));
            Allocation.assertNone(() -> kernel.merge(hits, 0, 2, room, components, scratch));
        }
    }

    private static Merged merge(Arena arena, MemorySegment hits, int count, MergeHitsKernel kernel) {
        MemorySegment records = arena.allocate((long) MERGED * count);
        MemorySegment components = arena.allocate((long) MergeHitsKernel.COMPONENT_BYTES * count);
        long found =
                kernel.merge(hits, 0, count, records, components, arena.allocate(MergeHitsKernel.scratchBytes(count)));
        return new Merged(found, records, components);
    }

    private static List<List<Integer>> plain(MemorySegment hits, int count, long gap, long width) {
        List<Integer> order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> hits.get(Waveforms.INT16, (long) HIT * i + 48))
                        .thenComparingInt(i -> hits.get(Waveforms.INT16, (long) HIT * i + 50))
                        .thenComparingLong(i -> edge(hits, i, 16)))
                .toList();
        List<List<Integer>> clusters = new ArrayList<>();
        long start = 0;
        long end = 0;
        int before = -1;
        for (int index : order) {
            long last = Math.max(end, edge(hits, index, 20));
            boolean joins = before >= 0
                    && hits.get(Waveforms.INT32, (long) HIT * before + 48)
                            == hits.get(Waveforms.INT32, (long) HIT * index + 48)
                    && edge(hits, index, 16) - end <= gap
                    && last - start <= width;
            if (!joins) {
                clusters.add(new ArrayList<>());
                start = edge(hits, index, 16);
                last = edge(hits, index, 20);
            }
            end = last;
            before = index;
            clusters.get(clusters.size() - 1).add(index);
        }
        return clusters;
    }

    private static long edge(MemorySegment hits, int index, int field) {
        long hit = (long) HIT * index;
        return hits.get(Waveforms.INT64, hit + 40)
                + (hits.get(Waveforms.INT32, hit + field) - hits.get(Waveforms.INT64, hit))
                        * hits.get(Waveforms.INT32, hit + 28);
    }

    private static void hit(MemorySegment hits, int index, long time, long position, int start, int end, int dt) {
        long hit = (long) HIT * index;
        hits.set(Waveforms.INT64, hit, position);
        hits.set(Waveforms.INT32, hit + 16, start);
        hits.set(Waveforms.INT32, hit + 20, end);
        hits.set(Waveforms.INT32, hit + 28, dt);
        hits.set(Waveforms.INT64, hit + 40, time);
    }

    private static void set(MemorySegment hits, int index, JsonObject golden) {
        long hit = (long) HIT * index;
        hit(
                hits,
                index,
                golden.get("timestamp").getAsLong(),
                golden.get("position").getAsLong(),
                golden.get("edge_start").getAsInt(),
                golden.get("edge_end").getAsInt(),
                golden.get("dt").getAsInt());
        hits.set(Waveforms.FLOAT32, hit + 8, golden.get("height").getAsFloat());
        hits.set(Waveforms.FLOAT32, hit + 12, golden.get("integral").getAsFloat());
        hits.set(Waveforms.FLOAT32, hit + 24, golden.get("width").getAsFloat());
        hits.set(Waveforms.FLOAT32, hit + 32, golden.get("rise_time").getAsFloat());
        hits.set(Waveforms.FLOAT32, hit + 36, golden.get("fall_time").getAsFloat());
        hits.set(Waveforms.INT16, hit + 48, golden.get("board").getAsShort());
        hits.set(Waveforms.INT16, hit + 50, golden.get("channel").getAsShort());
        hits.set(Waveforms.INT64, hit + 52, golden.get("record_id").getAsLong());
    }

    /// What a merge has written.
    private record Merged(long count, MemorySegment records, MemorySegment components) {

        void assertEqual(int index, JsonObject golden) {
            long at = (long) MERGED * index;
            assertEquals(golden.get("position").getAsLong(), records.get(Waveforms.INT64, at));
            assertEquals(golden.get("height").getAsFloat(), records.get(Waveforms.FLOAT32, at + 8));
            assertEquals(golden.get("integral").getAsFloat(), records.get(Waveforms.FLOAT32, at + 12));
            assertEquals(golden.get("sample_start").getAsInt(), records.get(Waveforms.INT32, at + 16));
            assertEquals(golden.get("sample_end").getAsInt(), records.get(Waveforms.INT32, at + 20));
            assertEquals(golden.get("width").getAsFloat(), records.get(Waveforms.FLOAT32, at + 24));
            assertEquals(golden.get("dt").getAsInt(), records.get(Waveforms.INT32, at + 28));
            assertEquals(golden.get("rise_time").getAsFloat(), records.get(Waveforms.FLOAT32, at + 32));
            assertEquals(golden.get("fall_time").getAsFloat(), records.get(Waveforms.FLOAT32, at + 36));
            assertEquals(golden.get("timestamp").getAsLong(), records.get(Waveforms.INT64, at + 40));
            assertEquals(golden.get("board").getAsShort(), records.get(Waveforms.INT16, at + 48));
            assertEquals(golden.get("channel").getAsShort(), records.get(Waveforms.INT16, at + 50));
            assertEquals(golden.get("record_id").getAsLong(), records.get(Waveforms.INT64, at + 52));
            assertEquals(golden.get("component_offset").getAsLong(), records.get(Waveforms.INT64, at + 60));
            assertEquals(golden.get("component_count").getAsInt(), records.get(Waveforms.INT32, at + 68));
        }
    }
}
