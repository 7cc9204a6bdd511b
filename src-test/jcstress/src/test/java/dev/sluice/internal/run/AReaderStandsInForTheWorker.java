package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.RingReader;
import dev.sluice.stream.WaitPolicy;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// E4: at low latency the reader computes what it asks for, from the moment that the worker has made ready; then it
/// leaves, which the worker waits for. Where a call is lost one of them hangs.
@JCStressTest
@Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "Each slot is computed once, and read.")
@Outcome(expect = FORBIDDEN, desc = "A slot is left out or computed twice.")
@State
public class AReaderStandsInForTheWorker {
    private final AtomicIntegerArray computed = new AtomicIntegerArray(2);
    private final SmallStage stage =
            new SmallStage(WaitPolicy.LOW_LATENCY, 1, 1, 2, slot -> computed.incrementAndGet((int) slot));

    @Actor
    public void worker() {
        stage.work(0);
    }

    @Actor
    public void reader(III_Result result) {
        RingReader cursor = stage.cursor(0);
        while (SmallStage.hasNext(cursor)) {
            cursor.take();
            cursor.giveBack(cursor.finished());
            result.r3++;
        }
        cursor.leave(cursor.sequence());
        stage.finish();
    }

    @Arbiter
    public void end(III_Result result) {
        result.r1 = computed.get(0);
        result.r2 = computed.get(1);
    }
}
