package dev.sluice.internal.ring;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.Losses;
import dev.sluice.stream.DropCounts;
import dev.sluice.stream.RunState;
import dev.sluice.stream.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Counts what the sources of a run read and what was dropped, and what the reader of one stream was handed. The former
/// is counted by any thread, the latter by that of the reader, lazily; read by any.
public final class RunCounters {
    private static final int MOST_LOSSES = 100_000;

    private final long startedNanos = System.nanoTime();
    private final Shared run;
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong outputRecords = new AtomicLong();
    private final AtomicLong outputBytes = new AtomicLong();
    private final AtomicLong start = new AtomicLong();
    private final AtomicLong end = new AtomicLong();
    private final List<Loss> losses = new ArrayList<>();
    private final AtomicLong moreLosses = new AtomicLong();
    private final AtomicReference<End> ended = new AtomicReference<>(new End(RunState.RUNNING, 0));

    private record End(RunState state, long nanos) {}

    /// What all streams of a run have in common.
    private static final class Shared {
        final AtomicLong records = new AtomicLong();
        final AtomicLong bytes = new AtomicLong();
        final AtomicLong droppedChunks = new AtomicLong();
        final AtomicLong droppedRecords = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
    }

    public RunCounters() {
        this(new Shared());
    }

    private RunCounters(Shared run) {
        this.run = run;
    }

    /// A chunk came in: counted by the thread that reads it from a source.
    public void countInput(Chunk chunk) {
        run.records.getAndAdd(chunk.length());
        run.bytes.getAndAdd(chunk.nbytes());
    }

    /// A chunk of `count` records found no room, and is dropped.
    public void dropped(long count) {
        run.droppedChunks.incrementAndGet();
        run.droppedRecords.addAndGet(count);
    }

    /// So many records came later than a live input allows.
    public void refused(long count) {
        run.refused.addAndGet(count);
    }

    /// What was dropped and refused so far.
    public DropCounts dropped() {
        return new DropCounts(run.droppedChunks.get(), run.droppedRecords.get(), run.refused.get());
    }

    /// A chunk went out: counted by the reader of the stream.
    public void countOutput(Chunk chunk) {
        if (chunks.get() == 0) {
            start.setRelease(chunk.start());
        }
        end.setRelease(chunk.end());
        add(outputRecords, chunk.length());
        add(outputBytes, chunk.nbytes());
        add(chunks, 1);
        if (!chunk.losses().isEmpty()) {
            remember(chunk.losses(), chunk.start());
        }
    }

    /// Counters of one stream of the run.
    public RunCounters ofStream() {
        return new RunCounters(run);
    }

    private static void add(AtomicLong counter, long amount) {
        counter.setRelease(counter.getPlain() + amount);
    }

    /// The halves of a loss that a chunk's end cut are reported as one. An endless run keeps the first losses in
    /// detail; the counts of chunks and records stay exact.
    private void remember(List<Loss> found, long seam) {
        synchronized (losses) {
            for (Loss loss : found) {
                if (Losses.extend(losses, loss, seam)) {
                    continue;
                }
                if (losses.size() < MOST_LOSSES) {
                    Losses.add(losses, loss);
                } else {
                    add(moreLosses, 1);
                }
            }
        }
    }

    /// The first end holds, whichever thread comes first.
    public void end(RunState how) {
        End now = ended.get();
        if (now.state == RunState.RUNNING) {
            ended.compareAndSet(now, new End(how, System.nanoTime()));
        }
    }

    public RunSummary summary(long skipped, List<String> warnings, List<String> notes) {
        End last = ended.get();
        long now = last.state == RunState.RUNNING ? System.nanoTime() : last.nanos;
        List<Loss> found;
        synchronized (losses) {
            found = List.copyOf(losses);
        }
        return new RunSummary(
                run.records.getAcquire(),
                chunks.getAcquire(),
                run.bytes.getAcquire(),
                outputRecords.getAcquire(),
                outputBytes.getAcquire(),
                (now - startedNanos) / 1e9,
                start.getAcquire(),
                end.getAcquire(),
                skipped,
                found,
                moreLosses.getAcquire(),
                last.state,
                warnings,
                notes,
                dropped());
    }
}
