package dev.sluice.internal.ring;

import dev.sluice.plugin.Tally;
import java.util.concurrent.atomic.AtomicLong;

/// What one worker counted. Written by the worker; [#kept()] may be asked by any thread.
public final class StepTally implements Tally {
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    private long pending;
    private long pendingFirst = Long.MAX_VALUE;

    @Override
    public void add(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a tally counts up, but count=" + count + "; add 0 or more");
        }
        pending += count;
    }

    @Override
    public void add(long count, long first) {
        add(count);
        pendingFirst = count > 0 ? Math.min(pendingFirst, first) : pendingFirst;
    }

    /// The chunk is computed: what was counted for it counts.
    public void keep() {
        if (pending > 0) {
            // Before the count: a thread that sees that there is one sees the first too.
            first.setRelease(Math.min(first.getPlain(), pendingFirst));
            kept.setRelease(kept.getPlain() + pending);
            forget();
        }
    }

    /// The chunk failed.
    public void forget() {
        pending = 0;
        pendingFirst = Long.MAX_VALUE;
    }

    long kept() {
        return kept.getAcquire();
    }

    /// The least time of what was counted; the largest int64 where no time was given.
    long first() {
        return first.getAcquire();
    }
}
