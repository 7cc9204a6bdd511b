package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.executor.CpuPinning;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.StreamSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes wrong beside the plugins: memory that vanishes, failures that cannot be reported, threads that are
/// interrupted.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RobustnessTest {
    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertFalse(Thread.interrupted(), "the interrupt of a test reached the next");
        assertEquals(List.of(), threads.started());
    }

    @Test
    void memoryThatALendingSourceLostEndsTheRun() {
        Arena arena = Arena.ofShared();
        Records pulses = Records.allocate(Pulses.TYPE, 1000, arena);
        for (long i = 0; i < pulses.count(); i++) {
            Pulses.TIME.set(pulses, i, i);
        }
        StreamSettings settings = Runs.workers(2).withChunkRecords(10);
        CountDownLatch lost = new CountDownLatch(1);
        Doubled late = new Doubled(in -> lost.await());
        try (ChunkStream stream = Runs.start(settings, new RecordSource("pulses", pulses), late)) {
            arena.close();
            lost.countDown();
            assertThrowsExactly(PipelineException.class, () -> stream.forEach(chunk -> {}));
        }
    }

    @Test
    void aFailureThatCannotEvenBeToldEndsTheRun() {
        Doubled failing = new Doubled(in -> {
            throw new Untellable();
        });
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(5, 3), failing)) {
            PipelineException failure = assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {}));
            assertTrue(failure.getMessage().contains("Untellable"), failure.getMessage());
        }
    }

    @Test
    void aFailedStreamFailsAgainWhenItIsAskedAgain() {
        Doubled failing = new Doubled(in -> {
            throw new IllegalStateException("bad");
        });
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(5, 3), failing)) {
            Iterator<Chunk> chunks = stream.iterator();
            PipelineException first = assertThrows(PipelineException.class, chunks::hasNext);
            assertSame(first, assertThrows(PipelineException.class, chunks::hasNext));
            assertSame(first, assertThrows(PipelineException.class, chunks::next));
        }
    }

    @Test
    void anInterruptedThreadClosesAllTheSameAndStaysInterrupted() {
        ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(Long.MAX_VALUE, 3), new Doubled(in -> {}));
        Iterator<Chunk> chunks = stream.iterator();
        chunks.next();
        Thread.currentThread().interrupt();
        stream.close();
        assertTrue(Thread.interrupted());
        assertEquals(0, stream.reservedBytes());
    }

    @Test
    void aReaderThatWaitsForAChunkCanBeInterrupted() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        Pulses stuck = new Pulses(5, 3, number -> {
            waiting.countDown();
            never.await();
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try (ChunkStream stream = Runs.start(Runs.workers(1), stuck)) {
                stream.iterator().hasNext();
            } catch (Throwable failure) {
                thrown.set(failure);
            }
        });
        reader.start();
        assertTrue(waiting.await(10, TimeUnit.SECONDS));
        reader.interrupt();
        reader.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(reader.isAlive());
        assertTrue(thrown.get().getMessage().contains("interrupted while waiting"), String.valueOf(thrown.get()));
    }

    @Test
    void anotherThreadThatClosesGoesOnOnceTheReaderHasClosedToo() throws InterruptedException {
        ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(Long.MAX_VALUE, 3), new Doubled(in -> {}));
        stream.iterator().next();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread closer = new Thread(stream::close, "closer");
        closer.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
            Thread.onSpinWait();
        }
        stream.close();
        closer.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(closer.isAlive());
        assertNull(thrown.get());
        assertEquals(0, stream.reservedBytes());
    }

    @Test
    void anotherThreadThatClosesWaitsForTheReaderAndTheReaderIsRefusedTheNextChunk() throws InterruptedException {
        ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(Long.MAX_VALUE, 3), new Doubled(in -> {}));
        Iterator<Chunk> chunks = stream.iterator();
        Chunk held = chunks.next();
        Thread closer = new Thread(stream::close, "closer");
        closer.start();
        long value = 0;
        for (int i = 0; i < 1000; i++) {
            value += Pulses.VALUE.get(held.records(), 1);
        }
        assertEquals(2000, value);
        assertThrows(IllegalStateException.class, () -> {
            while (true) {
                chunks.next();
            }
        });
        closer.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(closer.isAlive());
        assertEquals(0, stream.reservedBytes());
    }

    @Test
    void allWorkersWorkAtTheSameTimeHoweverManyTheyAre() {
        CyclicBarrier together = new CyclicBarrier(40);
        Doubled meeting = new Doubled(in -> together.await(20, TimeUnit.SECONDS));
        try (ChunkStream stream = Runs.start(Runs.workers(40), new Pulses(40, 3), meeting)) {
            stream.forEach(chunk -> {});
            assertEquals(40, stream.summary().chunks());
        }
    }

    @Test
    void gapsOfATypeAreZeroWhateverTheMemoryHeldBefore() {
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(100, 30), new Gapped())) {
            for (Chunk chunk : stream) {
                Records records = chunk.records();
                for (long i = 0; i < records.count(); i++) {
                    long word =
                            records.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, records.byteOffset() + i * 24 + 8);
                    assertEquals(7, word, "the channel and seven bytes of gap behind it");
                }
            }
        }
    }

    @Test
    void aCpuThatCannotBeUsedEndsTheRunEvenWhereNoPluginRuns() {
        assumeTrue(CpuPinning.isSupported(), "threads can be pinned on Linux only");
        StreamSettings settings = Runs.workers(1).withCpus(List.of(0, 1000));
        try (ChunkStream stream = Runs.start(settings, new Pulses(3, 3))) {
            PipelineException failure = assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {}));
            assertTrue(failure.getMessage().contains("cpu=1000"), failure.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Runs.workers(1).withCpus(List.of(-3)));
    }

    @Test
    void aWorkerThatCouldNotBePreparedIsToldEvenIfNoChunkCame() {
        try (ChunkStream stream = Runs.start(Runs.workers(1), new Pulses(0, 3), new Unprepared())) {
            assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {}));
        }
    }

    @Test
    void aSourceThatPublishesAndSaysThereIsNothingIsRefused() {
        try (ChunkStream stream = Runs.start(Runs.workers(1), new Forgetful())) {
            PipelineException failure = assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {}));
            assertTrue(failure.getMessage().contains("return true"), failure.getMessage());
        }
    }

    @Test
    void aBudgetTooSmallForAnythingIsRefusedBeforeTheSourceIsOpened() {
        Pulses source = new Pulses(3, 3);
        assertThrows(
                IllegalArgumentException.class, () -> Runs.start(Runs.workers(1).withMemoryBudget(10), source));
        assertEquals(0, source.opened.get());
    }

    private static final class Untellable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }

    private static final class Gapped extends StreamingPlugin {
        private static final RecordType TYPE = RecordType.builder()
                .field("time", "<i8")
                .field("channel", "|i1")
                .gap(7)
                .field("value", "<f8")
                .build()
                .instantaneous();
        private static final LongField TIME = TYPE.longField("time");
        private static final LongField CHANNEL = TYPE.longField("channel");

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("gapped", TYPE).dependsOn("pulses");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records records = out.records(in.records().count());
            for (long i = 0; i < records.count(); i++) {
                TIME.set(records, i, Pulses.TIME.get(in.records(), i));
                CHANNEL.set(records, i, 7);
                TYPE.doubleField("value").set(records, i, -1);
            }
        }
    }

    private static final class Unprepared extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("unprepared", Pulses.TYPE).dependsOn("pulses");
        }

        @Override
        public Object prepare(PluginContext context) {
            throw new IllegalStateException("no kernel");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {}
    }

    private static final class Forgetful extends SourcePlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("forgotten", Pulses.TYPE);
        }

        @Override
        public ChunkReader open(SourceContext context) {
            return out -> {
                out.records(0);
                out.publish(0, 0, 10);
                return false;
            };
        }
    }
}
