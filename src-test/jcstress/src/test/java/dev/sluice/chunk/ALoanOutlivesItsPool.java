package dev.sluice.chunk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/// M5: a loan is given back while its pool is closed: whichever comes last frees the memory.
@JCStressTest
@Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "Freed once, and given back to the account.")
@Outcome(expect = FORBIDDEN, desc = "Memory or bytes are left, or freed under the loan.")
@State
public class ALoanOutlivesItsPool {
    private final MemoryAccount account = new MemoryAccount(1 << 20);
    private final ChunkPool pool = new ChunkPool(1 << 20, account, "a pool");
    private final Lease lease = pool.acquire(8192, "a reader");
    private boolean read;

    @Actor
    public void reader() {
        lease.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        read = true;
        lease.release();
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
    public void end(ZZZ_Result result) {
        result.r1 = read;
        result.r2 = !lease.slab.memory.scope().isAlive();
        result.r3 = pool.reservedBytes() == 0 && account.left() == 1 << 20;
    }
}
