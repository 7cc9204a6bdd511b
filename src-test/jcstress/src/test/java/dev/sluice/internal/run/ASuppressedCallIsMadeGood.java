package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.Berths;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.internal.ring.WaitingReaders;
import dev.sluice.stream.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// E12: a worker computes two slots so shortly one after the other that only the first may be told, and then computes
/// for long.
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader has both slots.")
@Outcome(expect = FORBIDDEN, desc = "The reader sleeps though a slot is computed.")
@State
public class ASuppressedCallIsMadeGood {
    private final WaitPoint waiter = new WaitPoint(WaitPolicy.BALANCED, LostCall.LIMIT);
    private final SlotRing ring =
            new SlotRing(() -> null, 2, 1, new Berths(WaitPolicy.THROUGHPUT, 2, 1, LostCall.LIMIT));
    private final WaitingReaders readers = new WaitingReaders(ring);

    public ASuppressedCallIsMadeGood() {
        readers.add(waiter);
    }

    @Actor
    public void worker() {
        for (long slot = 0; slot < 2; slot++) {
            ring.done(0, slot);
            readers.moved();
        }
    }

    @Actor
    public void reader(II_Result lost) {
        lost.r1 = LostCall.await(waiter, 0, () -> ring.computed() >= 0);
        lost.r2 = LostCall.await(waiter, 1, () -> ring.computed() >= 1);
    }
}
