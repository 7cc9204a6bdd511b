package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// A reader takes a chunk, reads it twice, and lets go, while another thread closes the stream and frees it.
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "The reader has the chunk, and it is freed afterwards.")
@Outcome(id = "-1, -1, 1", expect = ACCEPTABLE, desc = "The reader is refused.")
@Outcome(expect = FORBIDDEN, desc = "Freed under its reader, or never.")
@State
public class AChunkIsNotFreedUnderItsReader {
    private final ReaderHold hold = new ReaderHold("pulses", Duration.ofSeconds(10));
    private final AtomicInteger freed = new AtomicInteger();

    @Actor
    public void reader(III_Result seen) {
        try {
            hold.take();
            seen.r1 = freed.get();
            seen.r2 = freed.get();
            hold.letGo();
        } catch (IllegalStateException closed) {
            seen.r1 = -1;
            seen.r2 = -1;
        }
    }

    @Actor
    public void closing() {
        hold.close();
        hold.release(freed::incrementAndGet);
    }

    @Arbiter
    public void end(III_Result result) {
        result.r3 = freed.get();
    }
}
