package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.WaitPoint;
import dev.sluice.stream.WaitPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// E3: two threads die at once, and a reader waits.
@JCStressTest
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "One cause holds, told once, and the reader is woken.")
@Outcome(expect = FORBIDDEN, desc = "The reader sleeps, or the cause changes.")
@State
public class OneDeathIsTold {
    private final RunStatus status = new RunStatus();
    private final WaitPoint waiter = new WaitPoint(WaitPolicy.THROUGHPUT, LostCall.LIMIT);
    private final AtomicInteger message = new AtomicInteger();
    private Throwable seen;

    public OneDeathIsTold() {
        status.onDeath(() -> {
            message.incrementAndGet();
            waiter.wake();
        });
    }

    @Actor
    public void one() {
        status.died(new OutOfMemoryError("one"));
        status.died(new OutOfMemoryError("other"));
    }

    @Actor
    public void reader(III_Result result) {
        result.r1 = LostCall.await(waiter, 0, () -> status.death() != null);
        seen = status.death();
    }

    @Arbiter
    public void end(III_Result result) {
        result.r2 = message.get();
        result.r3 = seen == status.death() ? 1 : 0;
    }
}
