package dev.sluice.context.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Streams of one pass that are closed before their end: one of them, all in any order, by any thread, while others
/// read or wait.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GraphClosingTest {
    private static final int CHUNKS = 200;
    private static final String[] TARGETS = {"subject", "joined", "aside"};

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), Outcome.engineThreads());
    }

    static Stream<Arguments> rolesAndStreams() {
        List<Arguments> all = new ArrayList<>();
        for (Role role : Role.values()) {
            for (int closed = 0; closed < TARGETS.length; closed++) {
                for (int after : new int[] {0, 1, 50}) {
                    all.add(Arguments.of(role, Waiting.values()[(closed + after + role.ordinal()) % 4], closed, after));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, stream {2}, after {3} chunks")
    @MethodSource("rolesAndStreams")
    void aStreamClosedEarlyLeavesItsSiblingsAlone(Role role, Waiting waiting, int closed, int after) throws Exception {
        try (Context context = graph(role, CHUNKS, Fault.NONE)) {
            List<ChunkStream> streams =
                    streaming(context, waiting).memory(64 << 20).getStreams(TARGETS);
            List<ChunkStream> others = new ArrayList<>(streams);
            ChunkStream left = others.remove(closed);
            ExecutorService reader = Executors.newSingleThreadExecutor();
            try {
                IllegalStateException mine = new IllegalStateException("my own fault");
                Future<?> consumer = reader.submit(() -> assertSame(
                        mine, assertThrows(IllegalStateException.class, () -> failAfter(left, after, mine))));
                for (Outcome outcome : Outcome.ofAll(others)) {
                    assertNull(outcome.failure);
                    assertEquals(CHUNKS * Steady.CHUNK, outcome.end);
                    assertEquals(CHUNKS / 5 * 4 * 3, outcome.rows.size());
                }
                Outcome.within(consumer, "the consumer that fails");
            } finally {
                reader.shutdownNow();
            }
            Outcome.closeAll(streams);
        }
    }

    private static void failAfter(ChunkStream stream, int chunks, IllegalStateException failure) {
        try (stream) {
            Iterator<Chunk> iterator = stream.iterator();
            for (int i = 0; i < chunks && iterator.hasNext(); i++) {
                iterator.next();
            }
            throw failure;
        }
    }

    static Stream<Arguments> rolesAndSeeds() {
        return Stream.of(Role.values())
                .filter(role -> !role.needsAll())
                .flatMap(role -> Stream.of(Waiting.values())
                        .map(waiting -> Arguments.of(role, waiting, 1L + waiting.ordinal())));
    }

    @ParameterizedTest(name = "{0}, {1}, seed={2}")
    @MethodSource("rolesAndSeeds")
    void theStreamsOfAnEndlessRunMayBeClosedInAnyOrder(Role role, Waiting waiting, long seed) {
        try (Context context = graph(role, Long.MAX_VALUE, Fault.NONE)) {
            List<ChunkStream> streams = streaming(context, waiting).getStreams(TARGETS);
            streams.forEach(stream -> assertTrue(stream.iterator().hasNext()));
            List<ChunkStream> shuffled = new ArrayList<>(streams);
            Collections.shuffle(shuffled, new Random(seed));
            Outcome.closeAll(shuffled);
        }
    }

    @ParameterizedTest(name = "{0}, {1}, seed={2}")
    @MethodSource("rolesAndSeeds")
    void anotherThreadMayCloseStreamsThatAreRead(Role role, Waiting waiting, long seed) throws Exception {
        ExecutorService readers = Executors.newCachedThreadPool();
        try (Context context = graph(role, Long.MAX_VALUE, Fault.NONE)) {
            List<ChunkStream> streams = streaming(context, waiting).getStreams(TARGETS);
            CountDownLatch reading = new CountDownLatch(3 * streams.size());
            List<Future<IllegalStateException>> refused = streams.stream()
                    .map(stream -> readers.submit(() -> assertThrows(
                            IllegalStateException.class, () -> stream.forEach(chunk -> reading.countDown()))))
                    .toList();
            assertTrue(reading.await(20, TimeUnit.SECONDS), () -> "seed=" + seed);
            List<ChunkStream> shuffled = new ArrayList<>(streams);
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.forEach(ChunkStream::close);
            for (Future<IllegalStateException> each : refused) {
                String message = Outcome.within(each, "a reader").getMessage();
                assertTrue(message.contains("closed"), () -> "seed=" + seed + ": " + message);
            }
            Outcome.assertNothingLeft(streams);
        } finally {
            readers.shutdownNow();
        }
    }

    static Stream<Arguments> rolesAndWaits() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(Waiting.values()).map(waiting -> Arguments.of(role, waiting)));
    }

    @ParameterizedTest
    @MethodSource("rolesAndWaits")
    void streamsMayBeClosedWhileEveryFeedAndReaderWaitsForTheSource(Role role, Waiting waiting) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch silent = new CountDownLatch(1);
        Fault silence = Fault.at(20 * Steady.CHUNK, () -> {
            silent.countDown();
            never.await();
        });
        ExecutorService readers = Executors.newCachedThreadPool();
        try (Context context = graph(role, CHUNKS, silence)) {
            List<ChunkStream> streams = streaming(context, waiting).getStreams(TARGETS);
            List<Future<Outcome>> outcomes = streams.stream()
                    .map(stream -> readers.submit(() -> Outcome.of(stream)))
                    .toList();
            assertTrue(silent.await(20, TimeUnit.SECONDS));
            Outcome.within(readers.submit(context::close), "closing the context");
            for (Future<Outcome> outcome : outcomes) {
                Throwable failure = Outcome.within(outcome, "a reader").failure;
                assertTrue(failure instanceof IllegalStateException, String.valueOf(failure));
                assertTrue(failure.getMessage().contains("closed"), failure.getMessage());
            }
            Outcome.assertNothingLeft(streams);
        } finally {
            readers.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("rolesAndWaits")
    void streamsMayBeClosedWhileEveryRingIsFull(Role role, Waiting waiting) throws Exception {
        long chunks = role.needsAll() ? 1000 : Long.MAX_VALUE;
        Steady source = new Steady("pulses", chunks, Fault.NONE);
        try (Context context = graph(role, source)) {
            List<ChunkStream> streams = streaming(context, waiting).getStreams(TARGETS);
            awaitStandstill(source);
            Outcome.closeAll(streams);
        }
        assertEquals(0, source.readersOpen.get());
    }

    /// Waits until the source has read nothing for a while, which it does when no thread takes anything.
    private static void awaitStandstill(Steady source) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        long before = -1;
        long since = System.nanoTime();
        while (before <= 0 || System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(50)) {
            assertTrue(System.nanoTime() < deadline, "the source reads on though nobody takes anything");
            long now = source.chunksRead.get();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            }
            Thread.onSpinWait();
        }
    }

    private static StreamingContext streaming(Context context, Waiting waiting) {
        StreamingContext streaming = context.streaming("test_run").workers(waiting.workers(2));
        waiting.set(streaming, "left", "subject", "later", "joined", "aside");
        return streaming;
    }

    private static Context graph(Role role, long chunks, Fault ofSource) {
        return graph(role, new Steady("pulses", chunks, ofSource));
    }

    private static Context graph(Role role, Steady source) {
        return Context.create()
                .register(
                        source,
                        Role.STATEFUL.plugin("left", "pulses", ""),
                        role.plugin("subject", "left", "pulses"),
                        Role.STATEFUL.plugin("later", "subject", ""),
                        Role.ALIGNED.plugin("joined", "later", "pulses"),
                        Role.HALO.plugin("aside", "pulses", ""));
    }
}
