package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several readers of one run, and several runs of one context and the same plugin objects.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SeveralRunsTest {
    /// Counts the records of its run: the value of each is its place, plus an option.
    private static final class Counting extends StreamingPlugin {
        private static final Option<Long> FIRST = Option.integer("first", 0, "the number of the first record");

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("counted", INSTANTS)
                    .dependsOn("hits")
                    .options(FIRST)
                    .stateful();
        }

        @Override
        public Object prepare(PluginContext context) {
            return new long[] {context.get(FIRST)};
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            long[] next = context.prepared(long[].class);
            Instants.copy(in, out);
            Records records = out.records(in.records().count());
            for (long i = 0; i < records.count(); i++) {
                Instants.VALUE.set(records, i, next[0]++);
            }
        }
    }

    private static Context context() {
        return Context.create().register(new RecordSource("hits", Instants.every(10, 0, 5000)), new Counting());
    }

    private static List<Long> numbers(long first) {
        return LongStream.range(first, first + 5000).boxed().toList();
    }

    private static List<Long> values(Iterable<Chunk> chunks) {
        List<Long> values = new ArrayList<>();
        chunks.forEach(chunk -> values.addAll(Instants.values(chunk)));
        return values;
    }

    /// In WaveformAnalysis a stream was kept as a generator, and the second consumer silently got nothing.
    @Test
    void everyConsumerOfOneStreamGetsAllOfIt() throws Exception {
        try (Context context = context();
                ExecutorService readers = Executors.newFixedThreadPool(3)) {
            List<ChunkStream> streams =
                    context.streaming("run").chunkRecords(5).getStreams("counted", "counted", "counted");
            List<Future<List<Long>>> found = new ArrayList<>();
            for (ChunkStream stream : streams) {
                found.add(readers.submit(() -> {
                    try (stream) {
                        return values(stream);
                    }
                }));
            }
            for (Future<List<Long>> values : found) {
                assertEquals(numbers(0), values.get(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void consumersThatOneThreadReadsInTurnGetAllOfIt() {
        try (Context context = context()) {
            List<ChunkStream> streams = context.streaming("run").chunkRecords(5).getStreams("counted", "counted");
            Iterator<Chunk> one = streams.get(0).iterator();
            Iterator<Chunk> two = streams.get(1).iterator();
            List<Long> ofOne = new ArrayList<>();
            List<Long> ofTwo = new ArrayList<>();
            while (one.hasNext()) {
                ofOne.addAll(Instants.values(one.next()));
                ofTwo.addAll(Instants.values(two.next()));
            }
            assertEquals(numbers(0), ofOne);
            assertEquals(ofOne, ofTwo);
        }
    }

    @Test
    void whatWasReadIsThereAgainForTheNextWhoAsks() {
        try (Context context = context()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        numbers(0), Instants.values(context.streaming("run").getArray(Arena.ofAuto(), "counted")));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1000", "4, 3, 7", "8, 2, 100"})
    void runsAtTheSameTimeDoNotKnowOfEachOther(int runs, int workers, long chunkRecords) throws Exception {
        try (Context context = context();
                ExecutorService readers = Executors.newFixedThreadPool(runs)) {
            List<Callable<String>> reads = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                StreamingContext streaming =
                        context.streaming("run" + i).workers(workers).chunkRecords(chunkRecords + i);
                reads.add(() -> {
                    try (Arena arena = Arena.ofConfined()) {
                        Chunk all = streaming.getArray(arena, "counted");
                        assertEquals(numbers(0), Instants.values(all));
                        return all.runId();
                    }
                });
            }
            List<Future<String>> done = readers.invokeAll(reads, 40, TimeUnit.SECONDS);
            for (int i = 0; i < runs; i++) {
                assertEquals("run" + i, done.get(i).get());
            }
        }
    }

    @Test
    void anOptionThatIsSetWhileARunGoesOnHoldsForTheNextOne() {
        try (Context context = context();
                ChunkStream before = context.streaming("run").chunkRecords(5).getStream("counted")) {
            Iterator<Chunk> chunks = before.iterator();
            List<Long> values = new ArrayList<>(Instants.values(chunks.next()));
            context.set("first", 100);
            List<Chunk> after =
                    context.streaming("run").getArrays(Arena.ofAuto(), List.of("counted"), TimeRange.UNBOUNDED);
            assertEquals(numbers(100), Instants.values(after.get(0)));
            chunks.forEachRemaining(chunk -> values.addAll(Instants.values(chunk)));
            assertEquals(numbers(0), values);
        }
    }
}
