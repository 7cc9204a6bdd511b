package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.stream.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// E2: the only reader leaves while the worker computes on memory that its slot has borrowed from another stage.
@JCStressTest
@Outcome(
        id = {"0, 0, 1", "-1, -1, 1"},
        expect = ACCEPTABLE,
        desc = "Given back afterwards, or passed over.")
@Outcome(
        id = {"0, 0, 0", "-1, -1, 0"},
        expect = ACCEPTABLE,
        desc = "Left to who closes the pass.")
@Outcome(expect = FORBIDDEN, desc = "Given back under the worker, or twice.")
@State
public class AnAbandonedStageKeepsWhatItReads {
    private final SmallStage stage = new SmallStage(WaitPolicy.THROUGHPUT, 1, 1, 1, this::compute);
    private int before = -1;
    private int after = -1;

    private void compute(long slot) {
        before = stage.givenBack.get(0);
        Thread.yield();
        after = stage.givenBack.get(0);
    }

    @Actor
    public void worker() {
        stage.work(0);
    }

    @Actor
    public void reader() {
        stage.cursor(0).leave(-1);
        stage.finish();
    }

    @Arbiter
    public void end(III_Result result) {
        result.r1 = before;
        result.r2 = after;
        result.r3 = stage.givenBack.get(0);
    }
}
