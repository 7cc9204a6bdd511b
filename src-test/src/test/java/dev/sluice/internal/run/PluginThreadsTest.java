package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.RunState;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// E4: which plugins work does not depend on the wait policy: what a plugin prepares is used and closed by the
/// thread that prepared it, whichever reads and closes the stream, and an interrupt of the reader is the reader's own.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PluginThreadsTest {
    private static final int CHUNKS = 40;

    private final EngineThreads threads = EngineThreads.fromNowOn();

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    /// Keeps a sum in a confined arena, and notes who does what.
    private static final class Confined extends StreamingPlugin {
        final Set<Thread> users = ConcurrentHashMap.newKeySet();
        private final boolean stateful;

        Confined(boolean stateful) {
            this.stateful = stateful;
        }

        private record Memory(Arena arena, MemorySegment sum, Set<Thread> users) implements AutoCloseable {
            @Override
            public void close() {
                users.add(Thread.currentThread());
                arena.close();
            }
        }

        @Override
        public PluginSpec spec() {
            PluginSpec spec = PluginSpec.provides("doubled", Pulses.TYPE).dependsOn("pulses");
            return stateful ? spec.stateful() : spec;
        }

        @Override
        public Object prepare(PluginContext context) {
            users.add(Thread.currentThread());
            Arena arena = Arena.ofConfined();
            return new Memory(arena, arena.allocate(8, 8), users);
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            users.add(Thread.currentThread());
            MemorySegment sum = context.prepared(Memory.class).sum();
            sum.set(ValueLayout.JAVA_LONG, 0, sum.get(ValueLayout.JAVA_LONG, 0) + 1);
            Records pulses = in.records();
            out.records(pulses.count()).copyFrom(0, pulses, 0, pulses.count());
        }
    }

    static Stream<Arguments> policies() {
        return Stream.of(WaitPolicy.values())
                .flatMap(policy -> Stream.of(true, false).map(stateful -> Arguments.of(policy, stateful)));
    }

    private static <T> T onAnotherThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task.get(20, TimeUnit.SECONDS);
    }

    private static StreamSettings one(WaitPolicy policy) {
        return Runs.workers(1).withWaitPolicy(policy);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whatIsConfinedToAThreadWorksWhereverTheStreamIsReadAndClosed(WaitPolicy policy, boolean stateful)
            throws Exception {
        Confined plugin = new Confined(stateful);
        ChunkStream stream = Runs.start(one(policy), new Pulses(CHUNKS, 3), plugin);
        Iterator<Chunk> chunks = stream.iterator();
        assertEquals(0, chunks.next().number());
        for (int i = 1; i < CHUNKS; i++) {
            long expected = i;
            assertEquals(expected, onAnotherThread(() -> chunks.next().number()));
        }
        onAnotherThread(() -> {
            stream.close();
            return null;
        });
        assertEquals(1, plugin.users.size(), plugin.users.toString());
        assertEquals(0, stream.reservedBytes());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aStreamReadToItsEndIsClosedByAnotherThread(WaitPolicy policy, boolean stateful) throws Exception {
        Confined plugin = new Confined(stateful);
        ChunkStream stream = Runs.start(one(policy), new Pulses(CHUNKS, 3), plugin);
        long records = 0;
        for (Chunk chunk : stream) {
            records += chunk.length();
        }
        assertEquals(3 * CHUNKS, records);
        onAnotherThread(() -> {
            stream.close();
            return null;
        });
        assertEquals(1, plugin.users.size(), plugin.users.toString());
    }

    @Test
    void atLowLatencyTheReaderStillComputesWhatIsBoundToNoThread() {
        Set<Thread> users = ConcurrentHashMap.newKeySet();
        Doubled unbound = new Doubled(in -> users.add(Thread.currentThread()));
        try (ChunkStream stream = Runs.start(one(WaitPolicy.LOW_LATENCY), new Pulses(CHUNKS, 3), unbound)) {
            stream.forEach(chunk -> {});
        }
        assertEquals(Set.of(Thread.currentThread()), users);
    }

    /// How a plugin waits when the reader is interrupted, and what it makes of it.
    enum Wait {
        THROWS_ON {
            @Override
            void on(CountDownLatch resume) throws Exception {
                resume.await();
            }
        },
        WRAPS {
            @Override
            void on(CountDownLatch resume) {
                try {
                    resume.await();
                } catch (InterruptedException interrupted) {
                    throw new UncheckedIOException(new IOException("device lost", interrupted));
                }
            }
        },
        SETS_THE_FLAG_AGAIN {
            @Override
            void on(CountDownLatch resume) {
                try {
                    resume.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("the device was interrupted");
                }
            }
        },
        LOOKS_AT_NOTHING {
            @Override
            void on(CountDownLatch resume) {
                while (resume.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        };

        abstract void on(CountDownLatch resume) throws Exception;
    }

    static Stream<Arguments> waits() {
        List<Arguments> all = new ArrayList<>();
        for (WaitPolicy policy : WaitPolicy.values()) {
            for (FailurePolicy failures : FailurePolicy.values()) {
                for (Wait wait : Wait.values()) {
                    all.add(Arguments.of(policy, failures, wait));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("waits")
    void anInterruptOfTheReaderIsItsOwnUnderEveryPolicy(WaitPolicy policy, FailurePolicy failures, Wait wait)
            throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch resume = new CountDownLatch(1);
        Doubled waiting = new Doubled(in -> {
            if (in.chunk().number() == 3) {
                inside.countDown();
                wait.on(resume);
            }
        });
        StreamSettings settings = one(policy).withFailurePolicy(failures);
        ChunkStream stream = Runs.start(settings, new Pulses(CHUNKS, 3), waiting);
        FutureTask<Throwable> interrupted = new FutureTask<>(() -> {
            Iterator<Chunk> chunks = stream.iterator();
            for (long i = 0; i < 3; i++) {
                assertEquals(i, chunks.next().number());
            }
            InterruptedWaitException message = assertThrows(InterruptedWaitException.class, chunks::hasNext);
            assertTrue(Thread.interrupted(), "the flag is still set");
            resume.countDown();
            for (long i = 3; i < CHUNKS; i++) {
                Chunk chunk = chunks.next();
                assertEquals(i, chunk.number());
                assertEquals(3, chunk.length());
                assertEquals(6 * i, Pulses.VALUE.get(chunk.records(), 0));
                assertEquals(List.of(), chunk.losses());
            }
            return message;
        });
        Thread reader = Thread.ofPlatform().daemon().start(interrupted);
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        reader.interrupt();
        Throwable message = interrupted.get(20, TimeUnit.SECONDS);
        stream.close();
        assertTrue(
                message.getMessage().startsWith("interrupted while waiting for a chunk of doubled"),
                message.getMessage());
        assertEquals(0, stream.summary().skippedChunks());
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void aFlagThatWasSetBeforeIsNeitherSeenByThePluginNorSwallowed(WaitPolicy policy) {
        AtomicInteger seen = new AtomicInteger();
        Doubled looking =
                new Doubled(in -> seen.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0));
        try (ChunkStream stream = Runs.start(one(policy), new Pulses(CHUNKS, 3), looking)) {
            Iterator<Chunk> chunks = stream.iterator();
            chunks.next();
            int refused = 0;
            for (int next = 1; next < CHUNKS; ) {
                Thread.currentThread().interrupt();
                try {
                    assertEquals(next, chunks.next().number());
                    next++;
                } catch (InterruptedWaitException message) {
                    refused++;
                }
                assertTrue(Thread.interrupted(), "the flag is still set after " + refused + " refusals");
                // A thread that clears the flag may wait for the next chunk.
                if (next < CHUNKS) {
                    assertTrue(chunks.hasNext());
                }
            }
        }
        assertEquals(0, seen.get());
    }

    @ParameterizedTest
    @EnumSource(WaitPolicy.class)
    void anErrorOfATapComputesNoSlotTwice(WaitPolicy policy) {
        AssertionError broken = new AssertionError("the monitor is broken");
        AtomicInteger computed = new AtomicInteger();
        Chains chain = new Chains(new Pulses(CHUNKS, 3))
                .then(new Doubled(in -> computed.addAndGet(in.chunk().number() == 5 ? 1 : 0)), Requirements.NONE)
                .with(new CopyingTap("doubled", 1))
                .with(new Seams() {
                    @Override
                    public void offer(CopyingTap tap, Chunk chunk) {
                        if (chunk.number() == 5) {
                            throw broken;
                        }
                    }
                });
        try (ChunkStream stream = chain.start(one(policy), chain.last()).getFirst()) {
            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> stream.forEach(chunk -> {}));
            assertSame(broken, failure.getCause());
            assertNotEquals(RunState.COMPLETED, stream.summary().state());
        }
        assertEquals(1, computed.get());
    }
}
