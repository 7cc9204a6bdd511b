package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Continuity;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The faults of streams that are known of WaveformAnalysis and of strax, by their numbers: each as it would show here,
/// or with the tests that hold it off.
///
/// No tests are: of WaveformAnalysis, 13 (the lock of Python, data pickled for every chunk) and 14 (bounds checked
/// three times per chunk), which are speed; of strax, 4 (strides that no vector load fits), 6 (rechunking copies all
/// once more by one thread) and 10 (start-up of a compiler), which are speed too. Benchmarks watch over speed.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StreamingFaultsTest {
    private static final RecordType SPANS = RecordType.of("time:<i8", "endtime:<i8");
    private static final LongField TIME = SPANS.longField("time");
    private static final LongField END = SPANS.longField("endtime");

    @Nested
    final class OfWaveformAnalysis {
        @Test
        void fault2HalosCrashOrDoubleRecordsOfRealLength() {
            TestPlugin copy =
                    TestPlugin.of(SPANS, "copy", Instants::copy, "spans").demanding(spec -> spec.halo(60, 60));
            assertEquals(LongStream.range(0, 100).map(i -> 10 * i).boxed().toList(), timesOf("copy", 4, copy));
        }

        @Test
        void fault5OverlappingRecordsLeaveOverlappingChunks() {
            TestPlugin copy = TestPlugin.of(SPANS, "copy", Instants::copy, "spans");
            for (long chunkRecords : new long[] {1, 3, 50}) {
                assertEquals(100, timesOf("copy", chunkRecords, copy).size());
            }
        }

        @Test
        void fault9SettingsOfAPluginAreIgnoredAndWrittenOver() {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            List<Long> lengths = Collections.synchronizedList(new ArrayList<>());
            TestPlugin seven = TestPlugin.of(
                            INSTANTS,
                            "copy",
                            (in, out) -> {
                                threads.add(Thread.currentThread());
                                lengths.add(in.chunk().length());
                                Instants.copy(in, out);
                            },
                            "hits")
                    .demanding(spec -> spec.chunkSize(7).maxWorkers(1));
            try (Context context =
                    Context.create().register(new RecordSource("hits", Instants.every(10, 0, 70)), seven)) {
                for (long chunkRecords : new long[] {1, 5, 1000}) {
                    threads.clear();
                    lengths.clear();
                    try (ChunkStream stream = context.streaming("run")
                            .workers(4)
                            .chunkRecords(chunkRecords)
                            .getStream("copy")) {
                        assertEquals(70, Instants.times(stream).size());
                    }
                    assertEquals(Collections.nCopies(10, 7L), lengths);
                    assertEquals(1, threads.size());
                    assertEquals(7, seven.spec().demand().chunkRecords());
                }
            }
        }

        @Test
        void fault12ChunksWaitForTheSlowestOfABatch() throws Exception {
            CountDownLatch delivered = new CountDownLatch(1);
            CountDownLatch later = new CountDownLatch(4);
            TestPlugin second = TestPlugin.of(
                    INSTANTS,
                    "copy",
                    (in, out) -> {
                        if (in.chunk().number() == 1) {
                            await(delivered);
                        } else if (in.chunk().number() > 1) {
                            later.countDown();
                        }
                        Instants.copy(in, out);
                    },
                    "raw");
            try (Context context = Context.create().register(TestSource.of("raw", 40), second);
                    ChunkStream stream = context.streaming("run").workers(3).getStream("copy")) {
                Iterator<Chunk> chunks = stream.iterator();
                assertEquals(0, chunks.next().number());
                await(later);
                delivered.countDown();
                assertEquals(1, chunks.next().number());
            }
        }

        private List<Long> timesOf(String target, long chunkRecords, TestPlugin plugin) {
            Records records = Records.allocate(SPANS, 100, Arena.ofAuto());
            for (int i = 0; i < 100; i++) {
                TIME.set(records, i, 10L * i);
                END.set(records, i, 10L * i + 25);
            }
            List<Long> times = new ArrayList<>();
            Continuity continuity = new Continuity();
            try (Context context = Context.create().register(new RecordSource("spans", records), plugin);
                    ChunkStream stream = context.streaming("run")
                            .workers(2)
                            .chunkRecords(chunkRecords)
                            .getStream(target)) {
                for (Chunk chunk : stream) {
                    continuity.accept(chunk);
                    for (long i = 0; i < chunk.length(); i++) {
                        times.add(TIME.get(chunk.records(), i));
                    }
                }
            }
            return times;
        }
    }

    @Nested
    final class OfStrax {
        @Test
        void weakPoint1ThereIsNoParallelismByDefault() {
            CyclicBarrier together = new CyclicBarrier(2);
            TestPlugin first = meeting("first", "raw", together);
            TestPlugin second = meeting("second", "first", together);
            try (Context context = Context.create().register(TestSource.of("raw", 20), first, second);
                    ChunkStream stream = context.streaming("run").workers(1).getStream("second")) {
                assertEquals(20, Instants.kept(stream).size());
            }
        }

        /// A stateful plugin that computes a chunk only while another one computes one too; the first of one and the
        /// last of the other have no partner.
        private TestPlugin meeting(String provides, String needs, CyclicBarrier together) {
            long alone = provides.equals("first") ? 0 : 19;
            return TestPlugin.of(
                            INSTANTS,
                            provides,
                            (in, out) -> {
                                if (in.chunk().number() != alone) {
                                    await(together);
                                }
                                Instants.copy(in, out);
                            },
                            needs)
                    .demanding(spec -> needs.equals("raw") ? spec.stateful() : spec.resetAfter(1 << 30));
        }

        @Test
        void weakPoint2LimitsCountMessagesAndNotBytes() {
            long budget = 1 << 20;
            try (Context context = Context.create().register(new RecordSource("s0", Instants.every(10, 0, 500_000)))) {
                for (int i = 1; i <= 6; i++) {
                    long gap = 1000 + i;
                    context.register(TestPlugin.of(INSTANTS, "s" + i, Instants::copy, "s" + (i - 1))
                            .demanding(spec -> spec.resetAfter(gap)));
                }
                for (long chunkRecords : new long[] {10, 1000}) {
                    try (ChunkStream stream = context.streaming("run")
                            .workers(2)
                            .chunkRecords(chunkRecords)
                            .memory(budget)
                            .getStream("s6")) {
                        long records = 0;
                        for (Chunk chunk : stream) {
                            records += chunk.length();
                            assertTrue(stream.reservedBytes() <= budget);
                        }
                        assertEquals(500_000, records);
                    }
                }
            }
        }

        @Test
        void weakPoint8AnUnlawfulChunkHangsTheRun() {
            TestPlugin late = TestPlugin.of(
                            INSTANTS,
                            "late",
                            (in, out) -> {
                                Instants.copy(in, out);
                                if (in.chunk().number() == 2) {
                                    Instants.TIME.set(out.records(10), 9, in.end());
                                }
                            },
                            "raw")
                    .demanding(spec -> spec.stateful());
            TestPlugin joined = TestPlugin.of(INSTANTS, "joined", Instants::copy, "late", "raw");
            try (Context context = Context.create().register(TestSource.of("raw", 40), late, joined);
                    ChunkStream stream = context.streaming("run").workers(2).getStream("joined")) {
                Iterator<Chunk> chunks = stream.iterator();
                chunks.next();
                chunks.next();
                PipelineException failure = assertThrows(PipelineException.class, chunks::next);
                assertEquals("late", failure.dataType());
                assertEquals(2, failure.chunkNumber());
                assertInstanceOf(ChunkLawException.class, failure.getCause());
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS), "waited in vain");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException("nobody works at the same time", alone);
        }
    }
}
