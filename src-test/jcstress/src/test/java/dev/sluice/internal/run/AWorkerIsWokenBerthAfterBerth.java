package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.Berths;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.stream.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A worker waits at one berth, leaves it and waits at the next, while the feed goes on.
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The worker sees both slots, or is woken.")
@Outcome(expect = FORBIDDEN, desc = "A call is lost.")
@State
public class AWorkerIsWokenBerthAfterBerth {
    private final SlotRing ring =
            new SlotRing(() -> null, 2, 1, new Berths(WaitPolicy.THROUGHPUT, 2, 1, LostCall.LIMIT));

    @Actor
    public void feed() {
        ring.publish();
        ring.publish();
    }

    @Actor
    public void worker(II_Result lost) {
        lost.r1 = LostCall.await(ring, 0);
        lost.r2 = LostCall.await(ring, 1);
    }
}
