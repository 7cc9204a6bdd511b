package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.feed.LiveTurn;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// E22: two threads publish to one input: from claim to publication, one keeps the other out, and the next one sees
/// what was done.
@JCStressTest
@Outcome(
        id = {"1, 2", "2, 1"},
        expect = ACCEPTABLE,
        desc = "One after the other, which sees the first.")
@Outcome(
        id = {"1, -1", "-1, 1"},
        expect = ACCEPTABLE,
        desc = "One is refused.")
@Outcome(expect = FORBIDDEN, desc = "Both at once, or the work of the first is not seen.")
@State
public class PublishersTakeTurns {
    private final LiveTurn turn = new LiveTurn("pulses");
    private int published;

    @Actor
    public void one(II_Result result) {
        result.r1 = publish();
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = publish();
    }

    private int publish() {
        try {
            turn.begin();
        } catch (IllegalStateException refused) {
            return -1;
        }
        int mine = ++published;
        turn.end();
        return mine;
    }
}
