package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunSummary;
import dev.sluice.stream.StreamSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An exception at the first, middle and last chunk, in source, plugin and consumer: the run ends, root cause first,
/// all threads stopped, every buffer freed (the pool of a stage refuses to close otherwise).
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FailureTest {
    private static final int CHUNKS = 40;

    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "20, 1", "39, 1", "0, 4", "20, 4", "39, 4"})
    void aFailingPluginEndsTheRunAfterTheChunksBefore(long at, int workers) {
        IOException cause = new IOException("no such calibration");
        Doubled failing = new Doubled(in -> {
            if (in.chunk().number() == at) {
                throw cause;
            }
        });
        Pulses source = new Pulses(CHUNKS, 3);
        ChunkStream started = Runs.start(Runs.workers(workers), source, failing);
        try (ChunkStream stream = started) {
            PipelineException failure = assertThrows(PipelineException.class, () -> drain(stream, at));
            assertSame(cause, failure.getCause());
            assertEquals(at, failure.chunkNumber());
            assertEquals("doubled", failure.dataType());
            assertTrue(
                    failure.getMessage()
                            .contains("Doubled failed in run test_run on chunk " + at + " of doubled over [" + at * 1000
                                    + ", " + (at + 1) * 1000 + "): no such calibration"),
                    failure.getMessage());
        }
        assertEquals(1, source.closed.get());
        assertEquals(0, started.reservedBytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 39, 40})
    void aFailingSourceEndsTheRunAfterTheChunksBefore(long at) {
        Pulses source = new Pulses(CHUNKS + 1, 3, number -> {
            if (number == at) {
                throw new IOException("disk gone");
            }
        });
        try (ChunkStream stream = Runs.start(Runs.workers(2), source, new Doubled(in -> {}))) {
            PipelineException failure = assertThrows(PipelineException.class, () -> drain(stream, at));
            assertEquals("Pulses", failure.plugin());
            assertEquals("disk gone", failure.getCause().getMessage());
        }
        assertEquals(1, source.closed.get());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 39})
    void aFailingConsumerStopsEverythingByClosingTheStream(long at) {
        Pulses source = new Pulses(CHUNKS, 3);
        ConsumerFailure mine = new ConsumerFailure();
        ConsumerFailure thrown = assertThrows(ConsumerFailure.class, () -> {
            try (ChunkStream stream = Runs.start(Runs.workers(3), source, new Doubled(in -> {}))) {
                for (Chunk chunk : stream) {
                    if (chunk.number() == at) {
                        throw mine;
                    }
                }
            }
        });
        assertSame(mine, thrown);
        assertEquals(0, thrown.getSuppressed().length);
        assertEquals(1, source.closed.get());
    }

    @Test
    void anErrorEndsTheRunEvenWhereFailuresAreSkipped() {
        Doubled overflowing = new Doubled(in -> {
            if (in.chunk().number() == 5) {
                throw new StackOverflowError("too deep");
            }
        });
        StreamSettings skipping = Runs.workers(2).withFailurePolicy(FailurePolicy.SKIP);
        try (ChunkStream stream = Runs.start(skipping, new Pulses(CHUNKS, 3), overflowing)) {
            PipelineException failure = assertThrows(PipelineException.class, () -> drain(stream, 5));
            assertTrue(failure.getCause() instanceof StackOverflowError);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void withThePolicySkipAFailedChunkIsEmptyCountedAndListed(int workers) {
        Doubled failing = new Doubled(in -> {
            if (in.chunk().number() % 10 == 7) {
                throw new IllegalStateException("bad chunk");
            }
        });
        StreamSettings skipping = Runs.workers(workers).withFailurePolicy(FailurePolicy.SKIP);
        try (ChunkStream stream = Runs.start(skipping, new Pulses(CHUNKS, 3), failing)) {
            long number = 0;
            for (Chunk chunk : stream) {
                boolean skipped = number % 10 == 7;
                assertEquals(skipped ? 0 : 3, chunk.length());
                assertEquals(skipped ? 1 : 0, chunk.losses().size());
                assertEquals(number * 1000, chunk.start());
                number++;
            }
            assertEquals(CHUNKS, number);
            RunSummary summary = stream.summary();
            assertEquals(4, summary.skippedChunks());
            assertEquals(4, summary.losses().size());
            assertEquals(7000, summary.losses().get(0).start());
            assertEquals(8000, summary.losses().get(0).end());
            assertTrue(summary.losses().get(0).cause().contains("bad chunk"));
        }
    }

    @Test
    void aPluginThatCannotBePreparedEndsTheRunUnderItsName() {
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(CHUNKS, 3), new Unprepared())) {
            PipelineException failure = assertThrows(PipelineException.class, () -> drain(stream, 0));
            assertEquals("Unprepared", failure.plugin());
            assertEquals("no kernel", failure.getCause().getMessage());
        }
    }

    @Test
    void aSourceThatCannotBeOpenedFailsAtOnce() {
        SourcePlugin closedShop = new ClosedShop();
        PipelineException failure =
                assertThrows(PipelineException.class, () -> Runs.start(Runs.workers(2), closedShop));
        assertEquals("ClosedShop", failure.plugin());
    }

    @Test
    void outputThatBreaksALawIsRefusedWithPluginChunkRecordAndTimes() {
        Doubled late = new Doubled(in -> {});
        try (ChunkStream stream = Runs.start(Runs.workers(1), new Pulses(3, 3), late, new Shifted())) {
            PipelineException failure = assertThrows(PipelineException.class, () -> drain(stream, 0));
            assertEquals(
                    "Shifted failed in run test_run on chunk 0 of shifted over [0, 1000): record 2 of shifted test_run"
                            + " [0, 1000) 3 records starts at time=1166, not before its chunk ends at end=1000; correct its"
                            + " time, or the interval of the chunk",
                    failure.getMessage());
        }
    }

    @Test
    void aHoleBetweenTheChunksOfASourceIsRefused() {
        try (ChunkStream stream = Runs.start(Runs.workers(1), new Leaping())) {
            PipelineException failure = assertThrows(PipelineException.class, () -> drain(stream, 1));
            assertTrue(failure.getMessage().contains("a hole between chunks"), failure.getMessage());
        }
    }

    @Test
    void closingTwiceIsHarmlessAndReadingAfterwardsIsRefused() {
        ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(Long.MAX_VALUE, 3), new Doubled(in -> {}));
        java.util.Iterator<Chunk> iterator = stream.iterator();
        iterator.next();
        stream.close();
        stream.close();
        assertThrows(IllegalStateException.class, iterator::hasNext);
    }

    @Test
    void aStreamIsReadOnceAndASecondPassIsRefused() {
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(3, 3))) {
            stream.forEach(chunk -> {});
            IllegalStateException refused = assertThrows(IllegalStateException.class, stream::iterator);
            assertTrue(refused.getMessage().contains("read already"), refused.getMessage());
        }
    }

    @Test
    void aSourceThatWaitsForeverIsInterruptedWhenTheStreamIsClosed() {
        Pulses waiting = new Pulses(Long.MAX_VALUE, 3, number -> {
            if (number == 3) {
                new java.util.concurrent.CountDownLatch(1).await();
            }
        });
        try (ChunkStream stream = Runs.start(Runs.workers(2), waiting, new Doubled(in -> {}))) {
            java.util.Iterator<Chunk> iterator = stream.iterator();
            assertEquals(0, iterator.next().number());
        }
    }

    private static void drain(ChunkStream stream, long goodChunks) {
        long number = 0;
        for (Chunk chunk : stream) {
            assertEquals(number++, chunk.number());
        }
        throw new AssertionError("the run ended well after " + number + " chunks, a failure was due at " + goodChunks);
    }

    private static final class Unprepared extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("unprepared", Pulses.TYPE).dependsOn("pulses");
        }

        @Override
        public Object prepare(PluginContext context) throws Exception {
            throw new IOException("no kernel");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {}
    }

    private static final class Shifted extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("shifted", Pulses.TYPE).dependsOn("doubled");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records shifted = out.records(in.records().count());
            for (long i = 0; i < shifted.count(); i++) {
                Pulses.TIME.set(shifted, i, Pulses.TIME.get(in.records(), i) + 500);
                Pulses.VALUE.set(shifted, i, 0);
            }
        }
    }

    private static final class ClosedShop extends SourcePlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("nothing", Pulses.TYPE);
        }

        @Override
        public ChunkReader open(SourceContext context) throws Exception {
            throw new IOException("no such device");
        }
    }

    private static final class Leaping extends SourcePlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("leaps", Pulses.TYPE);
        }

        @Override
        public ChunkReader open(SourceContext context) {
            long[] next = {0};
            return out -> {
                out.records(0);
                out.publish(0, next[0] * 2000, next[0] * 2000 + 1000);
                next[0]++;
                return true;
            };
        }
    }

    /// What a consumer throws by itself.
    private static final class ConsumerFailure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
