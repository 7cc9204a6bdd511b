package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.feed.LivePublisher;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.OptionValues;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In the steady state neither the thread that publishes nor one of the engine allocates on the Java heap.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class LiveAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOW = 200;
    private static final int QUIET_WINDOWS = 5;
    private static final long LONGEST_WARM_UP = TimeUnit.SECONDS.toNanos(120);

    private long published;

    @ParameterizedTest
    @ValueSource(longs = {0, 50})
    void claimingAndPublishingAllocatesNothing(long lateness) {
        LivePublisher live = new LivePublisher("pulses", Pulses.TYPE);
        live.lateness(lateness);
        EngineThreads engine = EngineThreads.fromNowOn();
        try (ChunkStream stream = open(live)) {
            List<Thread> threads = new ArrayList<>(engine.started());
            threads.add(Thread.currentThread());
            CompletableFuture<Void> reader = drain(stream);
            assertEquals(0, bytesUntilQuiet(live, threads), "bytes that a window of publications allocates at least");
            live.close();
            reader.join();
        }
    }

    private static ChunkStream open(LivePublisher live) {
        StagePlan.Step step =
                new StagePlan.Step(new Doubled(in -> {}), OptionValues.of(new Doubled(in -> {}), Map.of()), List.of(0));
        StagePlan stage = StagePlan.ofSource(
                "live_run",
                TimeRange.UNBOUNDED,
                live.source(),
                OptionValues.of(live.source(), Map.of()),
                List.of(step));
        PipelinePlan plan =
                new PipelinePlan("live_run", List.of(stage), List.of(new OutputRef(0, 1)), TimeRange.UNBOUNDED);
        return PipelineStream.start(plan, Runs.workers(1).withChunkRecords(4), stream -> {})
                .getFirst();
    }

    private static CompletableFuture<Void> drain(ChunkStream stream) {
        return CompletableFuture.runAsync(
                () -> {
                    long reached = 0;
                    for (Chunk chunk : stream) {
                        assertEquals(reached, chunk.start());
                        reached = chunk.end();
                    }
                },
                work -> Thread.ofPlatform().daemon().start(work));
    }

    private long bytesUntilQuiet(LiveInput live, List<Thread> threads) {
        long deadline = System.nanoTime() + LONGEST_WARM_UP;
        long[] ids = threads.stream().mapToLong(Thread::threadId).toArray();
        int quiet = 0;
        long least = Long.MAX_VALUE;
        while (quiet < QUIET_WINDOWS && System.nanoTime() < deadline) {
            long allocated = allocated(ids);
            for (int i = 0; i < WINDOW; i++) {
                publish(live);
            }
            long bytes = allocated(ids) - allocated;
            quiet = bytes == 0 ? quiet + 1 : 0;
            least = Math.min(least, bytes);
        }
        return quiet == QUIET_WINDOWS ? 0 : Math.max(1, least);
    }

    private void publish(LiveInput live) {
        Records records = live.claim(4);
        for (int i = 0; i < 4; i++) {
            Pulses.TIME.set(records, i, published * 10 + 5);
            Pulses.VALUE.set(records, i, i);
        }
        live.publish(published * 10, published * 10 + 10);
        published++;
    }

    private static long allocated(long[] threads) {
        long bytes = 0;
        for (long thread : threads) {
            bytes += THREADS.getThreadAllocatedBytes(thread);
        }
        return bytes;
    }
}
