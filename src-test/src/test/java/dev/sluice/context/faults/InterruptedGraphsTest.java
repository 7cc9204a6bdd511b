package dev.sluice.context.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// E4, E5, E6: readers are interrupted at random moments while a plugin fails, or while another thread closes what they
/// read. They read on, and come to the same end as without: an interrupt is never the cause, and hides none.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class InterruptedGraphsTest {
    private static final long CHUNKS = 200;
    private static final String[] TARGETS = {"subject", "joined", "aside"};
    private static final long LONGEST_CALM = TimeUnit.MICROSECONDS.toNanos(300);

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), Outcome.engineThreads());
    }

    static Stream<Arguments> rolesAndWaits() {
        return Stream.of(Role.values())
                .flatMap(role -> Stream.of(Waiting.values())
                        .map(waiting -> Arguments.of(role, waiting, 31L * role.ordinal() + waiting.ordinal())));
    }

    @ParameterizedTest(name = "{0}, {1}, seed={2}")
    @MethodSource("rolesAndWaits")
    void aPluginThatFailsIsTheCauseWhoeverIsInterrupted(Role role, Waiting waiting, long seed) throws Exception {
        Random random = new Random(seed);
        IOException cause = new IOException("no such calibration");
        Fault fault = Fault.at(random.nextLong(CHUNKS) * Steady.CHUNK, cause);
        try (Context context = graph(role, new Steady("pulses", CHUNKS, Fault.NONE), Hooks.computing(fault))) {
            List<ChunkStream> streams = streaming(context, waiting).getStreams(TARGETS);
            List<Throwable> ends = ends(read(streams), random, () -> {});
            for (Throwable end : ends.subList(0, 2)) {
                assertSame(cause, assertInstanceOf(PipelineException.class, end).getCause(), "seed=" + seed);
            }
            assertNull(ends.get(2), "seed=" + seed);
            Outcome.closeAll(streams);
        }
    }

    @ParameterizedTest(name = "{0}, {1}, seed={2}")
    @MethodSource("rolesAndWaits")
    void streamsMayBeClosedWhoeverIsInterrupted(Role role, Waiting waiting, long seed) throws Exception {
        Random random = new Random(seed);
        // What needs all of a run gives nothing while the run goes on.
        Steady source = new Steady("pulses", role.needsAll() ? CHUNKS : Long.MAX_VALUE, Fault.NONE);
        try (Context context = graph(role, source, Hooks.NONE)) {
            List<ChunkStream> streams = streaming(context, waiting).getStreams(TARGETS);
            List<ChunkStream> shuffled = new ArrayList<>(streams);
            Collections.shuffle(shuffled, random);
            int calls = random.nextInt(20);
            List<Throwable> ends = ends(read(streams), random, new Runnable() {
                private int called;

                @Override
                public void run() {
                    if (called++ == calls) {
                        shuffled.forEach(ChunkStream::close);
                    }
                }
            });
            for (Throwable end : ends) {
                assertTrue(
                        end == null && role.needsAll()
                                || end != null && end.getMessage().contains("closed"),
                        () -> "seed=" + seed + ": " + end);
            }
            // Where the readers came to the end before.
            streams.forEach(ChunkStream::close);
            Outcome.assertNothingLeft(streams);
        }
        assertEquals(0, source.readersOpen.get());
    }

    private static List<FutureTask<Throwable>> read(List<ChunkStream> streams) {
        return streams.stream()
                .map(stream -> new FutureTask<>(() -> end(stream)))
                .toList();
    }

    /// What a reader ends with that goes on after each interrupt; null if it comes to the end.
    private static Throwable end(ChunkStream stream) {
        Iterator<Chunk> chunks = stream.iterator();
        while (true) {
            try {
                if (!chunks.hasNext()) {
                    return null;
                }
                chunks.next().length();
            } catch (InterruptedWaitException interrupted) {
                assertTrue(Thread.interrupted(), "the flag is still set");
            } catch (Throwable end) {
                return end;
            }
        }
    }

    /// Starts the readers and interrupts them until all have ended; after each interrupt something else may happen.
    private static List<Throwable> ends(List<FutureTask<Throwable>> readers, Random random, Runnable between)
            throws Exception {
        List<Thread> threads = readers.stream()
                .map(reader -> Thread.ofPlatform().daemon().start(reader))
                .toList();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (threads.stream().anyMatch(Thread::isAlive) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(random.nextLong(LONGEST_CALM));
            threads.get(random.nextInt(threads.size())).interrupt();
            between.run();
        }
        List<Throwable> ends = new ArrayList<>();
        for (FutureTask<Throwable> reader : readers) {
            ends.add(Outcome.within(reader, "a reader"));
        }
        return ends;
    }

    private static StreamingContext streaming(Context context, Waiting waiting) {
        StreamingContext streaming = context.streaming("test_run")
                .workers(waiting.workers(2))
                .chunkRecords(3)
                .memory(64 << 20);
        waiting.set(streaming, "left", "subject", "later", "joined", "aside");
        return streaming;
    }

    private static Context graph(Role role, Steady source, Hooks hooks) {
        return Context.create()
                .register(
                        source,
                        Role.STATEFUL.plugin("left", "pulses", ""),
                        role.plugin("subject", "left", "pulses", hooks),
                        Role.STATEFUL.plugin("later", "subject", ""),
                        Role.ALIGNED.plugin("joined", "later", "pulses"),
                        Role.HALO.plugin("aside", "pulses", ""));
    }
}
