package dev.sluice.internal.feed;

import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.Losses;
import java.util.ArrayList;
import java.util.List;

/// Intervals that were lost, until a chunk that is delivered carries them. Used by one thread; allocates only when
/// something was lost and something is delivered again.
final class PendingLosses {
    private final String cause;
    private final List<Loss> told = new ArrayList<>(0);
    private boolean dropping;
    private long droppedFrom;
    private long droppedTo;

    /// `cause` says why chunks are dropped.
    PendingLosses(String cause) {
        this.cause = cause;
    }

    boolean isEmpty() {
        return !dropping && told.isEmpty();
    }

    /// Takes an interval in; they come in order of time.
    void tell(Loss loss) {
        told.add(loss);
    }

    /// The chunk over that interval, which lies after the last delivered or dropped one, is dropped.
    void drop(long from, long to) {
        if (!dropping) {
            dropping = true;
            droppedFrom = from;
        }
        droppedTo = to;
        // What was reported of the interval is lost with it.
        Losses.moveBefore(to, told, new ArrayList<>(0));
    }

    /// The end of what was dropped last.
    long droppedTo() {
        return droppedTo;
    }

    /// Where the next chunk that is delivered has to start, which of itself would start at `start`.
    long startOf(long start) {
        return dropping ? Math.min(start, droppedFrom) : start;
    }

    /// How far everything from `from` on was reported to be lost.
    long coveredFrom(long from) {
        long covered = from;
        for (Loss loss : told) {
            if (loss.start() <= covered) {
                covered = Math.max(covered, loss.end());
            }
        }
        return covered;
    }

    /// Marks in the chunk, which ends at `end`, what was lost before that.
    void moveTo(ChunkWindow window, long end) {
        if (dropping) {
            dropping = false;
            window.addLoss(new Loss(droppedFrom, droppedTo, cause));
        }
        if (!told.isEmpty()) {
            List<Loss> before = new ArrayList<>();
            Losses.moveBefore(end, told, before);
            window.addLosses(before);
        }
    }
}
