package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.stream.WaitPolicy;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/// Two workers claim the slots of a ring between them; where both are past a slot, it is computed.
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "Each slot is computed once, and in order for a reader.")
@Outcome(expect = FORBIDDEN, desc = "A slot is left out or computed twice, or the minimum passes one too early.")
@State
public class WorkersComputeEachSlotOnce {
    private static final int CHUNKS = 3;

    private final AtomicIntegerArray computed = new AtomicIntegerArray(CHUNKS);
    private final SmallStage stage = new SmallStage(WaitPolicy.THROUGHPUT, 2, 2, CHUNKS, this::compute);
    private volatile int early;

    private void compute(long slot) {
        // As long as the slot is computed no reader may have it, and those that were computed they may.
        early += stage.computed() >= slot ? 1 : 0;
        computed.incrementAndGet((int) slot);
        int all = 0;
        for (int i = 0; i < CHUNKS; i++) {
            all += computed.get(i);
        }
        if (all == CHUNKS) {
            stage.finish();
        }
    }

    @Actor
    public void one() {
        stage.work(0);
    }

    @Actor
    public void other() {
        stage.work(1);
    }

    @Arbiter
    public void end(IIII_Result result) {
        result.r1 = computed.get(0);
        result.r2 = computed.get(1);
        result.r3 = computed.get(2);
        result.r4 = early + (stage.death() == null ? 0 : 100);
    }
}
