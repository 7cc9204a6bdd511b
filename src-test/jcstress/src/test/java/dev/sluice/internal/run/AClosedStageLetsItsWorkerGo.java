package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.stream.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/// A worker is about to park for a slot that never comes while its stage is closed. Where the call is lost it hangs,
/// as parks have no limit here.
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The worker ends.")
@Outcome(expect = FORBIDDEN, desc = "It dies.")
@State
public class AClosedStageLetsItsWorkerGo {
    private final SmallStage stage = new SmallStage(WaitPolicy.THROUGHPUT, 1, 2, 1, slot -> {});

    @Actor
    public void worker() {
        stage.work(0);
    }

    @Actor
    public void closing() {
        stage.finish();
    }

    @Arbiter
    public void end(Z_Result result) {
        result.r1 = stage.death() == null;
    }
}
