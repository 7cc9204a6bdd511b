package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.FaultyPools;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.feed.Backlog;
import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import dev.sluice.plugin.Requirements;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// E3: whatever a thread of the engine dies of, at whatever seam between its parts, ends the run with that cause: no
/// reader waits for ever, every thread ends, and no memory is left.
///
///     pulses → a buffer that spills → first (lent) → second (aligned): streams of pulses and of second, a tap on first
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FaultInjectionTest {
    private static final int CHUNKS = 200;

    private final EngineThreads threads = EngineThreads.fromNowOn();

    @TempDir
    Path folder;

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), threads.started());
    }

    /// A call between two parts of the engine.
    enum Seam {
        FILL_SOURCE,
        FILL_BUFFER,
        FILL_LENT,
        FILL_ALIGNED,
        WHILE_FULL,
        TAKE_IN,
        BACKLOG_ADD,
        BACKLOG_EMPTY,
        BACKLOG_MOVE,
        BACKLOG_CLOSE,
        FEED_LEAVE,
        FEED_CLOSE,
        POOL_ACQUIRE,
        POOL_ALLOCATE,
        POOL_RELEASE,
        TAP,
        PLUGIN
    }

    static Stream<Arguments> faults() {
        List<Arguments> all = new ArrayList<>();
        for (Seam seam : Seam.values()) {
            for (int at : new int[] {0, 7, CHUNKS - 1}) {
                List<Throwable> causes = causes();
                // Every cause at one call, some of them at the others.
                for (Throwable cause : at == 7 ? causes : causes.subList(at == 0 ? 0 : 2, at == 0 ? 2 : 4)) {
                    all.add(Arguments.of(seam, at, cause));
                }
            }
        }
        return all.stream();
    }

    private static List<Throwable> causes() {
        return List.of(
                new IllegalStateException("injected"),
                new OutOfMemoryError("injected"),
                new StackOverflowError("injected"),
                new AssertionError("injected"));
    }

    /// One loan that comes back badly keeps no other from coming back: of slots with several chunks, of a backlog, and
    /// of a feed that holds records of its own.
    @ParameterizedTest(name = "{0}, loan {1}")
    @MethodSource("backlogsAndLoans")
    void aLoanThatEndsBadlyKeepsNoOther(Overflow policy, int at) throws Exception {
        Throwable cause = new IllegalStateException("injected");
        Injector injector = new Injector(Seam.POOL_RELEASE, at, cause);
        Chains chain = new Chains(new Pulses(20, 3), new Doubled("first", "pulses", in -> {}))
                .buffered(policy)
                .then(new Doubled("second", "first", in -> {}), Requirements.NONE.halo(10, 10))
                .with(injector);
        StreamSettings settings = Runs.workers(2).withMemoryBudget(1 << 20).withChunkRecords(3);
        ChunkStream stream = chain.start(settings, chain.last()).getFirst();
        List<Throwable> failures = new ArrayList<>();
        failures.add(read(stream).get(20, TimeUnit.SECONDS));
        try {
            stream.close();
        } catch (Throwable failure) {
            failures.add(failure);
        }
        assertEquals(0, stream.reservedBytes());
        assertEquals(
                injector.calls.get() > at,
                failures.stream().anyMatch(failure -> tells(failure, cause)),
                () -> "" + failures);
    }

    static Stream<Arguments> backlogsAndLoans() {
        return Stream.of(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST)
                .flatMap(policy -> Stream.of(0, 1, 2, 5, 10, 20, 30, 40, 50).map(at -> Arguments.of(policy, at)));
    }

    @ParameterizedTest(name = "{0}, call {1}, {2}")
    @MethodSource("faults")
    void noThreadOfTheEngineDiesUntold(Seam seam, int at, Throwable cause) throws Exception {
        Injector injector = new Injector(seam, at, cause);
        Pulses source = new Pulses(CHUNKS, 3, number -> {
            if (number == CHUNKS - 1) {
                injector.ready.countDown();
            }
        });
        Chains chain = new Chains(source)
                .buffered(Overflow.spill(folder, 1 << 20))
                .then(new Doubled("first", "pulses", in -> injector.call(Seam.PLUGIN)))
                .then(new Doubled("second", "first", in -> {}), Requirements.NONE.halo(10, 10));
        chain.with(injector).with(new CopyingTap("first", 1));
        // What a seam does with a failure hangs on no wait policy, though other classes of the engine are at work.
        WaitPolicy policy = WaitPolicy.values()[(seam.ordinal() + at) % WaitPolicy.values().length];
        StreamSettings settings =
                Runs.workers(2).withMemoryBudget(1 << 20).withChunkRecords(3).withWaitPolicy(policy);
        List<PipelineStream> streams = chain.start(settings, new OutputRef(0, 0), chain.last());
        List<Throwable> failures = new ArrayList<>();
        CompletableFuture<Throwable> fast = read(streams.getFirst());
        // Meanwhile every ring fills up, and what finds no room is spilled.
        assertTrue(injector.ready.await(20, TimeUnit.SECONDS));
        for (CompletableFuture<Throwable> reader : List.of(fast, read(streams.getLast()))) {
            failures.add(reader.get(20, TimeUnit.SECONDS));
        }
        for (ChunkStream stream : streams) {
            try {
                stream.close();
            } catch (Throwable failure) {
                failures.add(failure);
            }
        }
        boolean struck = injector.calls.get() > at;
        boolean message = failures.stream().anyMatch(failure -> tells(failure, cause));
        assertTrue(struck || at > 0, "every seam is passed once");
        assertEquals(struck, message, () -> injector.calls + " calls, " + failures);
        for (ChunkStream stream : streams) {
            assertEquals(0, stream.reservedBytes());
        }
        assertEquals(1, source.closed.get());
    }

    private static CompletableFuture<Throwable> read(ChunkStream stream) {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                for (Chunk chunk : stream) {
                    chunk.length();
                }
                outcome.complete(null);
            } catch (Throwable failure) {
                outcome.complete(failure);
            }
        });
        return outcome;
    }

    private static boolean tells(Throwable failure, Throwable cause) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each == cause || List.of(each.getSuppressed()).contains(cause)) {
                return true;
            }
        }
        return failure != null && Stream.of(failure.getSuppressed()).anyMatch(suppressed -> tells(suppressed, cause));
    }

    /// Throws at one call of one seam.
    private static final class Injector implements Seams {
        final AtomicInteger calls = new AtomicInteger();
        final CountDownLatch ready = new CountDownLatch(1);
        private final Seam seam;
        private final int at;
        private final Throwable cause;

        Injector(Seam seam, int at, Throwable cause) {
            this.seam = seam;
            this.at = at;
            this.cause = cause;
        }

        void call(Seam called) {
            if (called == seam && calls.getAndIncrement() == at) {
                ready.countDown();
                if (cause instanceof Error) {
                    throw (Error) cause;
                }
                throw (RuntimeException) cause;
            }
        }

        @Override
        public void offer(CopyingTap tap, Chunk chunk) {
            call(Seam.TAP);
            tap.offer(chunk);
        }

        @Override
        public ChunkPool pool(StreamSettings settings, String runId) {
            return FaultyPools.of(
                    settings.memoryBudget(),
                    () -> call(Seam.POOL_ACQUIRE),
                    () -> call(Seam.POOL_ALLOCATE),
                    () -> call(Seam.POOL_RELEASE));
        }

        @Override
        public Backlog backlog(Backlog backlog) {
            return new Backlog() {
                @Override
                public boolean isEmpty() {
                    call(Seam.BACKLOG_EMPTY);
                    return backlog.isEmpty();
                }

                @Override
                public boolean add(Chunk chunk) {
                    call(Seam.BACKLOG_ADD);
                    return backlog.add(chunk);
                }

                @Override
                public void moveTo(Slot slot, long number) throws IOException {
                    call(Seam.BACKLOG_MOVE);
                    backlog.moveTo(slot, number);
                }

                @Override
                public void close() throws IOException {
                    backlog.close();
                    call(Seam.BACKLOG_CLOSE);
                }
            };
        }

        @Override
        public Feed feed(StagePlan plan, Feed feed) {
            return new Feed() {
                @Override
                public boolean fill(Slot slot) throws Exception {
                    call(filling());
                    return feed.fill(slot);
                }

                private Seam filling() {
                    if (plan.hasSource()) {
                        return Seam.FILL_SOURCE;
                    }
                    return plan.isBuffering()
                            ? Seam.FILL_BUFFER
                            : plan.isPassedOn() ? Seam.FILL_LENT : Seam.FILL_ALIGNED;
                }

                @Override
                public boolean takesInWhileFull() {
                    call(Seam.WHILE_FULL);
                    return feed.takesInWhileFull();
                }

                @Override
                public boolean takeIn() {
                    call(Seam.TAKE_IN);
                    return feed.takeIn();
                }

                @Override
                public void leave() {
                    feed.leave();
                    call(Seam.FEED_LEAVE);
                }

                @Override
                public List<RingReader> cursors() {
                    return feed.cursors();
                }

                @Override
                public long number() {
                    return feed.number();
                }

                @Override
                public void close() throws Exception {
                    feed.close();
                    call(Seam.FEED_CLOSE);
                }
            };
        }
    }
}
