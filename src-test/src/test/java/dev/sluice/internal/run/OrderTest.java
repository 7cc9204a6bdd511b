package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.chunk.Chunk;
import dev.sluice.executor.CpuPinning;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.util.Iterator;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class OrderTest {
    @ParameterizedTest
    @CsvSource({"1, 11", "2, 12", "3, 13", "4, 14", "8, 15", "16, 16"})
    void chunksLeaveInOrderAlthoughWorkersTakeUnevenTime(int workers, long seed) {
        Doubled uneven = new Doubled(in -> spin(new Random(seed + in.chunk().number()).nextInt(20_000)));
        assertRunIsWhole(workers, 2000, 7, uneven, "seed=" + seed);
    }

    @ParameterizedTest
    @CsvSource({"2", "4"})
    void oneSlowChunkHoldsBackItsSuccessorsAndNothingIsLost(int workers) {
        Doubled slowFirst = new Doubled(in -> spin(in.chunk().number() % 50 == 0 ? 3_000_000 : 10));
        assertRunIsWhole(workers, 500, 3, slowFirst, "workers=" + workers);
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void everyWayToWaitDeliversEverything(WaitPolicy policy) {
        try (ChunkStream stream =
                Runs.start(Runs.workers(2).withWaitPolicy(policy), new Pulses(300, 5), new Doubled(in -> {}))) {
            assertWhole(stream, 300, 5, policy.name());
        }
    }

    @Test
    void oneWorkerThatIsToAnswerAtOnceIsTheReaderItself() {
        Set<Thread> computing = ConcurrentHashMap.newKeySet();
        StreamSettings settings = Runs.workers(1).withWaitPolicy(WaitPolicy.LOW_LATENCY);
        Doubled plugin = new Doubled(in -> computing.add(Thread.currentThread()));
        try (ChunkStream stream = Runs.start(settings, new Pulses(100, 3), plugin)) {
            assertWhole(stream, 100, 3, "one worker");
        }
        assertEquals(Set.of(Thread.currentThread()), computing);
    }

    @Test
    void pinnedThreadsDeliverEverything() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                CpuPinning.isSupported(),
                "threads can be pinned on Linux only; this is " + System.getProperty("os.name"));
        StreamSettings pinned = Runs.workers(2).withCpus(java.util.List.of(0));
        try (ChunkStream stream = Runs.start(pinned, new Pulses(100, 5), new Doubled(in -> {}))) {
            assertWhole(stream, 100, 5, "pinned");
        }
    }

    @Test
    void aChainOfPluginsIsComputedInOnePassOverTheChunk() {
        Doubled first = new Doubled("doubled", "pulses", in -> {});
        Doubled second = new Doubled("fourfold", "doubled", in -> {});
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(50, 4), first, second)) {
            long expected = 0;
            for (Chunk chunk : stream) {
                assertEquals("fourfold", chunk.dataType());
                for (long i = 0; i < chunk.length(); i++) {
                    assertEquals(4 * expected++, Pulses.VALUE.get(chunk.records(), i));
                }
            }
            assertEquals(200, expected);
        }
    }

    @Test
    void aPluginThatWritesNothingGivesAnEmptyChunkThatCarriesTimeForward() {
        StreamingPlugin silent = new Silent();
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(20, 4), silent)) {
            long expected = 0;
            for (Chunk chunk : stream) {
                assertEquals(0, chunk.length());
                assertEquals(expected * Pulses.CHUNK_NS, chunk.start());
                expected++;
            }
            assertEquals(20, expected);
        }
    }

    @Test
    void aStatefulPluginSeesTheChunksInOrderOnOneWorker() {
        Doubled counting = new Doubled(in -> {});
        Stateful stateful = new Stateful();
        try (ChunkStream stream = Runs.start(Runs.workers(8), new Pulses(500, 2), counting, stateful)) {
            for (Chunk chunk : stream) {
                assertFalse(chunk.isEmpty());
            }
        }
        assertEquals(500, stateful.seen);
    }

    private static void assertRunIsWhole(int workers, int chunks, int records, Doubled plugin, String message) {
        try (ChunkStream stream = Runs.start(Runs.workers(workers), new Pulses(chunks, records), plugin)) {
            assertWhole(stream, chunks, records, message);
        }
    }

    private static void assertWhole(ChunkStream stream, int chunks, int records, String message) {
        long number = 0;
        Iterator<Chunk> iterator = stream.iterator();
        while (iterator.hasNext()) {
            Chunk chunk = iterator.next();
            assertEquals(number, chunk.number(), message);
            assertEquals(number * Pulses.CHUNK_NS, chunk.start(), message);
            for (long i = 0; i < records; i++) {
                assertEquals(2 * (number * records + i), Pulses.VALUE.get(chunk.records(), i), message);
            }
            number++;
        }
        assertEquals(chunks, number, message);
        assertEquals((long) chunks * records, stream.summary().records(), message);
    }

    /// Uneven work, not a sleep: a worker is busy for that many steps.
    private static void spin(int steps) {
        for (int i = 0; i < steps; i++) {
            Thread.onSpinWait();
        }
    }

    private static final class Silent extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("silence", Pulses.TYPE).dependsOn("pulses");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {}
    }

    private static final class Stateful extends StreamingPlugin {
        private long seen;

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("counted", Pulses.TYPE)
                    .dependsOn("doubled")
                    .stateful();
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            assertEquals(seen++, in.chunk().number());
            out.records(in.records().count())
                    .copyFrom(0, in.records(), 0, in.records().count());
        }
    }
}
