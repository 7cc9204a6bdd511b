package dev.sluice.kernels.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Allocation;
import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.IntervalLayout;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.event.CoincidenceKernel.Rule;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@KernelTest
class CoincidenceTest {

    private static final int STRIDE = 19;
    private static final IntervalLayout HITS = IntervalLayout.ending(STRIDE, 1, 9);
    private static final Column CHANNEL = new Column(ScalarType.INT16, 17);
    private static final int GROUP = CoincidenceKernel.GROUP_BYTES;

    @ParameterizedTest
    @CsvSource({"1, CHAINED, 5, 1", "2, CHAINED, 0, 2", "3, ANCHORED, 20, 1", "4, ANCHORED, 0, 2", "5, CHAINED, 30, 4"})
    void groupsAreThoseOfThePlainLoop(long seed, Rule rule, long window, int minChannels) {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            long[][] hits = new long[random.nextInt(60)][];
            for (int i = 0; i < hits.length; i++) {
                long start = random.nextInt(400);
                hits[i] = new long[] {start, start + random.nextInt(12), random.nextInt(80)};
            }
            Arrays.sort(hits, Comparator.comparingLong(hit -> hit[0]));
            List<long[]> expected = plain(hits, rule, window, minChannels);
            List<long[]> actual = group(hits, rule, window, minChannels);
            assertEquals(expected.size(), actual.size(), "seed=" + seed);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(
                        Arrays.toString(expected.get(i)),
                        Arrays.toString(actual.get(i)),
                        "seed=" + seed + " group " + i);
            }
        }
    }

    @Test
    void eventsHaveTheirTrueFirstAndLastTimesUnlikeInWaveformAnalysis() {
        JsonArray events = Recorded.waveformAnalysis().getAsJsonArray("group_events_100ns");
        List<long[]> rows = new ArrayList<>();
        boolean backwards = false;
        for (JsonElement element : events) {
            JsonObject event = element.getAsJsonObject();
            backwards |= event.get("t_max").getAsLong() < event.get("t_min").getAsLong();
            JsonArray times = event.getAsJsonArray("timestamps");
            for (int i = 0; i < times.size(); i++) {
                long time = times.get(i).getAsLong();
                rows.add(new long[] {
                    time, time, event.getAsJsonArray("channels").get(i).getAsLong()
                });
            }
        }
        assertTrue(backwards, "the golden events show the fault");
        rows.sort(Comparator.comparingLong(row -> row[0]));
        List<long[]> groups = group(rows.toArray(long[][]::new), Rule.ANCHORED, 100_000, 1);
        assertEquals(events.size(), groups.size());
        for (int i = 0; i < groups.size(); i++) {
            JsonObject event = events.get(i).getAsJsonObject();
            long[] times = event.getAsJsonArray("timestamps").asList().stream()
                    .mapToLong(JsonElement::getAsLong)
                    .toArray();
            assertEquals(LongStream.of(times).min().getAsLong(), groups.get(i)[0]);
            assertEquals(LongStream.of(times).max().getAsLong(), groups.get(i)[1]);
            assertEquals(event.get("n_hits").getAsLong(), groups.get(i)[3]);
        }
    }

    @Test
    void oneChannelAloneIsNoCoincidenceUnlikeInWaveformAnalysis() {
        long[][] hits = {{0, 5, 3}, {2, 6, 3}, {100, 101, 3}, {101, 102, 4}};
        List<long[]> groups = group(hits, Rule.ANCHORED, 50, 2);
        assertEquals(1, groups.size());
        assertEquals(100, groups.get(0)[0]);
    }

    @Test
    void groupsBeyondTheCapacityAreCountedButNotWritten() {
        try (Arena arena = Arena.ofConfined()) {
            long[][] hits = {{0, 1, 0}, {10, 11, 0}, {20, 21, 0}};
            MemorySegment groups = arena.allocate(3L * GROUP).fill((byte) 0x5A);
            CoincidenceKernel kernel = CoincidenceKernel.of(HITS, CHANNEL, 1, Rule.CHAINED, 0, 1);
            assertEquals(
                    3, kernel.group(segment(arena, hits), 0, 3, groups, 0, 1, arena.allocate(kernel.scratchBytes())));
            assertEquals(0, groups.get(Waveforms.INT64, 0));
            assertEquals(0x5A5A5A5A5A5A5A5AL, groups.get(Waveforms.INT64, GROUP));
        }
    }

    @Test
    void hitsOutOfOrderOrOfNoChannelAreRefused() {
        assertRefused("hit 1", new long[][] {{5, 6, 0}, {4, 9, 0}});
        assertRefused("hit 0", new long[][] {{5, 4, 0}});
        assertRefused("hit 0", new long[][] {{5, 6, 80}, {4, 9, 0}});
        assertRefused("hit 1", new long[][] {{5, 6, 79}, {7, 9, -1}});
    }

    @Test
    void memoryThatIsWrittenMustBeApart() {
        try (Arena arena = Arena.ofConfined()) {
            CoincidenceKernel kernel = CoincidenceKernel.of(HITS, CHANNEL, 8, Rule.CHAINED, 0, 1);
            MemorySegment hits = arena.allocate(1000);
            MemorySegment other = arena.allocate(1000);
            assertThrows(IllegalArgumentException.class, () -> kernel.group(hits, 0, 9, hits, 0, 9, other));
            assertThrows(IllegalArgumentException.class, () -> kernel.group(hits, 0, 9, other, 0, 9, hits));
            assertThrows(IllegalArgumentException.class, () -> kernel.group(hits, 0, 9, other, 0, 9, other));
        }
    }

    @Test
    void groupingAllocatesNothing() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate(100L * STRIDE);
            MemorySegment groups = arena.allocate(100L * GROUP);
            CoincidenceKernel kernel = CoincidenceKernel.of(HITS, CHANNEL, 8, Rule.CHAINED, 0, 1);
            MemorySegment scratch = arena.allocate(kernel.scratchBytes());
            Allocation.assertNone(() -> kernel.group(hits, 0, 100, groups, 0, 100, scratch));
        }
    }

    private static void assertRefused(String part, long[][] hits) {
        RuntimeException refusal = assertThrows(IllegalArgumentException.class, () -> group(hits, Rule.CHAINED, 1, 1));
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    private static List<long[]> plain(long[][] hits, Rule rule, long window, int minChannels) {
        List<long[]> groups = new ArrayList<>();
        int i = 0;
        while (i < hits.length) {
            long[] group = {hits[i][0], hits[i][1], i, 0, 0, 0};
            int first = i;
            while (i < hits.length
                    && (i == first || hits[i][0] - (rule == Rule.ANCHORED ? group[0] : group[1]) <= window)) {
                group[1] = Math.max(group[1], hits[i][1]);
                group[5] |= hits[i][2] < 64 ? 1L << hits[i][2] : 0;
                group[3]++;
                i++;
            }
            group[4] = Arrays.stream(hits, first, i)
                    .mapToLong(hit -> hit[2])
                    .distinct()
                    .count();
            if (group[4] >= minChannels) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static List<long[]> group(long[][] hits, Rule rule, long window, int minChannels) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment groups = arena.allocate((long) GROUP * hits.length + 1);
            CoincidenceKernel kernel = CoincidenceKernel.of(HITS, CHANNEL, 80, rule, window, minChannels);
            MemorySegment scratch = arena.allocate(kernel.scratchBytes()).fill((byte) 1);
            long found = kernel.group(segment(arena, hits), 0, hits.length, groups, 1, hits.length, scratch);
            List<long[]> rows = new ArrayList<>();
            for (int i = 0; i < found; i++) {
                long at = 1 + (long) GROUP * i;
                rows.add(new long[] {
                    groups.get(Waveforms.INT64, at),
                    groups.get(Waveforms.INT64, at + 8),
                    groups.get(Waveforms.INT64, at + 16),
                    groups.get(Waveforms.INT32, at + 24),
                    groups.get(Waveforms.INT32, at + 28),
                    groups.get(Waveforms.INT64, at + 32)
                });
            }
            return rows;
        }
    }

    private static MemorySegment segment(Arena arena, long[][] hits) {
        MemorySegment segment = arena.allocate((long) STRIDE * hits.length + 1);
        for (int i = 0; i < hits.length; i++) {
            segment.set(Waveforms.INT64, (long) STRIDE * i + 1, hits[i][0]);
            segment.set(Waveforms.INT64, (long) STRIDE * i + 9, hits[i][1]);
            segment.set(Waveforms.INT16, (long) STRIDE * i + 17, (short) hits[i][2]);
        }
        return segment;
    }
}
