package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.StreamSettings;
import java.lang.foreign.Arena;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Memory is bounded before the first record arrives, and what was lent is not read after it went on.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MemoryTest {
    @Test
    void aSlowConsumerStopsTheSourceAtTheSlotsOfTheRing() {
        Pulses source = new Pulses(Long.MAX_VALUE, 3);
        try (ChunkStream stream = Runs.start(Runs.workers(2), source, new Doubled(in -> {}))) {
            Iterator<Chunk> chunks = stream.iterator();
            chunks.next();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (source.chunksRead.get() < 16 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            long read = source.chunksRead.get();
            assertTrue(read >= 16 && read <= 17, "chunks read ahead of a consumer that holds one: " + read);
            chunks.next();
            chunks.next();
            assertTrue(source.chunksRead.get() <= 19, "chunks read: " + source.chunksRead.get());
        }
    }

    /// The Disruptor remembers producers for ever where assertions are on, as they are here.
    @Test
    void aRunThatWasClosedIsForgotten() {
        List<WeakReference<Pulses>> runs = new ArrayList<>();
        for (int run = 0; run < 20; run++) {
            Pulses source = new Pulses(10, 3);
            try (ChunkStream stream = Runs.start(Runs.workers(2), source, new Doubled(in -> {}))) {
                stream.forEach(chunk -> {});
            }
            runs.add(new WeakReference<>(source));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        long known = runs.size();
        while (known > 2 && System.nanoTime() < deadline) {
            System.gc();
            known = runs.stream().filter(run -> run.get() != null).count();
        }
        assertTrue(known <= 2, "closed runs that are still held: " + known);
    }

    @ParameterizedTest
    @ValueSource(longs = {65_536, 262_144, 1_048_576})
    void chunksOfOneRecordFitIntoASmallBudget(long budget) {
        StreamSettings settings = Runs.workers(2).withMemoryBudget(budget).withChunkRecords(1);
        try (ChunkStream stream = Runs.start(settings, new Pulses(1000, 1), new Doubled(in -> {}))) {
            long records = 0;
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
            assertEquals(1000, records);
            assertTrue(stream.reservedBytes() <= budget, "reserved=" + stream.reservedBytes() + " of " + budget);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000, 1_000_000, 10_000_000})
    void theBytesInFlightStayWithinTheBudget(long budget) {
        int records = 1000;
        StreamSettings settings = Runs.workers(2).withMemoryBudget(budget).withChunkRecords(records);
        Pulses source = new Pulses(200, records);
        try (ChunkStream stream = Runs.start(settings, source, new Doubled(in -> {}))) {
            long chunks = 0;
            for (Chunk chunk : stream) {
                chunks += chunk.length() / records;
            }
            assertEquals(200, chunks);
            assertTrue(stream.reservedBytes() <= budget, "reserved=" + stream.reservedBytes() + " of " + budget);
            assertTrue(stream.reservedBytes() > 0);
        }
    }

    @Test
    void aChunkBeyondTheBudgetIsRefusedWithTheNumbers() {
        StreamSettings settings = Runs.workers(1).withMemoryBudget(1 << 20);
        try (ChunkStream stream = Runs.start(settings, new Pulses(1, 1_000_000))) {
            PipelineException failure = assertThrows(
                    PipelineException.class, () -> stream.iterator().next());
            assertInstanceOf(OutOfBudgetException.class, failure.getCause());
            assertTrue(failure.getMessage().contains("16000000 bytes"), failure.getMessage());
            assertTrue(failure.getMessage().contains("budget=1048576"), failure.getMessage());
        }
    }

    @Test
    void anOutputMayGrowBeyondItsInputAndKeepsWhatWasWritten() {
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(10, 3), new Growing())) {
            for (Chunk chunk : stream) {
                assertEquals(5000, chunk.length());
                for (long i = 0; i < chunk.length(); i++) {
                    assertEquals(i, Pulses.VALUE.get(chunk.records(), i));
                }
            }
        }
    }

    @Test
    void aChunkIsStaleOnceTheNextOneIsAskedFor() {
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(10, 3), new Doubled(in -> {}))) {
            Iterator<Chunk> chunks = stream.iterator();
            Chunk first = chunks.next();
            Records slice = first.records().slice(1, 2);
            assertTrue(chunks.hasNext());
            assertEquals(0, Pulses.VALUE.get(first.records(), 0));
            chunks.next();
            IllegalStateException stale =
                    assertThrows(IllegalStateException.class, () -> Pulses.VALUE.get(first.records(), 0));
            assertTrue(stale.getMessage().contains("until the next one is asked for"), stale.getMessage());
            assertThrows(IllegalStateException.class, () -> Pulses.VALUE.get(slice, 0));
        }
    }

    @Test
    void aDetachedChunkOutlivesTheStream() {
        try (Arena arena = Arena.ofConfined()) {
            Chunk kept;
            try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(10, 3), new Doubled(in -> {}))) {
                Iterator<Chunk> chunks = stream.iterator();
                chunks.next();
                kept = chunks.next().detach(arena);
            }
            assertEquals(2 * 4, Pulses.VALUE.get(kept.records(), 1));
            assertEquals("doubled test_run [1000, 2000) 3 records", kept.toString());
        }
    }

    @Test
    void aChunkIsStaleOnceItsStreamIsClosed() {
        Chunk last;
        try (ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(10, 3))) {
            last = stream.iterator().next();
        }
        assertThrows(IllegalStateException.class, () -> Pulses.VALUE.get(last.records(), 0));
    }

    @Test
    void aPluginThatKeepsItsInputBeyondTheCallIsFoundOut() {
        AtomicReference<Records> kept = new AtomicReference<>();
        AtomicLong calls = new AtomicLong();
        Doubled keeping = new Doubled(in -> {
            if (calls.getAndIncrement() == 0) {
                kept.set(in.records());
            }
        });
        try (ChunkStream stream = Runs.start(Runs.workers(1), new Pulses(3, 3), keeping)) {
            for (Chunk chunk : stream) {
                assertEquals(3, chunk.length());
            }
        }
        assertThrows(IllegalStateException.class, () -> Pulses.VALUE.get(kept.get(), 0));
    }

    private static final class Growing extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("grown", Pulses.TYPE).dependsOn("pulses");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            long time = in.chunk().start();
            for (int count = 1; count <= 5000; count = Math.min(count * 3, count == 5000 ? 5001 : 5000)) {
                Records grown = out.records(count);
                for (long i = count / 3; i < count; i++) {
                    Pulses.TIME.set(grown, i, time);
                    Pulses.VALUE.set(grown, i, i);
                }
                Pulses.TIME.set(grown, 0, time);
                Pulses.VALUE.set(grown, 0, 0);
            }
        }
    }
}
