package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.context.TestPlugin;
import dev.sluice.fixtures.Await;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A reader that is slower than what it reads: nothing is lost silently, and memory stays within its bounds.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class OverflowTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "value:<i8", "wave:<i2[500]").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField VALUE = TYPE.longField("value");
    private static final long BUDGET = 2 << 20;
    private static final int PER_CHUNK = 4;

    @TempDir
    private Path folder;

    private final Context context = Context.create();
    private final LiveInput live = context.live("pulses", TYPE);
    private long published;

    private Overflow policy(String name) {
        return switch (name) {
            case "BLOCK" -> Overflow.BLOCK;
            case "DROP_NEWEST" -> Overflow.DROP_NEWEST;
            case "DROP_OLDEST" -> Overflow.DROP_OLDEST;
            default -> Overflow.spill(folder, 1 << 28);
        };
    }

    private StreamingContext streaming() {
        return context.streaming("run").workers(2).chunkRecords(PER_CHUNK).memory(BUDGET);
    }

    /// A live input with that policy, or one that waits, with a reader that has the policy.
    private ChunkStream open(String where, String name) {
        if (where.equals("input")) {
            live.overflow(policy(name));
            return streaming().getStream("pulses");
        }
        return streaming().overflow(policy(name)).getStream("pulses");
    }

    private void publish(long chunks) {
        for (long i = 0; i < chunks; i++) {
            long start = 10 * published++;
            Records records = live.claim(PER_CHUNK);
            for (int k = 0; k < PER_CHUNK; k++) {
                TIME.set(records, k, start + 2 * k);
                VALUE.set(records, k, start + 2 * k);
            }
            live.publish(start, start + 10);
        }
    }

    /// On a thread of its own: the common pool has but one where there are few processors.
    private static CompletableFuture<Void> aside(Runnable task) {
        return CompletableFuture.runAsync(
                task, work -> Thread.ofPlatform().daemon().start(work));
    }

    /// What a reader got, one permit per chunk.
    private static final class Reader {
        final Semaphore permits = new Semaphore(0);
        final List<Long> starts = new ArrayList<>();
        final List<Loss> losses = new ArrayList<>();
        long reached;
        long records;
        final CompletableFuture<Void> done;

        Reader(ChunkStream stream, String seed) {
            done = aside(() -> {
                permits.acquireUninterruptibly();
                for (Chunk chunk : stream) {
                    read(chunk, seed);
                    permits.acquireUninterruptibly();
                }
            });
        }

        private void read(Chunk chunk, String seed) {
            assertEquals(reached, chunk.start(), seed);
            reached = chunk.end();
            for (Loss loss : chunk.losses()) {
                assertTrue(loss.start() >= chunk.start() && loss.end() <= chunk.end(), seed + " " + loss);
                losses.add(loss);
            }
            for (long i = 0; i < chunk.length(); i++) {
                assertEquals(TIME.get(chunk.records(), i), VALUE.get(chunk.records(), i), seed);
            }
            if (!chunk.isEmpty()) {
                starts.add(TIME.get(chunk.records(), 0));
            }
            records += chunk.length();
        }

        void finish() {
            permits.release(1_000_000);
            done.join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "input, DROP_NEWEST, 1", "input, DROP_NEWEST, 2", "input, DROP_NEWEST, 3", "input, DROP_OLDEST, 4",
        "input, DROP_OLDEST, 5", "input, DROP_OLDEST, 6", "reader, DROP_NEWEST, 7", "reader, DROP_NEWEST, 8",
        "reader, DROP_OLDEST, 9", "reader, DROP_OLDEST, 10"
    })
    void deliveredAndLostIntervalsTileTheRun(String where, String policy, long seed) {
        Random random = new Random(seed);
        String message = "seed=" + seed;
        try (ChunkStream stream = open(where, policy)) {
            Reader reader = new Reader(stream, message);
            for (int i = 0; i < 60; i++) {
                publish(random.nextInt(100));
                reader.permits.release(random.nextInt(20));
            }
            live.close();
            reader.finish();
            long lost = reader.losses.stream()
                    .mapToLong(loss -> loss.end() - loss.start())
                    .sum();
            assertEquals(10 * published, reader.reached, message);
            assertEquals(10 * published, lost + 10 * reader.starts.size(), message);
            assertEquals(lost / 10, stream.summary().dropped().chunks(), message);
            assertEquals(
                    published * PER_CHUNK,
                    reader.records + stream.summary().dropped().records(),
                    message);
            for (Loss loss : reader.losses) {
                assertTrue(
                        reader.starts.stream().noneMatch(start -> start >= loss.start() && start < loss.end()),
                        message + " delivered and lost: " + loss);
            }
            assertTrue(stream.reservedBytes() <= BUDGET, message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "input, DROP_NEWEST", "input, DROP_OLDEST", "input, SPILL",
        "reader, DROP_NEWEST", "reader, DROP_OLDEST", "reader, SPILL"
    })
    void aReaderThatStandsStillStopsNobodyAndMemoryIsFlat(String where, String policy) {
        try (ChunkStream stream = open(where, policy)) {
            Reader reader = new Reader(stream, policy);
            publish(1500);
            if (!policy.equals("SPILL")) {
                Await.until(() -> stream.summary().dropped().chunks() > 300, "chunks are dropped");
            }
            long before = stream.reservedBytes();
            for (int i = 0; i < 10; i++) {
                publish(500);
                if (!policy.equals("SPILL")) {
                    assertEquals(before, stream.reservedBytes());
                }
                assertTrue(stream.reservedBytes() <= BUDGET);
            }
            live.close();
            reader.finish();
            assertEquals(10 * published, reader.reached);
        }
    }

    @Test
    void aPublisherThatWaitsForItsReaderHoldsNoMoreThanTheBudget() {
        try (ChunkStream stream = open("input", "BLOCK")) {
            Reader reader = new Reader(stream, "");
            CompletableFuture<Void> publisher = aside(() -> {
                publish(2000);
                live.finish();
            });
            long flat = 0;
            for (int i = 0; i < 2000; i++) {
                reader.permits.release();
                int taken = i;
                Await.until(() -> reader.starts.size() > taken || reader.done.isDone(), "chunk " + i);
                flat = i == 1000 ? stream.reservedBytes() : flat;
                assertTrue(i <= 1000 || stream.reservedBytes() == flat);
            }
            publisher.join();
            reader.finish();
            assertTrue(flat <= BUDGET && flat > 0);
            assertEquals(2000 * PER_CHUNK, reader.records);
            assertEquals(0, stream.summary().dropped().chunks());
        }
    }

    @Test
    void dropOldestKeepsWhatCameLast() {
        try (ChunkStream stream = open("input", "DROP_OLDEST")) {
            publish(2000);
            Await.until(() -> stream.summary().dropped().chunks() > 1500, "chunks are dropped");
            live.close();
            Reader reader = new Reader(stream, "");
            reader.finish();
            assertEquals(10 * 1999, reader.starts.getLast());
        }
    }

    @Test
    void dropNewestKeepsWhatCameFirst() {
        try (ChunkStream stream = open("input", "DROP_NEWEST")) {
            publish(2000);
            live.close();
            Reader reader = new Reader(stream, "");
            reader.finish();
            int kept = reader.starts.size();
            assertTrue(kept < 2000);
            assertEquals(10 * (kept - 1), reader.starts.getLast());
            assertEquals(1, reader.losses.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "reader"})
    void spilledChunksComeBackInOrderAndComplete(String where) throws IOException {
        try (ChunkStream stream = open(where, "SPILL")) {
            publish(1000);
            live.lost(10 * published, 10 * published + 10, "dead time");
            published++;
            publish(1000);
            live.close();
            Reader reader = new Reader(stream, "");
            reader.finish();
            assertEquals(2000 * PER_CHUNK, reader.records);
            assertEquals(1, reader.losses.size());
            assertEquals(0, stream.summary().dropped().chunks());
        }
        assertFolderIsEmpty();
    }

    private void assertFolderIsEmpty() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aFullSpillFileMakesThePublisherWaitAndLosesNothing() throws IOException {
        live.overflow(Overflow.spill(folder, 64 * 1024));
        try (ChunkStream stream = streaming().getStream("pulses")) {
            Reader reader = new Reader(stream, "");
            CompletableFuture<Void> publisher = aside(() -> {
                publish(3000);
                live.finish();
            });
            reader.finish();
            publisher.join();
            assertEquals(3000 * PER_CHUNK, reader.records);
            assertTrue(stream.reservedBytes() <= BUDGET);
        }
        assertFolderIsEmpty();
    }

    @Test
    void theSpillFileIsGoneWhenTheStreamIsClosedEarly() throws IOException {
        ChunkStream stream = open("input", "SPILL");
        publish(2000);
        stream.close();
        assertEquals(0, stream.reservedBytes());
        assertFolderIsEmpty();
    }

    @Test
    void aDiskThatCannotBeWrittenToIsToldAndThePublisherWaits() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        live.overflow(Overflow.spill(gone, 1 << 20));
        try (ChunkStream stream = streaming().getStream("pulses")) {
            Files.delete(gone);
            Reader reader = new Reader(stream, "");
            CompletableFuture<Void> publisher = aside(() -> {
                publish(2000);
                live.finish();
            });
            Await.until(() -> !stream.summary().warnings().isEmpty(), "a warning");
            reader.finish();
            publisher.join();
            assertEquals(2000 * PER_CHUNK, reader.records);
            assertTrue(stream.summary().warnings().getFirst().contains("cannot be spilled to"));
        }
    }

    @Test
    void aPlaceThatCannotBeSpilledToIsRefusedAtTheDoor() {
        assertThrows(IllegalArgumentException.class, () -> Overflow.spill(folder.resolve("nowhere"), 1 << 20));
        assertThrows(IllegalArgumentException.class, () -> Overflow.spill(folder, 100));
    }

    @Test
    void aFailureComesBehindTheChunksThatWaited() {
        context.register(TestPlugin.of(
                TYPE,
                "failing",
                (in, out) -> {
                    if (in.chunk().start() == 10_000) {
                        throw new IllegalStateException("bad chunk");
                    }
                    out.records(0);
                },
                "pulses"));
        try (ChunkStream stream =
                streaming().overflow(Overflow.spill(folder, 1 << 28)).getStream("failing")) {
            publish(1001);
            List<Long> ends = new ArrayList<>();
            PipelineException failure =
                    assertThrows(PipelineException.class, () -> stream.forEach(chunk -> ends.add(chunk.end())));
            assertTrue(failure.getMessage().contains("bad chunk"), failure.getMessage());
            assertEquals(10_000, ends.getLast());
        }
    }
}
