package dev.sluice.chunk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/// M3: two threads give one loan back, while one of them takes another.
@JCStressTest
@Outcome(
        id = {"1, 0, true", "0, 1, true"},
        expect = ACCEPTABLE,
        desc = "One gives it back, the other is refused.")
@Outcome(expect = FORBIDDEN, desc = "Given back twice or never, or memory is lent to two.")
@State
public class ALoanEndsOnce {
    private final ChunkPool pool = new ChunkPool(1 << 20);
    private final Lease lease = pool.acquire(4096, "a reader");
    private Lease next;
    private Lease other;

    @Actor
    public void one(IIZ_Result result) {
        result.r1 = release();
        next = pool.acquire(4096, "one");
    }

    @Actor
    public void two(IIZ_Result result) {
        result.r2 = release();
        other = pool.acquire(4096, "two");
    }

    private int release() {
        try {
            lease.release();
            return 1;
        } catch (IllegalStateException twice) {
            return 0;
        }
    }

    @Arbiter
    public void end(IIZ_Result result) {
        result.r3 = next.slab != other.slab && next.stands() && other.stands() && !lease.stands();
        next.release();
        other.release();
        pool.close();
    }
}
