package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.MemoryHold;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// One thread uses memory and says so in a field; another leaves to it what is to be done afterwards.
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Done once, after the use.")
@Outcome(expect = FORBIDDEN, desc = "Done meanwhile, twice, or never.")
@State
public class WhatIsLeftIsDoneOnce {
    private final MemoryHold hold = new MemoryHold();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean used = true;

    @Actor
    public void using(II_Result seen) {
        seen.r1 = done.get();
        used = false;
        hold.letGo();
    }

    @Actor
    public void closing() {
        hold.leave(() -> used, done::incrementAndGet);
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = done.get();
    }
}
