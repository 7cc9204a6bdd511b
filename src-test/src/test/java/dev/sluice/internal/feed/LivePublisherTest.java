package dev.sluice.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.fixtures.Await;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunState;
import dev.sluice.stream.WaitPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults of those who publish: interrupted, too late, to a pass that is gone, or from several threads.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LivePublisherTest {
    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");

    @TempDir
    Path folder;

    private final Context context = Context.create();
    private final LiveInput live = context.live("pulses", TYPE);

    private ChunkStream open(String run) {
        return context.streaming(run).workers(1).chunkRecords(10).getStream("pulses");
    }

    private void publish(long time) {
        TIME.set(live.claim(1), 0, time);
        live.publish(time, time + 1);
    }

    /// A thread of its own for each: the common pool may have a single one.
    private static final Executor THREADS = work -> Thread.ofPlatform().daemon().start(work);

    /// Runs on a thread of its own, which a fault may hang, and which ends with the test.
    private static <T> T elsewhere(Callable<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        try {
            // What it has claimed is given up once it has ended.
            thread.join(Duration.ofSeconds(20));
            return result.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private static List<Long> times(ChunkStream stream) {
        List<Long> times = new ArrayList<>();
        for (Chunk chunk : stream) {
            for (long i = 0; i < chunk.length(); i++) {
                times.add(TIME.get(chunk.records(), i));
            }
        }
        return times;
    }

    private static List<Long> upTo(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    /// E6. Publishes while interrupted until a publication has to wait; how many went through.
    private long publishInterrupted() {
        Thread.currentThread().interrupt();
        long time = 0;
        try {
            for (; time < 1_000_000; time++) {
                publish(time);
            }
            return time;
        } catch (InterruptedWaitException interrupted) {
            assertTrue(Thread.currentThread().isInterrupted(), "the flag stays set");
            assertTrue(interrupted.getMessage().contains("room for pulses"), interrupted.getMessage());
            return time;
        }
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aPublisherThatWaitsForRoomIsInterruptedAndMayPublishAgain(WaitPolicy waiting) throws Exception {
        try (ChunkStream stream =
                context.streaming("run").workers(1).waiting(waiting).getStream("pulses")) {
            CountDownLatch interrupted = new CountDownLatch(1);
            CompletableFuture<Long> publisher = CompletableFuture.supplyAsync(
                    () -> {
                        long published = publishInterrupted();
                        interrupted.countDown();
                        assertTrue(Thread.interrupted());
                        live.publish(published, published + 1);
                        live.finish();
                        return published + 1;
                    },
                    THREADS);
            assertTrue(interrupted.await(20, TimeUnit.SECONDS), "the publisher does not come back");
            assertEquals(upTo(stream.summary().records() + 1), times(stream));
            assertEquals(publisher.get(20, TimeUnit.SECONDS), stream.summary().records());
        }
    }

    @Test
    @SuppressWarnings("try")
    void aPublisherThatSleepsInItsWaitIsWokenByAnInterrupt() throws Exception {
        try (ChunkStream stream = open("run")) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread publisher = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (long time = 0; true; time++) {
                        publish(time);
                    }
                } catch (Throwable message) {
                    ended.complete(message);
                }
            });
            while (publisher.getState() != Thread.State.TIMED_WAITING && publisher.getState() != Thread.State.WAITING) {
                assertFalse(ended.isDone());
                Thread.onSpinWait();
            }
            publisher.interrupt();
            assertInstanceOf(InterruptedWaitException.class, ended.get(20, TimeUnit.SECONDS));
            assertTrue(live.isRead());
        }
    }

    @Test
    void aSpillThatIsFullIsAnInterruptibleWaitToo() throws Exception {
        live.overflow(Overflow.spill(folder, 64 * 1024));
        try (ChunkStream stream = open("run")) {
            long published = elsewhere(this::publishInterrupted);
            live.finish();
            assertEquals(upTo(published), times(stream));
        }
    }

    @Test
    void aPublisherThatDropsDoesNotWaitAndIsNotInterrupted() throws Exception {
        live.overflow(Overflow.DROP_NEWEST);
        try (ChunkStream stream = open("run")) {
            long published = elsewhere(() -> {
                Thread.currentThread().interrupt();
                for (long time = 0; time < 5000; time++) {
                    publish(time);
                }
                live.finish();
                return 5000L;
            });
            long got = times(stream).size();
            assertEquals(published, got + stream.summary().dropped().records());
        }
    }

    /// Records that were taken in are not given back: what is due waits for the next publication.
    @Test
    void anInterruptedPublicationOfLateRecordsLosesAndDoublesNone() throws Exception {
        live.lateness(3);
        try (ChunkStream stream = open("run")) {
            long published = elsewhere(this::publishInterrupted);
            CompletableFuture<List<Long>> reader = CompletableFuture.supplyAsync(() -> times(stream), THREADS);
            publish(published);
            live.finish();
            assertEquals(upTo(published + 1), reader.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void anInterruptedEndFailsTheStreamAfterWhatItGot() throws Exception {
        live.lateness(3);
        try (ChunkStream stream = open("run")) {
            elsewhere(() -> {
                publishInterrupted();
                return assertThrows(InterruptedWaitException.class, live::finish);
            });
            PipelineException failure = assertThrows(PipelineException.class, () -> times(stream));
            assertInstanceOf(InterruptedWaitException.class, failure.getCause());
        }
    }

    /// The end waits for room for late records, and the stream is closed: it ends as one that was closed before.
    @Test
    void anEndWhoseReadersLeaveMeanwhileIsOne() throws Exception {
        live.lateness(3);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (ChunkStream stream = open("run")) {
            elsewhere(this::publishInterrupted);
            Thread publisher = Thread.ofPlatform().daemon().start(() -> {
                try {
                    live.finish();
                    ended.complete(true);
                } catch (Throwable failure) {
                    ended.completeExceptionally(failure);
                }
            });
            Await.until(() -> publisher.getState() == Thread.State.TIMED_WAITING, "the publisher waits for room");
            assertEquals(RunState.RUNNING, stream.summary().state());
        }
        assertTrue(ended.get(20, TimeUnit.SECONDS));
    }

    @Test
    void everyCallThatWaitsForAStreamIsInterrupted() throws Exception {
        List<Consumer<LiveInput>> calls = List.of(
                input -> input.claim(1),
                input -> input.publish(0, 1),
                input -> input.publish(0, 0, 1),
                input -> input.lost(0, 1, "gone"));
        for (Consumer<LiveInput> call : calls) {
            elsewhere(() -> {
                Thread.currentThread().interrupt();
                assertThrows(InterruptedWaitException.class, () -> call.accept(live));
                assertTrue(Thread.interrupted());
                return null;
            });
        }
        assertFalse(elsewhere(() -> {
            Thread.currentThread().interrupt();
            live.finish();
            live.close();
            return Thread.interrupted() && live.isRead();
        }));
    }

    /// E7.
    @ParameterizedTest
    @CsvSource({"heartbeat, false", "heartbeat, true", "lost, false", "lost, true", "claim, false", "claim, true"})
    void whatIsPublishedAfterAPassWasLeftGoesToTheNext(String how, boolean finished) {
        ChunkStream first = open("first");
        publish(0);
        first.close();
        if (finished) {
            live.finish();
        }
        try (ChunkStream second = open("second")) {
            switch (how) {
                case "heartbeat" -> live.publish(0, 0, 5);
                case "lost" -> live.lost(0, 5, "gone");
                default -> publish(0);
            }
            live.finish();
            long chunks = 0;
            for (Chunk chunk : second) {
                chunks++;
                assertEquals("second", chunk.runId());
            }
            assertEquals(1, chunks);
        }
    }

    @Test
    void finishingAPassThatWasLeftDoesNotEndTheOneOpenedSince() {
        ChunkStream first = open("first");
        publish(0);
        TIME.set(live.claim(1), 0, 1);
        first.close();
        try (ChunkStream second = open("second")) {
            IllegalStateException message = assertThrows(IllegalStateException.class, () -> live.publish(1, 2));
            assertTrue(message.getMessage().contains("of run first any more"), message.getMessage());
            assertTrue(message.getMessage().contains("claim again"), message.getMessage());
            live.finish();
            assertTrue(live.isRead(), "the second pass was ended");
            publish(7);
            live.finish();
            assertEquals(List.of(7L), times(second));
        }
    }

    /// What was claimed for the first pass is neither published to the second, nor is nothing in its place.
    @Test
    void aClaimForAPassThatWasLeftIsNotPublishedToTheNext() {
        ChunkStream first = open("first");
        TIME.set(live.claim(1), 0, 3);
        first.close();
        try (ChunkStream second = open("second")) {
            assertThrows(IllegalStateException.class, () -> live.publish(0, 10));
            IllegalStateException message = assertThrows(IllegalStateException.class, () -> live.publish(0, 10));
            assertTrue(message.getMessage().contains("nothing of pulses is claimed"), message.getMessage());
            publish(5);
            live.close();
            assertEquals(List.of(5L), times(second));
        }
    }

    @Test
    void closingEndsThePassThatWasNeverPublishedTo() {
        ChunkStream first = open("first");
        publish(0);
        first.close();
        try (ChunkStream second = open("second")) {
            live.close();
            assertEquals(List.of(), times(second));
        }
    }

    /// E8.
    @Test
    void settingsThatCannotHoldAnyMoreAreRefusedByName() {
        try (ChunkStream stream = open("run")) {
            assertTooLate("lateness=100", () -> live.lateness(100));
            assertTooLate("overflow=DROP_OLDEST", () -> live.overflow(Overflow.DROP_OLDEST));
            assertTooLate("patience=PT1S", () -> live.patience(Duration.ofSeconds(1)));
            publish(0);
            assertTooLate("lateness=100", () -> live.lateness(100));
            live.finish();
            assertEquals(List.of(0L), times(stream));
        }
        live.lateness(100).overflow(Overflow.DROP_NEWEST).patience(Duration.ofSeconds(1));
        try (ChunkStream stream = open("run")) {
            TIME.set(live.claim(1), 0, 9);
            live.publish(0, 10);
            TIME.set(live.claim(1), 0, 3);
            live.publish(0, 10);
            live.finish();
            assertEquals(List.of(3L, 9L), times(stream));
        }
    }

    private static void assertTooLate(String setting, Runnable change) {
        IllegalStateException message = assertThrows(IllegalStateException.class, change::run);
        assertTrue(message.getMessage().startsWith(setting + " comes too late"), message.getMessage());
    }

    /// E22. Threads without a lock of their own: a claim is refused while another one stands, and no record gets lost.
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void severalThreadsNeverPublishAtOnce(int threads) throws Exception {
        long each = 500;
        live.lateness(1 << 20);
        AtomicLong refused = new AtomicLong();
        try (ChunkStream stream = open("run")) {
            CompletableFuture<List<Long>> reader = CompletableFuture.supplyAsync(() -> times(stream), THREADS);
            List<CompletableFuture<Void>> publishers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                long first = thread * each;
                publishers.add(CompletableFuture.runAsync(
                        () -> {
                            for (long time = first; time < first + each; time++) {
                                publishInTurn(time, refused);
                            }
                        },
                        THREADS));
            }
            for (CompletableFuture<Void> publisher : publishers) {
                publisher.get(30, TimeUnit.SECONDS);
            }
            live.finish();
            assertEquals(upTo(threads * each), reader.get(20, TimeUnit.SECONDS), "refused=" + refused);
        }
    }

    private void publishInTurn(long time, AtomicLong refused) {
        while (true) {
            try {
                TIME.set(live.claim(1), 0, time);
                break;
            } catch (IllegalStateException another) {
                assertTrue(another.getMessage().contains("has claimed or publishes"), another.getMessage());
                refused.incrementAndGet();
                Thread.onSpinWait();
            }
        }
        live.publish(1, 0, 1 << 20);
    }

    @Test
    void anotherThreadIsRefusedByNameWhileRecordsAreClaimedAndMayTakeOverAfterwards() throws Exception {
        try (ChunkStream stream = open("run")) {
            TIME.set(live.claim(1), 0, 0);
            List<Runnable> calls = List.of(
                    () -> live.claim(1),
                    () -> live.publish(0, 1),
                    () -> live.publish(0, 0, 1),
                    () -> live.lost(0, 1, "gone"),
                    live::finish,
                    live::close);
            for (Runnable call : calls) {
                IllegalStateException message =
                        elsewhere(() -> assertThrows(IllegalStateException.class, () -> call.run()));
                assertTrue(
                        message.getMessage().contains(Thread.currentThread().getName() + " has claimed"),
                        message.getMessage());
            }
            live.publish(0, 1);
            elsewhere(() -> {
                publish(1);
                return null;
            });
            publish(2);
            elsewhere(() -> {
                live.close();
                return null;
            });
            assertEquals(upTo(3), times(stream));
        }
    }

    @Test
    void whatAThreadClaimedThatHasDiedIsGivenUp() throws Exception {
        try (ChunkStream stream = open("run")) {
            Thread dying = Thread.ofPlatform().start(() -> TIME.set(live.claim(1), 0, 7));
            dying.join();
            assertThrows(IllegalStateException.class, () -> live.publish(0, 10));
            publish(0);
            live.finish();
            assertEquals(List.of(0L), times(stream));
        }
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aPublicationWithALimitLeavesItsClaimWhereThereIsNoRoom(WaitPolicy policy) {
        try (ChunkStream stream = context.streaming("limited")
                .workers(1)
                .chunkRecords(10)
                .waiting(policy)
                .getStream("pulses")) {
            long published = 0;
            TIME.set(live.claim(1), 0, 0);
            while (live.publish(1, published, published + 1, Duration.ofMillis(1))) {
                TIME.set(live.claim(1), 0, ++published);
            }
            assertTrue(published > 1, () -> "the ring has room for several chunks");
            assertFalse(live.publish(1, published, published + 1, Duration.ZERO));
            for (Chunk chunk : stream) {
                if (chunk.number() + 1 == published) {
                    break;
                }
            }
            assertTrue(live.publish(1, published, published + 1, Duration.ofSeconds(30)));
            live.finish();
            assertEquals(published + 1, stream.summary().records());
        }
    }

    @Test
    void whatIsGivenUpIsNotPublishedAndLetsAnotherThreadIn() throws Exception {
        try (ChunkStream stream = open("given up")) {
            TIME.set(live.claim(1), 0, 7);
            elsewhere(() -> {
                live.giveUp();
                return assertThrows(IllegalStateException.class, () -> publish(0));
            });
            live.giveUp();
            live.giveUp();
            elsewhere(() -> {
                publish(0);
                return null;
            });
            assertThrows(IllegalArgumentException.class, () -> live.publish(1, 1, 2));
            publish(1);
            live.finish();
            List<Long> starts = new ArrayList<>();
            stream.forEach(chunk -> starts.add(chunk.start()));
            assertEquals(List.of(0L, 1L), starts);
        }
    }

    /// Reads by calls alone: one that is lost is a wait without an end.
    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aReaderThatIsCalledMissesNothing(WaitPolicy policy) throws Exception {
        long chunks = 2000;
        try (ChunkStream stream = context.streaming("called")
                .workers(1)
                .chunkRecords(10)
                .waiting(policy)
                .getStream("pulses")) {
            CompletableFuture<Void> publisher = CompletableFuture.runAsync(
                    () -> {
                        LongStream.range(0, chunks).forEach(this::publish);
                        live.finish();
                    },
                    THREADS);
            Iterator<Chunk> each = stream.iterator();
            Semaphore calls = new Semaphore(0);
            long read = 0;
            while (true) {
                while (!stream.awaitNext(Duration.ZERO)) {
                    stream.whenReady(calls::release);
                    assertTrue(calls.tryAcquire(30, TimeUnit.SECONDS), "a call was lost after chunk " + read);
                    calls.drainPermits();
                }
                if (!each.hasNext()) {
                    break;
                }
                assertEquals(read++, each.next().start());
            }
            assertEquals(chunks, read);
            publisher.get(10, TimeUnit.SECONDS);
        }
    }
}
