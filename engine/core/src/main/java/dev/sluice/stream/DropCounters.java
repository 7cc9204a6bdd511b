package dev.sluice.stream;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what the stages of a run drop and refuse. Safe for any thread.
final class DropCounters {
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    void dropped(long count) {
        chunks.incrementAndGet();
        records.addAndGet(count);
    }

    void refused(long count) {
        refused.addAndGet(count);
    }

    Dropped dropped() {
        return new Dropped(chunks.get(), records.get(), refused.get());
    }
}
