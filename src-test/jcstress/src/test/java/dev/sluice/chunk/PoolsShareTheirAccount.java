package dev.sluice.chunk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// E20: two pools take from an account that holds enough for one of them.
@JCStressTest
@Outcome(
        id = {"1, 0, 0", "0, 1, 0"},
        expect = ACCEPTABLE,
        desc = "One has all, the other is refused.")
@Outcome(expect = FORBIDDEN, desc = "More than there is, or nobody has it.")
@State
public class PoolsShareTheirAccount {
    private final MemoryAccount account = new MemoryAccount(4096);
    private final ChunkPool one = new ChunkPool(8192, account, "one");
    private final ChunkPool two = new ChunkPool(8192, account, "two");

    @Actor
    public void one(III_Result result) {
        result.r1 = take(one);
    }

    @Actor
    public void two(III_Result result) {
        result.r2 = take(two);
    }

    private static int take(ChunkPool pool) {
        try {
            pool.acquire(4096, "a reader");
            return 1;
        } catch (OutOfBudgetException used) {
            return 0;
        }
    }

    @Arbiter
    public void end(III_Result result) {
        result.r3 = (int) account.left();
    }
}
