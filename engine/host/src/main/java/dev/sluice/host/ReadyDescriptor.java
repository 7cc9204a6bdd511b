package dev.sluice.host;

import java.util.function.Consumer;

/// A file descriptor of a stream, for `poll` and its kin: readable from the moment when there is something to read,
/// until a look finds nothing.
///
/// The thread that reads the stream shows what it found; a thread of the engine calls when there is something new.
final class ReadyDescriptor implements AutoCloseable {
    private final Consumer<Runnable> whenReady;
    private final Runnable signal = this::signal;
    private final SignalPipe pipe;
    private boolean shown;
    private boolean closed;

    /// Readable at first: nothing is known of the stream yet.
    ///
    /// @param whenReady has a call made once there is something to read
    /// @throws HostException if the system has no descriptor left
    ReadyDescriptor(Consumer<Runnable> whenReady) {
        this.whenReady = whenReady;
        this.pipe = SignalPipe.open();
        signal();
    }

    int number() {
        return pipe.readEnd();
    }

    /// Makes it readable, or not and asks for a call; by the thread that reads the stream.
    void show(boolean something) {
        if (something) {
            signal();
        } else {
            drain();
            whenReady.accept(signal);
        }
    }

    private synchronized void signal() {
        if (!shown && !closed) {
            shown = true;
            pipe.signal();
        }
    }

    private synchronized void drain() {
        if (shown && !closed) {
            shown = false;
            pipe.drain();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            pipe.close();
        }
    }
}
