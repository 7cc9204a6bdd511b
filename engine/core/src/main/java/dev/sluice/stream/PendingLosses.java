package dev.sluice.stream;

import dev.sluice.chunk.ChunkWindow;
import dev.sluice.chunk.Loss;
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

    /// The chunk over that interval, which lies behind the last delivered or dropped one, is dropped.
    void drop(long from, long to) {
        if (!dropping) {
            dropping = true;
            droppedFrom = from;
        }
        droppedTo = to;
        for (int i = 0; i < told.size(); i++) {
            Loss loss = told.get(i);
            if (loss.end() > to) {
                told.set(i, new Loss(Math.max(to, loss.start()), loss.end(), loss.cause()));
            } else {
                told.remove(i--);
            }
        }
    }

    /// The end of what was dropped last.
    long droppedTo() {
        return droppedTo;
    }

    /// Where the next chunk that is delivered has to start, which of itself would start at `start`.
    long startOf(long start) {
        return dropping ? Math.min(start, droppedFrom) : start;
    }

    /// How far everything from `from` on was told to be lost.
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
        while (!told.isEmpty()
                && (told.getFirst().start() < end || told.getFirst().end() <= end)) {
            Loss loss = told.removeFirst();
            window.addLoss(new Loss(loss.start(), Math.min(end, loss.end()), loss.cause()));
            if (loss.end() > end) {
                told.addFirst(new Loss(end, loss.end(), loss.cause()));
                return;
            }
        }
    }
}
