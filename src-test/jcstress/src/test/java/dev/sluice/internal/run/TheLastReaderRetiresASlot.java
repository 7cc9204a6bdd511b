package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.RingReader;
import dev.sluice.stream.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/// Two slots are computed. One reader takes the first and gives it back, another leaves: the slots are retired when
/// both have done with them, once, by whichever comes last.
@JCStressTest
@Outcome(id = "0, 0, 1, 0", expect = ACCEPTABLE, desc = "The first is retired once, after its reader had it.")
@Outcome(expect = FORBIDDEN, desc = "Retired under its reader, twice, or never.")
@State
public class TheLastReaderRetiresASlot {
    private final SmallStage stage = new SmallStage(WaitPolicy.THROUGHPUT, 1, 2, 2, this::compute);

    public TheLastReaderRetiresASlot() {
        stage.work(0);
    }

    private void compute(long slot) {
        if (slot == 1) {
            stage.letWorkersGo();
        }
    }

    @Actor
    public void reader(IIII_Result seen) {
        RingReader cursor = stage.cursor(0);
        seen.r1 = SmallStage.hasNext(cursor) ? 0 : -1;
        cursor.take();
        seen.r2 = stage.givenBack.get(0);
        cursor.giveBack(0);
    }

    @Actor
    public void leaving() {
        stage.cursor(1).leave(-1);
    }

    @Arbiter
    public void end(IIII_Result result) {
        result.r3 = stage.givenBack.get(0);
        result.r4 = stage.givenBack.get(1);
    }
}
