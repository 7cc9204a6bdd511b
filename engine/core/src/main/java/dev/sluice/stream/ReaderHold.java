package dev.sluice.stream;

import java.util.concurrent.TimeUnit;

/// The hold of a reader on the chunk that it was handed: whoever closes the stream waits until it is let go, because
/// the memory of a chunk is not freed under its reader. Any thread may close; the reader takes hold and lets go.
final class ReaderHold {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final String dataType;
    private volatile boolean closing;
    private volatile Thread holder;

    /// The hold on chunks of a stream of `dataType`.
    ReaderHold(String dataType) {
        this.dataType = dataType;
    }

    /// The calling thread reads a chunk from now on.
    ///
    /// @throws IllegalStateException if the stream is closed, or is about to be
    void take() {
        // Written before `closing` is read: who closes from another thread sees the holder, or the holder sees the
        // close.
        holder = Thread.currentThread();
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

    /// What a reader of a closed stream is told.
    IllegalStateException refusal() {
        return new IllegalStateException("the stream of " + dataType + " is closed");
    }

    /// The last chunk is not read any more.
    void letGo() {
        holder = null;
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

    /// Waits until no other thread that is alive has a chunk; to be called behind [#close()].
    ///
    /// @throws IllegalStateException if that takes longer than 5 seconds
    void awaitLetGo() {
        if (holder == Thread.currentThread()) {
            // Whoever closes at the same time need not wait for this thread to ask for another chunk.
            letGo();
        }
        long deadline = System.nanoTime() + PATIENCE;
        Nap nap = new Nap();
        try {
            Thread reader = holder;
            while (reader != null && reader.isAlive()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("thread " + reader.getName() + " still reads a chunk of "
                            + dataType + " after " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE)
                            + " s; its memory is kept. Close the stream where it is read");
                }
                nap.take();
                reader = holder;
            }
        } finally {
            nap.end();
        }
    }
}
