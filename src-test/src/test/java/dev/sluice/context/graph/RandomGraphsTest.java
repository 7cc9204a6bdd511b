package dev.sluice.context.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Continuity;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.SilencePolicy;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random graphs give, however they are chunked and by however many workers, what one thread computes from all rows at
/// once: under every wait policy, cut at silences or not, on platform and on virtual threads, and with readers that
/// are interrupted at random moments.
final class RandomGraphsTest {
    private static final long[] CHUNKINGS = {1, 7, 1000};
    private static final WaitPolicy[] WAITING = WaitPolicy.values();
    private static final SilencePolicy[] SILENCES = SilencePolicy.values();
    private static final long LONGEST_CALM = TimeUnit.MILLISECONDS.toNanos(2);

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aGraphGivesWhatOneThreadComputesFromOneChunk(long seed) throws Exception {
        Random random = new Random(-seed);
        run(seed, WAITING[random.nextInt(WAITING.length)], random.nextInt(3) == 0, random.nextBoolean());
    }

    /// As many graphs as `-Dsluice.graphs` says, 2000 by default, each under every policy, with interrupts:
    /// `mvn verify -pl src-test -am -Dtests.excluded=none -Dtest=RandomGraphsTest`
    @Test
    @Tag("slow")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void manyGraphsDoSoUnderEveryPolicyWithInterrupts() throws Exception {
        long first = Long.getLong("sluice.graphs.first", 1000);
        long graphs = Long.getLong("sluice.graphs", 2000);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<?>> runs = new ArrayList<>();
            for (long seed = first; seed < first + graphs; seed++) {
                long own = seed;
                for (WaitPolicy policy : WAITING) {
                    runs.add(two.submit((Callable<Void>) () -> {
                        run(own, policy, own % 3 == 0, true);
                        return null;
                    }));
                }
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private static void run(long seed, WaitPolicy policy, boolean virtual, boolean interrupted) throws Exception {
        Random random = new Random(seed);
        for (long chunkRecords : CHUNKINGS) {
            try (Context context = Context.create()) {
                RandomGraph graph = new RandomGraph(seed, context);
                List<String> names = new ArrayList<>(graph.expected().keySet());
                Collections.shuffle(names, random);
                List<String> targets = new ArrayList<>(names.subList(0, Math.min(names.size(), 1 + random.nextInt(3))));
                if (random.nextInt(4) == 0) {
                    targets.add(targets.get(0));
                }
                // Threads that yield for ever take the cores from each other: few of them are as good.
                int workers = 1 + random.nextInt(policy == WaitPolicy.LOW_LATENCY ? 2 : 8);
                SilencePolicy silences = SILENCES[random.nextInt(SILENCES.length)];
                String message = "seed=" + seed + ", chunkRecords=" + chunkRecords + ", workers=" + workers + ", "
                        + policy + ", " + silences
                        + ", virtual=" + virtual + ", interrupted=" + interrupted + ", targets=" + targets + ": "
                        + graph;
                StreamingContext streaming = context.streaming("graph")
                        .workers(workers)
                        .chunkRecords(chunkRecords)
                        .waiting(policy)
                        .silences(silences)
                        .memory(64 << 20);
                if (virtual) {
                    graph.computed().forEach(name -> streaming.plugin(name).executor(ExecutorType.VIRTUAL));
                }
                List<ChunkStream> streams = streaming.getStreams(targets.toArray(String[]::new));
                compare(graph, targets, streams, new Readers(virtual, interrupted ? random : null), message);
            }
        }
    }

    /// What reads: platform or virtual threads, which are interrupted at random moments unless `random` is null.
    private record Readers(boolean virtual, Random random) {
        Thread start(Runnable reader) {
            return virtual
                    ? Thread.ofVirtual().start(reader)
                    : Thread.ofPlatform().daemon().start(reader);
        }

        /// Interrupts the threads now and then until all of them have ended, for half a minute at most.
        void attend(List<Thread> threads) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (random != null && threads.stream().anyMatch(Thread::isAlive) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(random.nextLong(LONGEST_CALM));
                threads.get(random.nextInt(threads.size())).interrupt();
            }
        }
    }

    private static void compare(
            RandomGraph graph, List<String> targets, List<ChunkStream> streams, Readers readers, String message) {
        try {
            List<FutureTask<Table>> tables = streams.stream()
                    .map(stream -> new FutureTask<>(() -> read(stream)))
                    .toList();
            readers.attend(tables.stream().map(readers::start).toList());
            for (int i = 0; i < targets.size(); i++) {
                Table table = tables.get(i).get(30, TimeUnit.SECONDS);
                assertEquals(graph.expected().get(targets.get(i)).rows, table.rows, () -> message);
            }
        } catch (Exception failure) {
            throw new AssertionError(message, failure);
        } finally {
            streams.forEach(ChunkStream::close);
        }
    }

    private static Table read(ChunkStream stream) {
        Table table = new Table();
        Continuity continuity = new Continuity();
        Iterator<Chunk> chunks = stream.iterator();
        while (true) {
            try {
                if (!chunks.hasNext()) {
                    break;
                }
                Chunk chunk = chunks.next();
                continuity.accept(chunk);
                table.append(chunk.records());
            } catch (InterruptedWaitException interrupted) {
                assertTrue(Thread.interrupted(), "the flag is still set");
            }
        }
        assertTrue(stream.summary().losses().isEmpty(), "nothing was lost");
        return table;
    }
}
