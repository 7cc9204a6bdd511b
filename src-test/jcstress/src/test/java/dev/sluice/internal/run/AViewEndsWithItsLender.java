package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.LoanGuard;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// E16: a slot ends, is filled again and opened, while a view that borrowed its memory is read. The view is asked
/// before and after: what it shows then is the old chunk.
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The old chunk, which the view may show.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The old chunk, which ended meanwhile.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The new chunk, refused.")
@Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "Refused at once.")
@Outcome(expect = FORBIDDEN, desc = "The new chunk passes for the old one.")
@State
public class AViewEndsWithItsLender {
    private final LoanGuard lender = new LoanGuard();
    private final LoanGuard view = new LoanGuard();
    private volatile int chunk;

    public AViewEndsWithItsLender() {
        lender.open();
        view.open();
        view.lentBy(lender);
    }

    @Actor
    public void stage() {
        lender.end("pulses");
        chunk = 1;
        lender.open();
    }

    @Actor
    public void reader(II_Result seen) {
        seen.r1 = stands() ? chunk : -1;
        seen.r2 = stands() ? 0 : 1;
    }

    private boolean stands() {
        try {
            view.check();
            return true;
        } catch (IllegalStateException stale) {
            return false;
        }
    }
}
