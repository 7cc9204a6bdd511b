package dev.sluice.chunk;

import static dev.sluice.chunk.TestChunks.SPANS;
import static dev.sluice.chunk.TestChunks.chunk;
import static dev.sluice.chunk.TestChunks.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for all chunks, tried on random ones: 20 seeds of 60 tries each.
final class ChunkPropertiesTest {
    private static final int TRIES = 60;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void concatenatingWhatWasSplitIsIdentity(long seed) {
        forEachTry(seed, (random, chunk, at) -> {
            List<Chunk> parts = new ArrayList<>(List.of(chunk));
            for (int cuts = random.nextInt(5); cuts > 0; cuts--) {
                Split split = Chunks.split(parts.remove(parts.size() - 1), instant(random, chunk));
                parts.add(split.left());
                parts.add(split.right());
            }
            Chunk whole = Chunks.concatenate(parts, Arena.ofAuto());
            assertEquals(rows(chunk), rows(whole), at);
            assertEquals(chunk.range(), whole.range(), at);
            assertEquals(chunk.latestEnd(), whole.latestEnd(), at);
            assertEquals(chunk.losses(), whole.losses(), at);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothSidesOfASplitKeepTheLaws(long seed) {
        forEachTry(seed, (random, chunk, at) -> {
            long time = instant(random, chunk);
            Split split = Chunks.split(chunk, time);
            long cut = Math.max(chunk.start(), Math.min(chunk.end(), time));
            for (Chunk side : List.of(split.left(), split.right())) {
                long reach = side.latestEnd();
                new ChunkLaws(SPANS).check(side);
                assertEquals(side.latestEnd(), reach, at);
            }
            assertTrue(rows(split.left()).stream().allMatch(row -> row.time() < cut), at);
            assertTrue(rows(split.right()).stream().allMatch(row -> row.time() >= cut), at);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rangesThatTileAChunkSelectEachRecordOnceByStart(long seed) {
        forEachTry(seed, (random, chunk, at) -> {
            List<Row> found = new ArrayList<>();
            long cursor = chunk.start();
            while (cursor < chunk.end()) {
                long next = Math.min(chunk.end(), cursor + 1 + random.nextInt(200));
                TimeRange range = TimeRange.of(cursor, next);
                Chunk selected = Chunks.select(chunk, range, Selection.STARTING_IN, Arena.ofAuto());
                assertEquals(rows(Chunks.clip(chunk, range)), rows(selected), at);
                found.addAll(rows(selected));
                cursor = next;
            }
            assertEquals(rows(chunk), found, at);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void selectionsEqualTheirDefinitionsInstantByInstant(long seed) {
        forEachTry(seed, (random, chunk, at) -> {
            long start = instant(random, chunk);
            TimeRange range = TimeRange.of(start, start + random.nextInt(60));
            List<Row> touching = rows(chunk).stream()
                    .filter(row -> sharesAnInstant(row, range))
                    .toList();
            List<Row> contained = rows(chunk).stream()
                    .filter(row -> range.contains(row.time()) && row.end() <= range.end())
                    .toList();
            assertEquals(touching, rows(Chunks.select(chunk, range, Selection.TOUCHING, Arena.ofAuto())), at);
            assertEquals(contained, rows(Chunks.select(chunk, range, Selection.CONTAINED, Arena.ofAuto())), at);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mergingIsAStableSortOfTheConcatenation(long seed) {
        forEachTry(seed, (random, chunk, at) -> {
            List<Chunk> parts = new ArrayList<>();
            List<Row> all = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(5); i++) {
                List<Row> rows = TestChunks.randomRows(random, chunk.start(), chunk.end(), random.nextInt(40));
                parts.add(chunk(SPANS, chunk.start(), chunk.end(), rows));
                all.addAll(rows);
            }
            all.sort(TestChunks::byTimeAndChannel);
            Chunk merged = Chunks.merge(parts, Arena.ofAuto());
            new ChunkLaws(SPANS).check(merged);
            assertEquals(all, rows(merged), at);
        });
    }

    private static boolean sharesAnInstant(Row row, TimeRange range) {
        if (row.time() == row.end()) {
            return range.contains(row.time());
        }
        return LongStream.range(row.time(), row.end()).anyMatch(range::contains);
    }

    private static long instant(Random random, Chunk chunk) {
        return chunk.start() - 20 + random.nextInt((int) chunk.duration() + 40);
    }

    private static void forEachTry(long seed, Property property) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            long start = random.nextInt(3) == 0 ? (1L << 60) + random.nextInt(1000) : random.nextInt(2000) - 1000;
            long end = start + 1 + random.nextInt(random.nextBoolean() ? 30 : 1000);
            Chunk chunk = chunk(SPANS, start, end, TestChunks.randomRows(random, start, end, random.nextInt(60)));
            if (random.nextBoolean()) {
                chunk.addLoss(new Loss(start + (end - start) / 4, end - (end - start) / 3, "dropped"));
            }
            property.check(random, chunk, "seed=" + seed + ", try=" + i);
        }
    }

    private interface Property {
        void check(Random random, Chunk chunk, String at);
    }
}
