package dev.sluice.context.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Continuity;
import dev.sluice.context.Context;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random graphs give, however they are chunked and by however many workers, what one thread computes from all rows at
/// once.
final class RandomGraphsTest {
    private static final long[] CHUNKINGS = {1, 7, 1000};
    private static final WaitPolicy[] WAITING = {WaitPolicy.BALANCED, WaitPolicy.THROUGHPUT};

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aGraphGivesWhatOneThreadComputesFromOneChunk(long seed) throws Exception {
        run(seed);
    }

    /// `mvn verify -pl src-test -am -Dtests.excluded=none -Dtest=RandomGraphsTest`
    @Test
    @Tag("slow")
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void twoThousandGraphsDoSo() throws Exception {
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<?>> runs = new ArrayList<>();
            for (long seed = 1000; seed < 3000; seed++) {
                long own = seed;
                runs.add(two.submit((Callable<Void>) () -> {
                    run(own);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private static void run(long seed) throws Exception {
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
                int workers = 1 + random.nextInt(8);
                String told = "seed=" + seed + ", chunkRecords=" + chunkRecords + ", workers=" + workers + ", targets="
                        + targets + ": " + graph;
                List<ChunkStream> streams = context.streaming("graph")
                        .workers(workers)
                        .chunkRecords(chunkRecords)
                        .waiting(WAITING[random.nextInt(2)])
                        .memory(64 << 20)
                        .getStreams(targets.toArray(String[]::new));
                compare(graph, targets, streams, told);
            }
        }
    }

    private static void compare(RandomGraph graph, List<String> targets, List<ChunkStream> streams, String told)
            throws Exception {
        try (ExecutorService readers =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<Table>> tables = streams.stream()
                    .map(stream -> readers.submit(() -> read(stream)))
                    .toList();
            for (int i = 0; i < targets.size(); i++) {
                Table table = tables.get(i).get(30, TimeUnit.SECONDS);
                assertEquals(graph.expected().get(targets.get(i)).rows, table.rows, () -> told);
            }
        } catch (Exception failure) {
            throw new AssertionError(told, failure);
        } finally {
            streams.forEach(ChunkStream::close);
        }
    }

    private static Table read(ChunkStream stream) {
        Table table = new Table();
        Continuity continuity = new Continuity();
        for (Chunk chunk : stream) {
            continuity.accept(chunk);
            table.append(chunk.records());
        }
        assertTrue(stream.summary().losses().isEmpty(), "nothing was lost");
        return table;
    }
}
