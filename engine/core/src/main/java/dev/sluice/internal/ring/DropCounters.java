package dev.sluice.internal.ring;

import dev.sluice.stream.Dropped;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what the stages of a run drop and refuse. Safe for any thread.
public final class DropCounters {
    private final AtomicLong chunks = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    public void dropped(long count) {
        chunks.incrementAndGet();
        records.addAndGet(count);
    }

    public void refused(long count) {
        refused.addAndGet(count);
    }

    public Dropped dropped() {
        return new Dropped(chunks.get(), records.get(), refused.get());
    }
}
