package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.internal.feed.LiveDoor;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A publisher waits for a stream, or is about to, while one is opened.
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The publisher has the stream.")
@Outcome(expect = FORBIDDEN, desc = "The publisher waits in vain.")
@State
public class AClaimIsWokenByAStream {
    private final LiveDoor<String> door = new LiveDoor<>("pulses", pass -> false);

    @Actor
    public void publisher(I_Result result) {
        try {
            result.r1 = door.await(Duration.ofNanos(LostCall.LIMIT)).length();
        } catch (IllegalStateException refused) {
            result.r1 = 0;
        }
    }

    @Actor
    public void opening() {
        door.connect("p");
    }
}
