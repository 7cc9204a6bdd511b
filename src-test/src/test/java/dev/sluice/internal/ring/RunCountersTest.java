package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.fixtures.Await;
import dev.sluice.internal.run.Doubled;
import dev.sluice.internal.run.Pulses;
import dev.sluice.internal.run.Runs;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.RunState;
import dev.sluice.stream.RunSummary;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RunCountersTest {
    @Test
    void lossesBeyondThoseListedAreCounted() {
        RunCounters counters = new RunCounters();
        ChunkWindow window = new ChunkWindow(Pulses.TYPE);
        for (long chunk = 0; chunk < 3; chunk++) {
            window.set(chunk, chunk * 100_000, (chunk + 1) * 100_000, "run", "pulses");
            for (long i = 0; i < 40_000; i++) {
                long start = chunk * 100_000 + 2 * i;
                window.addLoss(new Loss(start, start + 1, "gone"));
            }
            counters.countOutput(window.chunk());
        }
        RunSummary summary = counters.summary(0, List.of(), List.of());
        assertEquals(100_000, summary.losses().size());
        assertEquals(20_000, summary.moreLosses());
    }

    /// E13.
    @Test
    void lossesAreInOrderOfTimeAndHalvesAreOne() {
        RunCounters counters = new RunCounters();
        ChunkWindow window = new ChunkWindow(Pulses.TYPE);
        window.set(0, 0, 100, "run", "pulses");
        window.addLoss(new Loss(50, 60, "input"));
        window.addLoss(new Loss(10, 40, "stream"));
        window.addLoss(new Loss(90, 100, "input"));
        window.addLoss(new Loss(100, 100, "cut off"));
        counters.countOutput(window.chunk());
        window.set(1, 100, 200, "run", "pulses");
        window.addLoss(new Loss(150, 160, "input"));
        window.addLoss(new Loss(100, 120, "input"));
        window.addLoss(new Loss(80, 85, "went back"));
        counters.countOutput(window.chunk());
        assertEquals(
                List.of(
                        new Loss(10, 40, "stream"),
                        new Loss(50, 60, "input"),
                        new Loss(80, 85, "went back"),
                        new Loss(90, 120, "input"),
                        new Loss(100, 100, "cut off"),
                        new Loss(150, 160, "input")),
                counters.summary(0, List.of(), List.of()).losses());
    }

    @Test
    void theSummaryTellsWhetherTheRunCompleted() {
        ChunkStream stream = Runs.start(Runs.workers(2), new Pulses(3, 2));
        try (stream) {
            Iterator<?> chunks = stream.iterator();
            chunks.next();
            assertEquals(RunState.RUNNING, stream.summary().state());
            while (chunks.hasNext()) {
                chunks.next();
            }
            assertEquals(RunState.COMPLETED, stream.summary().state());
        }
        assertEquals(RunState.COMPLETED, stream.summary().state());
    }

    @Test
    void theSummaryTellsThatTheRunFailed() {
        Doubled failing = new Doubled(chunk -> {
            throw new IllegalStateException("bad chunk");
        });
        try (ChunkStream stream =
                Runs.start(Runs.workers(1).withFailurePolicy(FailurePolicy.FAIL), new Pulses(3, 2), failing)) {
            assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {}));
            assertEquals(RunState.FAILED, stream.summary().state());
        }
    }

    @Test
    void theSummaryTellsThatTheStreamWasClosedBeforeItsEnd() {
        ChunkStream stream = Runs.start(Runs.workers(1), new Pulses(3, 2));
        stream.close();
        assertEquals(RunState.CLOSED, stream.summary().state());
    }

    /// E13: whichever of two threads comes first, both see the same end, and it stays.
    @Test
    void theFirstEndHoldsWhicheverThreadComesFirst() throws Exception {
        int rounds = 5000;
        RunCounters[] all = Stream.generate(RunCounters::new).limit(rounds).toArray(RunCounters[]::new);
        AtomicInteger together = new AtomicInteger();
        try (ExecutorService closer = Executors.newSingleThreadExecutor()) {
            Future<RunState[]> closed = closer.submit(() -> ends(all, RunState.CLOSED, together));
            RunState[] completed = ends(all, RunState.COMPLETED, together);
            assertArrayEquals(completed, closed.get(30, TimeUnit.SECONDS));
        }
    }

    private static RunState[] ends(RunCounters[] all, RunState how, AtomicInteger together) {
        RunState[] seen = new RunState[all.length];
        for (int i = 0; i < all.length; i++) {
            int both = 2 * (i + 1);
            together.incrementAndGet();
            Await.until(() -> together.get() >= both, "the other thread comes");
            all[i].end(how);
            seen[i] = all[i].summary(0, List.of(), List.of()).state();
        }
        return seen;
    }
}
