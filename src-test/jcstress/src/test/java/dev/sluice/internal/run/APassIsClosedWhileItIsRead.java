package dev.sluice.internal.run;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.sluice.chunk.Chunk;
import dev.sluice.stream.ChunkStream;
import java.util.Iterator;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/// One thread reads a stream to its end and closes it, another closes it at some moment: both return.
@JCStressTest
@Outcome(
        id = {"6, 1, true", "-1, 1, true"},
        expect = ACCEPTABLE,
        desc = "Read to the end, or refused by name.")
@Outcome(expect = FORBIDDEN, desc = "Anything else is thrown, or something is left.")
@State
public class APassIsClosedWhileItIsRead {
    private static final int CHUNKS = 6;

    private final Ticks source = new Ticks(CHUNKS);
    private final int closedAfter = ThreadLocalRandom.current().nextInt(CHUNKS + 1);
    private ChunkStream stream;

    private synchronized ChunkStream stream() {
        if (stream == null) {
            stream = Passes.start(source);
        }
        return stream;
    }

    @Actor
    public void reader(IIZ_Result result) {
        try (ChunkStream read = stream()) {
            int chunks = 0;
            for (Iterator<Chunk> each = read.iterator(); each.hasNext(); each.next()) {
                chunks++;
            }
            result.r1 = chunks;
        } catch (IllegalStateException refused) {
            result.r1 = refused.getMessage().contains("closed") ? -1 : -2;
        }
    }

    @Actor
    public void closing() {
        ChunkStream closed = stream();
        while (source.read.get() < closedAfter) {
            Thread.onSpinWait();
        }
        closed.close();
    }

    @Arbiter
    public void end(IIZ_Result result) {
        result.r2 = source.closed.get();
        result.r3 = stream.reservedBytes() == 0;
    }
}
