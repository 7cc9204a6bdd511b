package dev.sluice.stream;

import dev.sluice.plugin.Tally;
import java.util.concurrent.atomic.AtomicLong;

/// What one worker counted. Written by the worker; [#kept()] may be asked by any thread.
final class StepTally implements Tally {
    private final AtomicLong kept = new AtomicLong();
    private long pending;

    @Override
    public void add(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a tally counts up, but count=" + count + "; add 0 or more");
        }
        pending += count;
    }

    /// The chunk is computed: what was counted for it counts.
    void keep() {
        if (pending > 0) {
            kept.setRelease(kept.getPlain() + pending);
            pending = 0;
        }
    }

    /// The chunk failed.
    void forget() {
        pending = 0;
    }

    long kept() {
        return kept.getAcquire();
    }
}
