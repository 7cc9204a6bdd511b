package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.LastOut;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// E11: the pass is closed while two threads use its memory, one of which is joined by a third.
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Freed once, by the last.")
@Outcome(expect = FORBIDDEN, desc = "Freed while it is used, twice, or never.")
@State
public class TheLastOutFrees {
    private final AtomicInteger freed = new AtomicInteger();
    private final LastOut memory = new LastOut(freed::incrementAndGet);

    public TheLastOutFrees() {
        memory.enter();
    }

    @Actor
    public void closing() {
        memory.leave();
    }

    @Actor
    public void using(III_Result early) {
        memory.enter();
        early.r1 = freed.get();
        memory.leave();
        early.r2 = freed.get();
        memory.leave();
    }

    @Arbiter
    public void end(III_Result result) {
        result.r3 = freed.get();
    }
}
