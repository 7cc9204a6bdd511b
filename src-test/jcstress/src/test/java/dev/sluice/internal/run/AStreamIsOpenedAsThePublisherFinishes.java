package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.chunk.Chunk;
import dev.sluice.internal.feed.LivePublisher;
import dev.sluice.stream.ChunkStream;
import java.util.Iterator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/// E7: the publisher ends a stream; its reader comes to the end, and opens the next one at once.
@JCStressTest
@Outcome(id = "1, true", expect = ACCEPTABLE, desc = "One chunk, and the second stream is fed.")
@Outcome(expect = FORBIDDEN, desc = "The second stream is lost, or ended with the first.")
@State
public class AStreamIsOpenedAsThePublisherFinishes {
    private final LivePublisher live = new LivePublisher("ticks", Ticks.TYPE);
    private ChunkStream second;

    @Actor
    public void publisher() {
        live.publish(0, 0, Ticks.LENGTH);
        live.finish();
    }

    @Actor
    public void reader(IZ_Result result) {
        try (ChunkStream first = Passes.start(live.source())) {
            for (Iterator<Chunk> each = first.iterator(); each.hasNext(); each.next()) {
                result.r1++;
            }
        }
        second = Passes.start(live.source());
    }

    @Arbiter
    public void end(IZ_Result result) {
        result.r2 = live.isRead();
        live.close();
        second.close();
    }
}
