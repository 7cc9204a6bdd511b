package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the guide of the streaming framework promises, row by row, and the tests that hold the engine to it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ContractTest {
    @Test
    void aChunkHasRecordsIntervalRunTypeLengthDurationAndBytes() {
        try (Context context = Context.create().register(TestSource.of("raw"));
                ChunkStream stream = context.streaming("my_run").getStream("raw")) {
            Chunk chunk = stream.iterator().next();
            assertEquals(10, chunk.records().count());
            assertEquals(0, chunk.start());
            assertEquals(100, chunk.end());
            assertEquals("my_run", chunk.runId());
            assertEquals("raw", chunk.dataType());
            assertEquals(10, chunk.length());
            assertEquals(100, chunk.duration());
            assertEquals(160, chunk.nbytes());
        }
    }

    @Test
    void whetherAPluginStreamsFollowsFromItsClass() {
        Total total = new Total("total", "raw");
        try (Context context = Context.create()
                        .register(TestSource.of("raw"), total, TestPlugin.of(INSTANTS, "copy", Instants::copy, "raw"));
                ChunkStream whole =
                        context.streaming("my_run").chunkRecords(1000).getStream("total");
                ChunkStream stream = context.streaming("my_run").getStream("copy")) {
            assertEquals(1, Instants.kept(whole).size());
            assertEquals(4, Instants.kept(stream).size());
        }
    }

    @Test
    void whatAPluginAsksForIsWhatItGets() throws Exception {
        Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
        TestPlugin waiting = TestPlugin.of(
                        INSTANTS,
                        "copy",
                        (in, out) -> {
                            virtual.add(Thread.currentThread().isVirtual());
                            Instants.copy(in, out);
                        },
                        "raw")
                .demanding(spec -> spec.executorType(ExecutorType.VIRTUAL));
        try (Context context = Context.create().register(TestSource.of("raw"), waiting);
                ChunkStream stream = context.streaming("my_run").getStream("copy")) {
            assertEquals(4, Instants.kept(stream).size());
            assertEquals(Set.of(true), virtual);
        }
    }

    @Test
    void processesAreRefusedUntilTheyAreThere() {
        TestPlugin plugin = TestPlugin.of("copy", "raw").demanding(spec -> spec.executorType(ExecutorType.PROCESS));
        try (Context context = Context.create().register(TestSource.of("raw"), plugin)) {
            StreamingContext streaming = context.streaming("my_run");
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> streaming.getStream("copy"));
            assertTrue(refused.getMessage().contains("executorType=PROCESS"), refused.getMessage());
            assertTrue(refused.getMessage().contains("use THREAD"), refused.getMessage());
        }
    }

    @Test
    void anyDataAreIteratedAsChunks() {
        try (Context context = Context.create()
                .register(new RecordSource("hits", Instants.every(10, 0, 20)), new Total("total", "hits"))) {
            for (String dataType : List.of("hits", "total")) {
                try (ChunkStream chunks =
                        context.streaming("my_run").chunkRecords(5).iterChunks(dataType)) {
                    List<Chunk> kept = Instants.kept(chunks);
                    assertEquals(4, kept.size());
                    assertTrue(Instants.tile(kept));
                    assertEquals(20, Instants.times(kept).size());
                }
            }
        }
    }

    @Test
    void everyConsumerOfAStreamGetsAllOfIt() {
        try (Context context = Context.create().register(TestSource.of("raw"))) {
            List<ChunkStream> streams = context.streaming("my_run").getStreams("raw", "raw");
            for (ChunkStream stream : streams) {
                assertEquals(30, Instants.times(stream).size());
            }
            streams.forEach(ChunkStream::close);
        }
    }

    @Test
    void progressIsToldWhileTheRunGoesOn() {
        try (Context context = Context.create().register(TestSource.of("raw"));
                ChunkStream stream = context.streaming("my_run").getStream("raw")) {
            long chunks = 0;
            for (Chunk chunk : stream) {
                assertEquals(++chunks, stream.summary().chunks());
                assertEquals(chunk.end(), stream.summary().end());
                assertEquals(RunState.RUNNING, stream.summary().state());
            }
            assertEquals(RunState.COMPLETED, stream.summary().state());
        }
    }
}
