package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.plugin.FailurePolicy;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        RunSummary summary = counters.summary(0, List.of(), List.of(), Dropped.NONE);
        assertEquals(100_000, summary.losses().size());
        assertEquals(20_000, summary.moreLosses());
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
}
