package dev.sluice.internal.feed;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkPool;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.Continuity;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.Losses;
import dev.sluice.chunk.RecordBuffer;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongArrayQueue;

/// The records of one input that are not done with: copied from its chunks, in memory of the pool, and where those
/// chunks ended. Used by one thread; a steady state allocates nothing.
final class RecordQueue {
    private final RecordTimes times;
    private final RecordBuffer held;
    private final Continuity continuity = new Continuity();
    private final List<Loss> losses = new ArrayList<>(0);
    private final List<Loss> ending = new ArrayList<>(0);
    private final List<Loss> taken = new ArrayList<>(0);
    private final LongArrayQueue ends = new LongArrayQueue();
    private boolean started;
    private boolean ended;
    private long start;
    private long reached;
    private long dropped;
    private long firstIndex = Chunk.UNNUMBERED;

    RecordQueue(RecordType type, ChunkPool pool, String owner) {
        this.times = type.times();
        this.held = new RecordBuffer(type, pool::arena, owner);
    }

    /// The records held, from the first on; valid until the next call that changes them.
    Records records() {
        return held.records();
    }

    RecordTimes times() {
        return times;
    }

    boolean isStarted() {
        return started;
    }

    boolean isEnded() {
        return ended;
    }

    /// First instant of the stream.
    long start() {
        return start;
    }

    /// First instant of which nothing came yet.
    long reached() {
        return reached;
    }

    /// What was lost before `cut`, and was not taken before; valid until the next call. What a chunk says to be lost
    /// at its own end is taken with that.
    List<Loss> takeLosses(long cut) {
        taken.clear();
        Losses.moveBefore(cut, losses, taken);
        for (int i = 0; i < ending.size(); i++) {
            if (ending.get(i).start() <= cut) {
                Losses.add(taken, ending.remove(i--));
            }
        }
        return taken;
    }

    /// What was lost and not taken; in order of time.
    List<Loss> losses() {
        return losses;
    }

    /// What chunks say to be lost at their ends, and was not taken.
    List<Loss> lossesAtEnds() {
        return ending;
    }

    /// How many records are not held any more.
    long dropped() {
        return dropped;
    }

    void end() {
        ended = true;
    }

    /// Adds a copy of the records of the next chunk.
    void append(Chunk chunk) {
        continuity.accept(chunk);
        if (!started) {
            started = true;
            start = chunk.start();
        }
        reached = chunk.end();
        number(chunk);
        held.append(chunk.records());
        for (int i = 0; i < chunk.losses().size(); i++) {
            Loss loss = chunk.losses().get(i);
            if (!Losses.extend(losses, loss, chunk.start())) {
                Losses.add(loss.start() < chunk.end() ? losses : ending, loss);
            }
        }
        if (chunk.end() > Long.MIN_VALUE) {
            // No end after a time otherwise.
            ends.addLong(chunk.end());
        }
    }

    /// Where records are missing between two chunks, those after it are numbered once those before are done with.
    private void number(Chunk chunk) {
        if (chunk.isEmpty()) {
            return;
        }
        if (held.count() == 0) {
            firstIndex = chunk.firstIndex();
        } else if (firstIndex != Chunk.UNNUMBERED && chunk.firstIndex() != firstIndex + held.count()) {
            firstIndex = Chunk.UNNUMBERED;
        }
    }

    /// The index in the run of the first record held; [Chunk#UNNUMBERED] if it is not known.
    long firstIndex() {
        return firstIndex;
    }

    /// The first end of a chunk after `time`; the greatest int64 if none came yet.
    long endBehind(long time) {
        while (!ends.isEmpty() && ends.peekLong() <= time) {
            ends.pollLong();
        }
        return ends.isEmpty() ? Long.MAX_VALUE : ends.peekLong();
    }

    /// The index, among those held, of the first record that starts at or after `time`.
    long firstAtOrAfter(long time) {
        return Chunks.firstAtOrAfter(records(), time);
    }

    /// Forgets the records that start before `time`.
    void dropBefore(long time) {
        long more = firstAtOrAfter(time);
        held.drop(more);
        dropped += more;
        if (firstIndex != Chunk.UNNUMBERED) {
            firstIndex += more;
        }
    }

    void close() {
        held.close();
    }
}
