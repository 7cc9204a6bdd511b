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
import org.openjdk.jcstress.infra.results.I_Result;

/// A slot is ready once the slowest of the workers has passed it: whichever comes last wakes the reader.
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The reader sees the slot, or is woken.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "The call is lost.")
@State
public class TheLastOfTwoWorkersWakesTheirReader {
    private final WaitPoint waiter = new WaitPoint(WaitPolicy.THROUGHPUT, LostCall.LIMIT);
    private final SlotRing ring =
            new SlotRing(() -> null, 2, 2, new Berths(WaitPolicy.THROUGHPUT, 2, 2, LostCall.LIMIT));
    private final WaitingReaders readers = new WaitingReaders(ring);

    public TheLastOfTwoWorkersWakesTheirReader() {
        readers.add(waiter);
    }

    @Actor
    public void one() {
        ring.done(0, 0);
        readers.moved();
    }

    /// Reads too, so that two processors do: nobody else is left to call it.
    @Actor
    public void other(I_Result lost) {
        ring.done(1, 0);
        readers.moved();
        lost.r1 = LostCall.await(waiter, 0, () -> ring.computed() >= 0);
    }
}
