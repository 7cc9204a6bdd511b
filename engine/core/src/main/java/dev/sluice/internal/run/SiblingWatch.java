package dev.sluice.internal.run;

import dev.sluice.internal.ring.Parking;
import dev.sluice.stream.UnreadStreamException;
import java.time.Duration;
import java.util.List;

/// Looks, while the reader of one stream waits, whether it waits for another stream of the pass, which no thread reads.
/// Used by the thread that waits.
final class SiblingWatch {
    private final ChunkPass waiting;
    private final List<ChunkPass> others;
    private final long patience;
    private final Parking parking;
    private long unreadSince;

    /// Looks on behalf of `waiting` at all `others` of the same pass over the run.
    SiblingWatch(ChunkPass waiting, List<ChunkPass> others, Duration patience, Parking parking) {
        this.waiting = waiting;
        this.others = others;
        this.patience = patience.toNanos();
        this.parking = parking;
    }

    /// A wait begins: its patience is its own.
    void begin() {
        unreadSince = 0;
    }

    /// To be called before the thread parks, and every few milliseconds of the wait.
    ///
    /// The ring of another stream has to be full before it counts as unread, and its feed, which may wait until half of
    /// it is empty, is to fill it: what is awaited may come of the same source.
    ///
    /// @throws UnreadStreamException if another stream has held up this one for too long
    void requireOthersRead() {
        ChunkPass unread = null;
        for (ChunkPass other : others) {
            other.wakeFeed();
            unread = other.isHoldingUp() ? other : unread;
        }
        long now = parking.nanoTime();
        if (unread == null || unreadSince == 0) {
            unreadSince = unread == null ? 0 : now;
        } else if (now - unreadSince >= patience) {
            unreadSince = 0;
            throw new UnreadStreamException(waiting.dataType(), unread.dataType());
        }
    }
}
