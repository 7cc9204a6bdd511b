package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// R1: source, workers and reader stall at random moments, each for itself, and every record comes out once and in
/// order.
final class RingStressTest {
    private static final int RECORDS = 3;
    private static final int CHUNKS = 5000;
    private static final int MOST_SPINS = 20_000;

    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    static Stream<Arguments> settings() {
        List<Arguments> all = new ArrayList<>();
        for (WaitPolicy policy : WaitPolicy.values()) {
            for (int workers : new int[] {1, 3}) {
                all.add(Arguments.of(policy, workers, 4711L + all.size()));
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1} workers, seed {2}")
    @MethodSource("settings")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void everyRecordComesOutOnceAndInOrderWhoeverStalls(WaitPolicy policy, int workers, long seed) {
        stress(policy, workers, seed, CHUNKS);
    }

    /// As many chunks as `-Dsluice.ring.chunks` says, ten million by default, from `-Dsluice.fuzz.seed` on.
    @Test
    @Tag("slow")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void tenMillionChunksDoSo() {
        long seed = Long.getLong("sluice.fuzz.seed", 1);
        stress(WaitPolicy.BALANCED, 2, seed, Long.getLong("sluice.ring.chunks", 10_000_000));
    }

    private static void stress(WaitPolicy policy, int workers, long seed, long chunks) {
        Random ofSource = new Random(seed);
        Random ofReader = new Random(-seed);
        Pulses source = new Pulses(chunks, RECORDS, number -> stall(ofSource));
        // Workers share no generator: what stalls depends on the chunk.
        Doubled plugin = new Doubled(in -> stall(new Random(seed ^ in.chunk().number())));
        long next = 0;
        try (ChunkStream stream = Runs.start(Runs.workers(workers).withWaitPolicy(policy), source, plugin)) {
            for (Chunk chunk : stream) {
                Records records = chunk.records();
                for (long i = 0; i < records.count(); i++) {
                    assertEquals(2 * next, Pulses.VALUE.get(records, i), "seed=" + seed);
                    next++;
                }
                stall(ofReader);
            }
        }
        assertEquals(chunks * RECORDS, next, "seed=" + seed);
    }

    /// Now and then, so that rings are full for a while, and empty for another.
    private static void stall(Random random) {
        if (random.nextInt(300) == 0) {
            for (int spins = random.nextInt(MOST_SPINS); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            Thread.yield();
        }
    }
}
