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

/// E12: a worker computes a slot and finds no other; the reader waits for that slot.
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The reader sees the slot, or is woken.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "The call is lost.")
@State
public class AnIdleWorkerWakesItsReader {
    private final WaitPoint waiter = new WaitPoint(WaitPolicy.THROUGHPUT, LostCall.LIMIT);
    private final SlotRing ring =
            new SlotRing(() -> null, 2, 1, new Berths(WaitPolicy.THROUGHPUT, 2, 1, LostCall.LIMIT));
    private final WaitingReaders readers = new WaitingReaders(ring);

    public AnIdleWorkerWakesItsReader() {
        readers.add(waiter);
    }

    @Actor
    public void worker() {
        ring.done(0, 0);
        readers.idle();
    }

    @Actor
    public void reader(I_Result lost) {
        lost.r1 = LostCall.await(waiter, 0, () -> ring.computed() >= 0);
    }
}
