package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.RunCounters;
import dev.sluice.stream.RunState;
import dev.sluice.stream.RunSummary;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// E13: the reader comes to the end while another thread closes the stream; what is kept hangs on which was first.
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both see the same end, which stays.")
@Outcome(expect = FORBIDDEN, desc = "The end changes.")
@State
public class TheFirstEndHolds {
    private final RunCounters counters = new RunCounters();
    private RunSummary ofReader;
    private RunSummary ofCloser;

    @Actor
    public void reader() {
        counters.end(RunState.COMPLETED);
        ofReader = summary();
    }

    @Actor
    public void closer() {
        counters.end(RunState.CLOSED);
        ofCloser = summary();
    }

    private RunSummary summary() {
        return counters.summary(0, List.of(), List.of());
    }

    @Arbiter
    public void end(ZZ_Result result) {
        result.r1 = ofReader.equals(summary());
        result.r2 = ofCloser.equals(summary());
    }
}
