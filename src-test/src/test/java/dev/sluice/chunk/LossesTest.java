package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// E21: whatever a chunk is cut into, its losses are in the parts, and joined again they are what they were.
final class LossesTest {
    private static final long START = 0;
    private static final long END = 40;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /// Losses of any place and length, none of them too, also at the ends of the chunk and before and after it; each
    /// has a cause of its own, so that two are never one.
    private static List<Loss> losses(Random random) {
        List<Loss> losses = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            long start = random.nextLong(START - 5, END + 6);
            long length = random.nextBoolean() ? 0 : random.nextLong(20);
            Losses.add(losses, new Loss(start, start + length, "cause " + i));
        }
        return losses;
    }

    /// Cuts inside the chunk or at its ends, some of them at the same time.
    private static long[] cuts(Random random) {
        return random.longs(random.nextInt(7), START, END + 1).sorted().toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void partsThatAreJoinedAgainGiveTheSameLosses(long seed) {
        Random random = new Random(seed);
        List<Loss> losses = losses(random);
        long[] cuts = cuts(random);
        List<Loss> joined = new ArrayList<>();
        for (int i = 0; i <= cuts.length; i++) {
            long start = i == 0 ? START : cuts[i - 1];
            long end = i == cuts.length ? END : cuts[i];
            List<Loss> part = new ArrayList<>();
            for (Loss loss : losses) {
                Loss inPart = Losses.part(loss, start, end, i == 0, i == cuts.length);
                if (inPart != null) {
                    Losses.add(part, inPart);
                }
            }
            Losses.join(joined, part, start);
        }
        assertEquals(sorted(losses), sorted(joined), "seed=" + seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsMovedPieceByPieceIsTheSameAsThePartsAndNothingIsLeft(long seed) {
        Random random = new Random(seed);
        List<Loss> losses = losses(random);
        List<Loss> left = new ArrayList<>(losses);
        List<Loss> joined = new ArrayList<>();
        long start = START;
        for (long cut : cuts(random)) {
            List<Loss> before = new ArrayList<>();
            Losses.moveBefore(cut, left, before);
            Losses.join(joined, before, start);
            start = cut;
        }
        Losses.join(joined, left, start);
        assertEquals(sorted(losses), sorted(joined), "seed=" + seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void splittingAChunkAndConcatenatingItGivesTheSameLosses(long seed) {
        Random random = new Random(seed);
        Chunk whole =
                TestChunks.lossy(TestChunks.chunk(START, END), losses(random).toArray(Loss[]::new));
        List<Chunk> parts = new ArrayList<>();
        Chunk rest = whole;
        for (long cut : cuts(random)) {
            Split split = Chunks.split(rest, cut);
            parts.add(split.left());
            rest = split.right();
        }
        parts.add(rest);
        Chunk joined = Chunks.concatenate(parts, Arena.ofAuto());
        assertEquals(sorted(whole.losses()), sorted(joined.losses()), "seed=" + seed);
    }

    /// Losses that start at the same time have no order among themselves.
    private static List<String> sorted(List<Loss> losses) {
        return losses.stream().map(Loss::toString).sorted().toList();
    }

    @Test
    void aLossWithoutDurationAtACutBelongsToThePartThatStartsThere() {
        Loss loss = new Loss(20, 20, "one event");
        assertNull(Losses.part(loss, 0, 20, true, false));
        assertEquals(loss, Losses.part(loss, 20, 40, false, true));
        assertEquals(loss, Losses.part(new Loss(40, 40, "one event"), 20, 40, false, true) == null ? null : loss);
    }

    @Test
    void narrowingToNeighbouringRangesGivesEachLossOnce() {
        List<Loss> all = new ArrayList<>();
        for (long start = 0; start < 40; start += 10) {
            ChunkWindow window = new ChunkWindow(TestChunks.SPANS);
            window.set(0, 0, 40, "run", "hits");
            for (long time = 0; time <= 40; time += 5) {
                window.addLoss(new Loss(time, time, "event at " + time));
            }
            window.narrow(start, start + 10);
            all.addAll(window.chunk().losses());
        }
        assertEquals(
                List.of(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L),
                all.stream().map(Loss::start).toList());
    }

    @Test
    void lossesOfAChunkAreInOrderOfTime() {
        Chunk chunk = TestChunks.lossy(
                TestChunks.chunk(0, 40), new Loss(30, 35, "a"), new Loss(0, 10, "b"), new Loss(10, 10, "c"));
        assertEquals(
                List.of(0L, 10L, 30L), chunk.losses().stream().map(Loss::start).toList());
    }
}
