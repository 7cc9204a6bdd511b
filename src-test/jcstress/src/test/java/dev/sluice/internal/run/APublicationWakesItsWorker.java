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
import org.openjdk.jcstress.infra.results.I_Result;

/// A worker waits for the slot that it has claimed, and the feed publishes it.
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The worker sees the slot, or is woken.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "The call is lost.")
@State
public class APublicationWakesItsWorker {
    private final SlotRing ring =
            new SlotRing(() -> null, 2, 1, new Berths(WaitPolicy.THROUGHPUT, 2, 1, LostCall.LIMIT));

    @Actor
    public void feed() {
        ring.publish();
    }

    @Actor
    public void worker(I_Result lost) {
        lost.r1 = LostCall.await(ring, 0);
    }
}
