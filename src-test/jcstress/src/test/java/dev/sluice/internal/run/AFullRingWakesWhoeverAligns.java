package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.stream.WaitPolicy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A feed that waits for several stages is called when a ring is full: it may be what keeps it so.
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The feed sees the ring, or is woken.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "The call is lost.")
@State
public class AFullRingWakesWhoeverAligns {
    private final WaitPoint waiter = new WaitPoint(WaitPolicy.THROUGHPUT, LostCall.LIMIT);
    private final RunStatus status = new RunStatus();
    private final AtomicBoolean full = new AtomicBoolean();

    public AFullRingWakesWhoeverAligns() {
        status.aligning(waiter);
    }

    @Actor
    public void source() {
        full.setRelease(true);
        status.full();
    }

    @Actor
    public void feed(I_Result lost) {
        long begun = System.nanoTime();
        waiter.begin();
        while (!full.get()) {
            waiter.pauseForAny();
        }
        waiter.end();
        lost.r1 = LostCall.since(begun);
    }
}
