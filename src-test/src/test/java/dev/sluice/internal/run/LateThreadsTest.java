package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.Await;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.plugin.Requirements;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.WaitPolicy;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// E11: a thread that is late when a stream is closed is reported, and frees the memory when it ends.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LateThreadsTest {
    private static final Seams HASTY = new Seams() {
        @Override
        public Duration closePatience() {
            return Duration.ofMillis(50);
        }
    };

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch resume = new CountDownLatch(1);

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertFreedLate(ChunkStream stream, Pulses source, EngineThreads threads, String who) {
        IllegalStateException message = assertThrows(IllegalStateException.class, stream::close);
        assertTrue(message.getMessage().contains(who), message.getMessage());
        assertTrue(message.getMessage().contains("free"), message.getMessage());
        assertTrue(stream.reservedBytes() > 0);
        stream.close();
        assertEquals(0, source.closed.get());
        resume.countDown();
        Await.until(() -> stream.reservedBytes() == 0 && source.closed.get() == 1, "the memory is freed");
        Await.until(() -> threads.started().isEmpty(), "the threads end");
        stream.close();
        assertEquals(1, source.closed.get());
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aPluginThatIsLateAtCloseLeaksNothing(WaitPolicy policy) throws Exception {
        EngineThreads threads = EngineThreads.fromNowOn();
        Pulses source = new Pulses(Long.MAX_VALUE, 3);
        Chains chain = new Chains(source).then(new Doubled(in -> {
            inside.countDown();
            awaitUninterruptibly(resume);
        }));
        ChunkStream stream = chain.with(HASTY)
                .start(Runs.workers(1).withWaitPolicy(policy), chain.last())
                .getFirst();
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        assertFreedLate(stream, source, threads, "sluice-worker-");
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aSourceThatIsLateAtCloseLeaksNothing(WaitPolicy policy) throws Exception {
        EngineThreads threads = EngineThreads.fromNowOn();
        Pulses source = new Pulses(Long.MAX_VALUE, 3, number -> {
            if (number == 5) {
                inside.countDown();
                awaitUninterruptibly(resume);
            }
        });
        Chains chain = new Chains(source);
        ChunkStream stream = chain.with(HASTY)
                .start(Runs.workers(1).withWaitPolicy(policy), chain.last())
                .getFirst();
        stream.iterator().next();
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        assertFreedLate(stream, source, threads, "sluice-source-");
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aReaderThatHoldsAChunkTooLongLeaksNothing(WaitPolicy policy) throws Exception {
        EngineThreads threads = EngineThreads.fromNowOn();
        Pulses source = new Pulses(Long.MAX_VALUE, 3);
        Chains chain = new Chains(source);
        ChunkStream stream = chain.with(HASTY)
                .start(Runs.workers(1).withWaitPolicy(policy), chain.last())
                .getFirst();
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("holder").start(() -> {
            Iterator<Chunk> chunks = stream.iterator();
            Chunk chunk = chunks.next();
            inside.countDown();
            awaitUninterruptibly(resume);
            assertEquals(0, Pulses.VALUE.get(chunk.records(), 0));
            refused.complete(assertThrows(IllegalStateException.class, chunks::hasNext));
        });
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        assertFreedLate(stream, source, threads, "holder");
        assertTrue(refused.get(20, TimeUnit.SECONDS).getMessage().contains("is closed"));
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aReaderThatComputesTooLongLeaksNothing(WaitPolicy policy) throws Exception {
        EngineThreads threads = EngineThreads.fromNowOn();
        Pulses source = new Pulses(Long.MAX_VALUE, 3);
        ChunkStream stream = new Chains(source)
                .then(
                        new Doubled(in -> {
                            inside.countDown();
                            awaitUninterruptibly(resume);
                        }),
                        Requirements.NONE)
                .with(HASTY)
                .start(Runs.workers(1).withWaitPolicy(policy), new OutputRef(1, 1))
                .getFirst();
        Thread.ofPlatform().daemon().name("computing").start(() -> {
            try {
                stream.forEach(chunk -> {});
            } catch (IllegalStateException closed) {
                // As it is to be.
            }
        });
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        assertFreedLate(stream, source, threads, policy == WaitPolicy.LOW_LATENCY ? "computing" : "sluice-worker-");
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aThreadOfTheEngineThatIsLateIsWaitedForByNoOther(WaitPolicy policy) throws Exception {
        Pulses source = new Pulses(Long.MAX_VALUE, 3);
        Chains chain = new Chains(source).then(new Doubled(in -> {
            inside.countDown();
            awaitUninterruptibly(resume);
        }));
        List<PipelineStream> streams =
                chain.with(HASTY).start(Runs.workers(1).withWaitPolicy(policy), new OutputRef(0, 0), chain.last());
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        streams.getFirst().close();
        assertThrows(IllegalStateException.class, streams.getLast()::close);
        resume.countDown();
        Await.until(() -> streams.getLast().reservedBytes() == 0 && source.closed.get() == 1, "the memory is freed");
    }
}
