package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.Berths;
import dev.sluice.internal.ring.SlotRing;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.internal.ring.WaitingReaders;
import dev.sluice.stream.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A worker moves and finds nothing else to do, while a reader says that it waits and looks once more: one sees the
/// other. Nobody parks here, so that the two meet within nanoseconds.
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Seen, and called later or not at all.")
@Outcome(
        id = {"true, false", "false, false"},
        expect = ACCEPTABLE,
        desc = "The reader is called.")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "The reader would park, and nobody calls it.")
@State
public class AnIdleWorkerMissesNoReader {
    private final WaitPoint waiter = new WaitPoint(WaitPolicy.THROUGHPUT, LostCall.LIMIT);
    private final SlotRing ring =
            new SlotRing(() -> null, 2, 1, new Berths(WaitPolicy.THROUGHPUT, 2, 1, LostCall.LIMIT));
    private final WaitingReaders readers = new WaitingReaders(ring);

    public AnIdleWorkerMissesNoReader() {
        readers.add(waiter);
    }

    @Actor
    public void worker() {
        ring.done(0, 0);
        readers.idle();
    }

    @Actor
    public void reader(ZZ_Result result) {
        waiter.announce(0);
        result.r1 = ring.computed() >= 0;
    }

    @Arbiter
    public void end(ZZ_Result result) {
        result.r2 = waiter.isOccupied();
    }
}
