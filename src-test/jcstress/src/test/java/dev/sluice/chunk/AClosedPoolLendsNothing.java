package dev.sluice.chunk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/// M5: memory of its own is taken, outside of the lock, while the pool is closed.
@JCStressTest
@Outcome(id = "1, true", expect = ACCEPTABLE, desc = "Lent, and freed when it comes back.")
@Outcome(id = "-1, true", expect = ACCEPTABLE, desc = "Refused.")
@Outcome(expect = FORBIDDEN, desc = "Bytes are left.")
@State
public class AClosedPoolLendsNothing {
    private static final long OWN = 8192;

    private final MemoryAccount account = new MemoryAccount(1 << 16);
    private final ChunkPool pool = new ChunkPool(1 << 16, account, "a pool");

    @Actor
    public void reader(IZ_Result result) {
        try {
            pool.acquire(OWN, "a reader").release();
            result.r1 = 1;
        } catch (IllegalStateException closed) {
            result.r1 = -1;
        }
    }

    @Actor
    public void closing() {
        try {
            pool.close();
        } catch (IllegalStateException leak) {
            // The reader frees it.
        }
    }

    @Arbiter
    public void end(IZ_Result result) {
        result.r2 = pool.reservedBytes() == 0 && pool.lentCount() == 0 && account.left() == 1 << 16;
    }
}
