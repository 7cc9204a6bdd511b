package dev.sluice.chunk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.Arena;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/// E20: a plugin takes memory that counts in the budget while the pass is closed, and closes it too.
@JCStressTest
@Outcome(
        id = {"1, true", "-1, true"},
        expect = ACCEPTABLE,
        desc = "Taken or refused; nothing is left.")
@Outcome(expect = FORBIDDEN, desc = "Bytes or memory are left.")
@State
public class AnArenaClosesWithItsPool {
    private final MemoryAccount account = new MemoryAccount(1 << 20);
    private final ChunkPool pool = new ChunkPool(1 << 20, account, "a pool");
    private final Arena arena = pool.arena("a plugin");

    @Actor
    public void plugin(IZ_Result result) {
        try {
            arena.allocate(4096, 8);
            result.r1 = 1;
        } catch (IllegalStateException closed) {
            result.r1 = -1;
        }
        arena.close();
    }

    @Actor
    public void closing() {
        pool.close();
    }

    @Arbiter
    public void end(IZ_Result result) {
        boolean freed = !arena.scope().isAlive();
        result.r2 = freed && pool.reservedBytes() == 0 && account.left() == 1 << 20;
    }
}
