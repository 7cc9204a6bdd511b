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

/// E6: a publisher fills a ring that a reader, which takes one chunk, leaves: it waits for room, or is about to. Where
/// it is not called it hangs.
@JCStressTest
@Outcome(id = "1, true", expect = ACCEPTABLE, desc = "The publisher is refused, and nothing is left.")
@Outcome(expect = FORBIDDEN, desc = "It is not, or memory is left.")
@State
public class ABlockedPublisherIsLetGo {
    private final LivePublisher live = new LivePublisher("ticks", Ticks.TYPE);
    private ChunkStream stream;

    @Actor
    public void publisher(IZ_Result result) {
        try {
            for (long chunk = 0; chunk < 100; chunk++) {
                live.publish(0, chunk * Ticks.LENGTH, (chunk + 1) * Ticks.LENGTH);
            }
        } catch (IllegalStateException refused) {
            result.r1 = 1;
        }
    }

    @Actor
    public void reader() {
        stream = Passes.start(live.source());
        Iterator<Chunk> chunks = stream.iterator();
        if (chunks.hasNext()) {
            chunks.next();
        }
        stream.close();
    }

    @Arbiter
    public void end(IZ_Result result) {
        result.r2 = stream.reservedBytes() == 0;
        live.close();
    }
}
