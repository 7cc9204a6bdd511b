package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what the reader of a stream was handed. Written by that one thread, read by any: an `AtomicLong` each, set
/// lazily.
final class RunCounters {
    private static final int MOST_LOSSES = 100_000;
    private static final int MOST_OPEN_LOSSES = 1000;

    private final long startedNanos = System.nanoTime();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong outputRecords = new AtomicLong();
    private final AtomicLong outputBytes = new AtomicLong();
    private final AtomicLong start = new AtomicLong();
    private final AtomicLong end = new AtomicLong();
    private final List<Loss> losses = new ArrayList<>();
    private final AtomicLong moreLosses = new AtomicLong();
    private volatile long endedNanos;
    private volatile RunState state = RunState.RUNNING;

    void count(Chunk input, Chunk output) {
        if (chunks.get() == 0) {
            start.setRelease(input.start());
        }
        end.setRelease(input.end());
        add(records, input.length());
        add(bytes, input.nbytes());
        add(outputRecords, output.length());
        add(outputBytes, output.nbytes());
        add(chunks, 1);
        if (!output.losses().isEmpty()) {
            remember(output.losses());
        }
    }

    private static void add(AtomicLong counter, long amount) {
        counter.setRelease(counter.getPlain() + amount);
    }

    /// The parts of one loss on chunk after chunk are told as one. An endless run keeps the first losses in detail; the
    /// counts of chunks and records stay exact.
    private void remember(List<Loss> found) {
        synchronized (losses) {
            for (Loss loss : found) {
                int earlier = partBefore(loss);
                if (earlier >= 0) {
                    losses.set(earlier, new Loss(losses.get(earlier).start(), loss.end(), loss.cause()));
                } else if (losses.size() < MOST_LOSSES) {
                    losses.add(loss);
                } else {
                    add(moreLosses, 1);
                }
            }
        }
    }

    private int partBefore(Loss loss) {
        int oldest = Math.max(0, losses.size() - MOST_OPEN_LOSSES);
        for (int i = losses.size() - 1; i >= oldest; i--) {
            if (losses.get(i).end() == loss.start() && losses.get(i).cause().equals(loss.cause())) {
                return i;
            }
        }
        return -1;
    }

    /// The first end holds.
    void end(RunState how) {
        if (endedNanos == 0) {
            state = how;
            endedNanos = System.nanoTime();
        }
    }

    RunSummary summary(long skipped, List<String> warnings) {
        long now = endedNanos == 0 ? System.nanoTime() : endedNanos;
        List<Loss> found;
        synchronized (losses) {
            found = List.copyOf(losses);
        }
        return new RunSummary(
                records.getAcquire(),
                chunks.getAcquire(),
                bytes.getAcquire(),
                outputRecords.getAcquire(),
                outputBytes.getAcquire(),
                (now - startedNanos) / 1e9,
                start.getAcquire(),
                end.getAcquire(),
                skipped,
                found,
                moreLosses.getAcquire(),
                state,
                warnings);
    }
}
