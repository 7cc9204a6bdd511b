package dev.sluice.benchmarks.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// The C twins on a few hits whose results are plain to see; that they equal the kernels, each case of the gate checks.
final class HitTwinsTest {
    private static final int HIT = 48;

    private final Arena arena = Arena.ofAuto();

    @Test
    void boundsAreOfTimesAndEndsAndTellTheFirstHitOutOfOrder() {
        try (HitTwins twins = twins()) {
            MemorySegment results = arena.allocate(8L * HitTwins.BOUNDS, 8);
            twins.bounds(hits(100, 0, 300, 1, 200, 2), 3, results);
            assertArrayEquals(new long[] {100, 300, 2, 350, -1}, results.toArray(ValueLayout.JAVA_LONG));
        }
    }

    @Test
    void containersAndTouchingHitsAreThoseThatShareTime() {
        try (HitTwins twins = twins()) {
            MemorySegment hits = hits(100, 0, 200, 1, 300, 2);
            MemorySegment containers = arena.allocateFrom(ValueLayout.JAVA_LONG, 100, 260, 320, 400);
            MemorySegment found = arena.allocate(12, 8);
            twins.contained(hits, 3, containers, 2, found);
            assertArrayEquals(new int[] {0, 0, -1}, found.toArray(ValueLayout.JAVA_INT));
            MemorySegment touching = arena.allocate(16, 8);
            twins.touching(hits, 3, containers, 2, touching);
            assertArrayEquals(new int[] {0, 2, 2, 3}, touching.toArray(ValueLayout.JAVA_INT));
        }
    }

    @Test
    void coincidencesAreOfSeveralChannels() {
        try (HitTwins twins = twins()) {
            MemorySegment groups = arena.allocate(3 * 40, 8);
            MemorySegment seen = arena.allocate(8 * 8, 8);
            assertEquals(1, twins.coincidences(hits(100, 3, 160, 5, 900, 1), 3, 20, 2, groups, seen));
            assertEquals(100, groups.get(ValueLayout.JAVA_LONG, 0));
            assertEquals(210, groups.get(ValueLayout.JAVA_LONG, 8));
            assertEquals(1 << 3 | 1 << 5, groups.get(ValueLayout.JAVA_LONG, 32));
        }
    }

    @Test
    void theOrderIsOfTimeThenChannel() {
        try (HitTwins twins = twins()) {
            MemorySegment target = arena.allocate(3 * HIT, 8);
            twins.order(hits(200, 4, 100, 2, 100, 1), 3, target, arena.allocate(12, 8));
            assertEquals(1, target.get(ValueLayout.JAVA_SHORT, 14));
            assertEquals(2, target.get(ValueLayout.JAVA_SHORT, HIT + 14));
            assertEquals(4, target.get(ValueLayout.JAVA_SHORT, 2 * HIT + 14));
        }
    }

    private static HitTwins twins() {
        try {
            return new HitTwins();
        } catch (IllegalStateException absent) {
            return abort("the twins cannot be compiled here: " + absent.getMessage());
        }
    }

    /// Hits of five samples of 10 ns, from their times and channels in turn.
    private MemorySegment hits(int... timesAndChannels) {
        MemorySegment hits = arena.allocate((long) HIT * timesAndChannels.length / 2, 8);
        for (int i = 0; i < timesAndChannels.length / 2; i++) {
            long hit = (long) i * HIT;
            hits.set(ValueLayout.JAVA_LONG, hit, timesAndChannels[2 * i]);
            hits.set(ValueLayout.JAVA_INT, hit + 8, 5);
            hits.set(ValueLayout.JAVA_SHORT, hit + 12, (short) 10);
            hits.set(ValueLayout.JAVA_SHORT, hit + 14, (short) timesAndChannels[2 * i + 1]);
        }
        return hits;
    }
}
