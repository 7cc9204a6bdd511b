package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.ring.RingReader;
import dev.sluice.stream.WaitPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// E4: the reader, which computes, is interrupted meanwhile: what it computed does not count, and the worker, which
/// parks or is about to, computes the slot. Where it is not called both hang.
@JCStressTest
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The reader is interrupted once, and gets both slots.")
@Outcome(expect = FORBIDDEN, desc = "A slot or the interrupt is lost.")
@State
public class AnInterruptedReaderHandsItsSlotOn {
    private final AtomicInteger computations = new AtomicInteger();
    private final SmallStage stage = new SmallStage(WaitPolicy.LOW_LATENCY, 1, 1, 2, this::compute);
    private volatile Thread reader;

    private void compute(long slot) {
        if (computations.getAndIncrement() == 0) {
            reader.interrupt();
        }
    }

    @Actor
    public void worker() {
        stage.work(0);
    }

    @Actor
    public void reader(II_Result result) {
        reader = Thread.currentThread();
        RingReader cursor = stage.cursor(0);
        boolean more = true;
        while (more) {
            try {
                more = cursor.hasNext();
                if (more) {
                    cursor.take();
                    cursor.giveBack(cursor.finished());
                    result.r1++;
                }
            } catch (InterruptedException once) {
                result.r2++;
            }
        }
        // Where nobody waited the flag is still set.
        result.r2 += Thread.interrupted() ? 1 : 0;
        cursor.leave(cursor.sequence());
        stage.finish();
    }
}
