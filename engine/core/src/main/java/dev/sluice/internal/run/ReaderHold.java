package dev.sluice.internal.run;

import dev.sluice.executor.Parking;
import dev.sluice.internal.ring.MemoryHold;
import java.time.Duration;

/// The hold of a reader on the chunk that it was handed: closing the stream waits until it is let go, because
/// the memory of a chunk is not freed under its reader. Any thread may close; the reader takes hold and lets go.
final class ReaderHold {
    private final String dataType;
    private final Duration patience;
    private final Parking parking;
    private final MemoryHold memory = new MemoryHold();
    private volatile boolean closing;
    private volatile boolean left;
    private volatile Thread holder;

    /// The hold on chunks of a stream of `dataType`; a thread that closes waits for `patience`.
    ReaderHold(String dataType, Duration patience) {
        this(dataType, patience, Parking.JVM);
    }

    /// The same whose threads park by `parking`.
    ReaderHold(String dataType, Duration patience, Parking parking) {
        this.parking = parking;
        this.dataType = dataType;
        this.patience = patience;
    }

    /// The calling thread reads a chunk from now on.
    ///
    /// @throws IllegalStateException if the stream is closed, or is about to be
    void take() {
        // Written before `closing` is read: a thread that closes sees the holder, or the holder sees the
        // close.
        holder = Thread.currentThread();
        parking.step(Parking.Point.HOLD_TAKEN);
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
        holder = null;
        parking.step(Parking.Point.HOLD_GONE);
        memory.letGo();
    }

    /// The thread that has a chunk; null if none has.
    Thread holder() {
        return holder;
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
        if (holder == Thread.currentThread()) {
            // Another thread that closes at the same time need not wait for this one to ask for another chunk.
            letGo();
        }
        if (left) {
            memory.leave(this::isHeld, last);
            return;
        }
        if (MemoryHold.await(this::isHeld, parking.nanoTime() + patience.toNanos(), parking)) {
            last.run();
            return;
        }
        Thread reader = holder;
        left = true;
        memory.leave(this::isHeld, last);
        throw new IllegalStateException("thread " + (reader == null ? "?" : reader.getName())
                + " still reads a chunk of " + dataType + " after " + patience.toMillis() / 1000.0
                + " s; its memory is freed when it asks for the next one. Close the stream where it is read");
    }

    private boolean isHeld() {
        Thread reader = holder;
        return reader != null && reader != Thread.currentThread() && reader.isAlive();
    }
}
