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

    private final long startedNanos = System.nanoTime();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong outputRecords = new AtomicLong();
    private final AtomicLong outputBytes = new AtomicLong();
    private final AtomicLong start = new AtomicLong();
    private final AtomicLong end = new AtomicLong();
    private final List<Loss> losses = new ArrayList<>();
    private volatile long endedNanos;

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

    /// An endless run keeps the first losses in detail; the count of chunks and records stays exact.
    private void remember(List<Loss> found) {
        synchronized (losses) {
            for (Loss loss : found) {
                if (losses.size() < MOST_LOSSES) {
                    losses.add(loss);
                }
            }
        }
    }

    void stopClock() {
        if (endedNanos == 0) {
            endedNanos = System.nanoTime();
        }
    }

    RunSummary summary(long skipped) {
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
                found);
    }
}
