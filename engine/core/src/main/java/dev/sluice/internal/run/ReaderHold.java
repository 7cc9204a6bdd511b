package dev.sluice.internal.run;

import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.ThreadHold;
import java.time.Duration;

/// The hold of a reader on the chunk that it was handed: closing the stream waits until it is let go, because
/// the memory of a chunk is not freed under its reader. Any thread may close; the reader takes hold and lets go.
final class ReaderHold {
    private final String dataType;
    private final Duration patience;
    private final Parking parking;
    private final ThreadHold hold;
    private volatile boolean closing;
    private volatile boolean left;

    /// The hold on chunks of a stream of `dataType`; a thread that closes waits for `patience`.
    ReaderHold(String dataType, Duration patience) {
        this(dataType, patience, Parking.JVM);
    }

    /// The same whose threads park by `parking`.
    ReaderHold(String dataType, Duration patience, Parking parking) {
        this.parking = parking;
        this.hold = new ThreadHold(parking, Parking.Point.HOLD_TAKEN, Parking.Point.HOLD_GONE);
        this.dataType = dataType;
        this.patience = patience;
    }

    /// The calling thread reads a chunk from now on.
    ///
    /// @throws IllegalStateException if the stream is closed, or is about to be
    void take() {
        hold.take();
        requireOpen();
    }

    /// To be asked by the reader, which reads its last chunk no more if it is refused.
    ///
    /// @throws IllegalStateException if the stream is closed, or is about to be
    void requireOpen() {
        if (closing) {
            letGo();
            throw refusal();
        }
    }

    /// What a reader of a closed stream gets.
    IllegalStateException refusal() {
        return new IllegalStateException("the stream of " + dataType + " is closed");
    }

    /// The last chunk is not read any more.
    void letGo() {
        hold.letGo();
    }

    /// The thread that has a chunk; null if none has.
    Thread holder() {
        return hold.holder();
    }

    /// From now on the reader is refused every chunk.
    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /// Does `last` once no other thread that is alive has a chunk; to be called after [#close()]. A reader that does
    /// not let go in time does it when it asks for its next chunk, and doing so twice is harmless.
    ///
    /// @throws IllegalStateException if the reader is late, the first time that this is called
    void release(Runnable last) {
        if (hold.holder() == Thread.currentThread()) {
            // Another thread that closes at the same time need not wait for this one to ask for another chunk.
            letGo();
        }
        if (left) {
            hold.leave(last);
            return;
        }
        if (hold.await(parking.nanoTime() + patience.toNanos())) {
            last.run();
            return;
        }
        String reader = hold.name();
        left = true;
        hold.leave(last);
        throw new IllegalStateException("thread " + reader
                + " still reads a chunk of " + dataType + " after " + patience.toMillis() / 1000.0
                + " s; its memory is freed when it asks for the next one. Close the stream where it is read");
    }
}
