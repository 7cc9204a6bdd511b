package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.feed.LiveDoor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// E7: the publisher ends a pass and lets it out, while its reader, which sees the end, opens the next one.
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The second pass is fed.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The second pass is refused, as the first was read.")
@Outcome(expect = FORBIDDEN, desc = "The second pass is lost.")
@State
public class APassThatComesInStays {
    private static final class Pass {
        volatile boolean ended;
    }

    private final LiveDoor<Pass> door = new LiveDoor<>("pulses", pass -> pass.ended);
    private final Pass first = new Pass();
    private final Pass second = new Pass();
    private boolean refused;

    public APassThatComesInStays() {
        door.connect(first);
    }

    @Actor
    public void publisher() {
        first.ended = true;
        door.leave(first);
    }

    @Actor
    public void reader() {
        try {
            door.connect(second);
        } catch (IllegalStateException read) {
            refused = true;
        }
    }

    @Arbiter
    public void end(I_Result result) {
        result.r1 = refused ? 1 : door.fed() == second ? 2 : 0;
    }
}
