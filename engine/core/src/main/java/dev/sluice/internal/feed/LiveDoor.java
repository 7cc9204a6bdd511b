package dev.sluice.internal.feed;

import dev.sluice.internal.ring.Parking;
import dev.sluice.stream.InterruptedWaitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Which pass a live input feeds: one at a time comes in, and only that one goes out again. Safe for any thread.
///
/// Every change is made under one lock; a publisher reads the pass without it.
///
/// @param <F> what fills the ring of a pass
public final class LiveDoor<F> {
    private final String dataType;
    private final Predicate<F> stopped;
    private final Parking parking;
    private final List<Thread> waiting = new ArrayList<>();
    private volatile F fed;
    private boolean closed;

    /// The door of the live input of `dataType`; `stopped` says whether what is published goes nowhere.
    public LiveDoor(String dataType, Predicate<F> stopped) {
        this(dataType, stopped, Parking.JVM);
    }

    /// The same whose publishers wait by `parking`.
    LiveDoor(String dataType, Predicate<F> stopped, Parking parking) {
        this.parking = parking;
        this.dataType = dataType;
        this.stopped = stopped;
    }

    /// The pass that came in last, which its readers may have left by now; null if there is none.
    public F fed() {
        return fed;
    }

    /// Whether a pass takes what is published.
    boolean isRead() {
        F pass = fed;
        return pass != null && !stopped.test(pass);
    }

    /// Whether passes may still come in.
    synchronized boolean isOpen() {
        return !closed;
    }

    /// A pass comes in, in the place of one that its readers have left.
    ///
    /// @throws IllegalStateException if the door is closed, or another pass is read
    public synchronized void connect(F pass) {
        if (closed) {
            throw new IllegalStateException("the live input of " + dataType + " is closed; open streams before");
        }
        if (isRead()) {
            throw new IllegalStateException("the live input of " + dataType + " is being read already; it feeds one"
                    + " pass at a time: name all that you want in one call of getStreams(...)");
        }
        fed = pass;
        waiting.forEach(parking::unpark);
    }

    /// That pass goes out; one that came in meanwhile stays.
    public synchronized void leave(F pass) {
        if (fed == pass) {
            fed = null;
        }
    }

    /// Makes a change that holds for the passes to come.
    ///
    /// @throws IllegalStateException if a pass is read, which goes on as it began; the message names the `setting`
    synchronized void change(String setting, Runnable change) {
        if (isRead()) {
            throw new IllegalStateException(setting + " comes too late: a stream of " + dataType
                    + " is open and goes on as it began; set it before the stream is opened, or after finish()");
        }
        change.run();
    }

    /// No other pass comes in. False if the door was closed before.
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        waiting.forEach(parking::unpark);
        return first;
    }

    /// Waits until a pass has come in.
    ///
    /// @throws InterruptedWaitException if the calling thread is interrupted
    /// @throws IllegalStateException if none comes within `patience`, or the door is closed
    public F await(Duration patience) {
        long begun = parking.nanoTime();
        begin();
        try {
            while (isAwaited() && parking.nanoTime() - begun < patience.toNanos()) {
                if (Thread.interrupted()) {
                    throw new InterruptedWaitException(
                            "a stream of " + dataType, "nothing was claimed or published; call again", null);
                }
                parking.step(Parking.Point.UNFED);
                parking.park(this, Math.max(1, patience.toNanos() - (parking.nanoTime() - begun)));
            }
        } finally {
            end();
        }
        return required(patience);
    }

    private synchronized void begin() {
        waiting.add(Thread.currentThread());
    }

    private synchronized void end() {
        waiting.remove(Thread.currentThread());
    }

    private synchronized boolean isAwaited() {
        return fed == null && !closed;
    }

    private synchronized F required(Duration patience) {
        if (closed) {
            throw new IllegalStateException("the live input of " + dataType + " is closed");
        }
        if (fed == null) {
            throw new IllegalStateException("no stream takes what is published as " + dataType + ", after waiting "
                    + patience.toMillis() + " ms; open a stream of it, or of what is computed from it, first");
        }
        return fed;
    }
}
