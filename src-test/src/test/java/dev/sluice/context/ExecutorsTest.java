package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.executor.CpuPinning;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.executor.ExecutorPreset;
import dev.sluice.executor.PoolStatistics;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.WaitPolicy;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pools of threads: used again, counted, ended with their context.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ExecutorsTest {
    private final Set<Thread> seen = ConcurrentHashMap.newKeySet();

    private Context context() {
        TestPlugin copy = TestPlugin.of(
                INSTANTS,
                "copy",
                (in, out) -> {
                    seen.add(Thread.currentThread());
                    Instants.copy(in, out);
                },
                "hits");
        return Context.create().register(new RecordSource("hits", Instants.every(10, 0, 1000)), copy);
    }

    private static void read(StreamingContext streaming) {
        try (ChunkStream stream = streaming.getStream("copy")) {
            assertEquals(1000, Instants.times(stream).size());
        }
    }

    private static PoolStatistics statistics(Context context, String pool) {
        return context.executors().pool(pool).statistics();
    }

    @Test
    void threadsAreUsedAgainByLaterPipelines() {
        try (Context context = context()) {
            for (int run = 0; run < 20; run++) {
                read(context.streaming("run" + run).workers(2).chunkRecords(10));
            }
            PoolStatistics statistics = statistics(context, "threads");
            assertEquals(3, statistics.started());
            assertEquals(3, statistics.threads());
            assertEquals(60, statistics.tasks());
            assertEquals(0, statistics.busy());
            assertEquals(20 * 100, statistics.chunks());
        }
    }

    /// With assertions on, as they are here, the Disruptor remembers the threads of all producers for ever.
    @Test
    void aRunThatWasClosedIsForgottenByTheThreadsThatRanIt() {
        List<WeakReference<RecordSource>> runs = new ArrayList<>();
        try (Context context = context()) {
            for (int run = 0; run < 20; run++) {
                RecordSource source = new RecordSource("hits", Instants.every(10, 0, 1000));
                context.register(source);
                read(context.streaming("run").workers(2).watchdog(Duration.ofSeconds(30)));
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
    }

    @Test
    void aPoolComputesWhatTheReaderWouldComputeItself() {
        try (Context context = context()) {
            StreamingContext streaming =
                    context.streaming("run").workers(1).chunkRecords(10).waiting(WaitPolicy.LOW_LATENCY);
            read(streaming);
            assertEquals(Set.of(Thread.currentThread()), Set.copyOf(seen));
            seen.clear();
            streaming.plugin("copy").pool("low-latency").workers(1);
            read(streaming);
            assertFalse(seen.contains(Thread.currentThread()));
            assertEquals(100, statistics(context, "low-latency").chunks());
        }
    }

    @Test
    void statisticsCountWhatIsAtWork() {
        try (Context context = context()) {
            try (ChunkStream stream = context.streaming("run").workers(2).getStream("copy")) {
                assertEquals("copy", stream.dataType());
                assertEquals(3, statistics(context, "threads").busy());
            }
            assertEquals(0, statistics(context, "threads").busy());
        }
    }

    @Test
    void aThreadIsAsItWasWhenItIsUsedAgain() {
        Set<String> left = ConcurrentHashMap.newKeySet();
        TestPlugin rude = TestPlugin.of(
                INSTANTS,
                "rude",
                (in, out) -> {
                    Thread thread = Thread.currentThread();
                    left.add(thread.isInterrupted() + " " + (thread.getContextClassLoader() == null) + " "
                            + thread.getName());
                    thread.setContextClassLoader(null);
                    thread.setName("mine");
                    thread.interrupt();
                    Instants.copy(in, out);
                },
                "hits");
        try (Context context = context().register(rude)) {
            for (int run = 0; run < 5; run++) {
                try (ChunkStream stream = context.streaming("run").workers(1).getStream("rude")) {
                    stream.iterator().next();
                }
            }
        }
        assertEquals(Set.of("false false sluice-worker-RecordSource-1"), left);
    }

    @Test
    void threadsEndWithTheirContext() throws InterruptedException {
        Context context = context();
        read(context.streaming("run").workers(2));
        assertEquals(3, statistics(context, "threads").threads());
        context.close();
        for (Thread thread : seen) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
            assertFalse(thread.isAlive(), thread.toString());
        }
        assertEquals(0, statistics(context, "threads").threads());
        assertThrows(IllegalStateException.class, () -> context.streaming("run").getStream("copy"));
    }

    @ParameterizedTest
    @EnumSource(ExecutorPreset.class)
    void everyPresetRunsAPluginAndCountsIt(ExecutorPreset preset) {
        try (Context context = context()) {
            StreamingContext streaming = context.streaming("run").chunkRecords(10);
            streaming.plugin("copy").pool(preset.poolName());
            read(streaming);
            PoolStatistics statistics = statistics(context, preset.poolName());
            assertEquals(preset.type(), statistics.type());
            assertEquals(context.executors().pool(preset.poolName()).workers(), statistics.tasks());
            assertEquals(100, statistics.chunks());
            for (Thread thread : seen) {
                assertEquals(preset.type() == ExecutorType.VIRTUAL, thread.isVirtual());
            }
        }
    }

    @Test
    void aRunIsPutIntoAPoolAsAWhole() {
        try (Context context = context()) {
            context.executors().define("mine", ExecutorType.THREAD, 3, WaitPolicy.THROUGHPUT);
            read(context.streaming("run").pool("mine").chunkRecords(10));
            assertEquals(3, statistics(context, "mine").tasks());
            assertEquals(100, statistics(context, "mine").chunks());
            assertEquals(1, statistics(context, "threads").tasks());
        }
    }

    @Test
    void workersThatAreSetGoBeforeThoseOfThePool() {
        try (Context context = context()) {
            StreamingContext streaming = context.streaming("run");
            streaming.plugin("copy").pool("io-intensive").workers(2);
            read(streaming);
            assertEquals(2, statistics(context, "io-intensive").tasks());
        }
    }

    @Test
    void aMisspeltPoolIsRefusedWithASuggestion() {
        try (ExecutorManager executors = ExecutorManager.create()) {
            String message = assertThrows(IllegalArgumentException.class, () -> executors.pool("io-intensiv"))
                    .getMessage();
            assertTrue(message.contains("io-intensive"), message);
            assertThrows(IllegalArgumentException.class, () -> executors.define("threads", ExecutorPreset.BACKGROUND));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> executors.define("workers", ExecutorType.PROCESS, 2, WaitPolicy.BALANCED));
        }
    }

    @Test
    void aThreadThatWasTiedToACpuIsNotUsedAgain() {
        Assumptions.assumeTrue(CpuPinning.isSupported(), "threads are pinned on Linux only");
        try (Context context = context()) {
            try {
                read(context.streaming("run").workers(1).pinned(0));
            } catch (PipelineException refused) {
                Assumptions.abort("this process may not use CPU 0");
            }
            assertEquals(0, statistics(context, "threads").threads());
            read(context.streaming("run").workers(1));
            assertEquals(4, statistics(context, "threads").started());
        }
    }
}
