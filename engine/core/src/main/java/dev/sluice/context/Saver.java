package dev.sluice.context;

import dev.sluice.chunk.Chunk;
import dev.sluice.store.StoreWriter;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes one type of data of a run to the stores that lack it, on a thread of its own, while the run goes on.
///
/// A store that fails is left out and the others go on. Nothing is found in a store before [#commit].
final class Saver {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String dataType;
    private final Map<AttachedStore, StoreWriter> writers;
    private final List<StoreFailure> failures = new ArrayList<>();
    private Thread thread;
    // A store that is interrupted because the data are not wanted any more has not failed.
    private volatile boolean givenUp;
    private ChunkStream stream;
    private boolean drained;
    private boolean lossy;
    private RuntimeException unclosed;

    /// A saver into these writers, which it aborts or commits.
    Saver(String dataType, Map<AttachedStore, StoreWriter> writers) {
        this.dataType = dataType;
        this.writers = new LinkedHashMap<>(writers);
    }

    String dataType() {
        return dataType;
    }

    /// Starts to drain `stream`, which it closes.
    void start(ChunkStream drainedStream) {
        stream = drainedStream;
        thread = Thread.ofPlatform().daemon().name("sluice-saver-" + dataType).unstarted(this::drain);
        thread.start();
    }

    private void drain() {
        try {
            for (Chunk chunk : stream) {
                lossy |= !chunk.losses().isEmpty();
                write(chunk);
                if (writers.isEmpty()) {
                    return;
                }
            }
            drained = stream.summary().state() == RunState.COMPLETED;
        } catch (RuntimeException ended) {
            // The readers of the targets throw why the run ended.
            drained = false;
        } catch (Throwable death) {
            drained = false;
            unclosed = new IllegalStateException("the saver of " + dataType + " died: " + death, death);
        } finally {
            close();
        }
    }

    private void write(Chunk chunk) {
        for (Map.Entry<AttachedStore, StoreWriter> entry : List.copyOf(writers.entrySet())) {
            try {
                entry.getValue().accept(chunk);
            } catch (Throwable failure) {
                // An Error too: no other thread learns what this one dies of.
                drop(entry.getKey(), failure);
            }
        }
    }

    private void drop(AttachedStore attached, Throwable failure) {
        StoreWriter writer = writers.remove(attached);
        if (!givenUp) {
            failures.add(new StoreFailure(attached, writer.key(), failure));
        }
        writer.abort();
    }

    private void close() {
        // An interrupt asked this thread to end, and closing must not be cut short by it.
        Thread.interrupted();
        try {
            stream.close();
        } catch (RuntimeException failure) {
            unclosed = unclosed == null ? failure : unclosed;
        }
    }

    /// Waits until the last chunk is written.
    ///
    /// @throws InterruptedException if the calling thread is interrupted
    void await() throws InterruptedException {
        thread.join();
    }

    /// Gives up: nothing is kept.
    ///
    /// @throws IllegalStateException if a store does not come to its end
    void abort() {
        givenUp = true;
        if (thread != null) {
            thread.interrupt();
            join();
        }
        writers.values().forEach(StoreWriter::abort);
        writers.clear();
    }

    /// Stops where it is: a store that can keeps the chunks that it has, for a run that goes on from there.
    ///
    /// @throws IllegalStateException if a store does not come to its end
    void suspend() {
        givenUp = true;
        if (thread != null) {
            leaveStream();
            join();
        }
        writers.values().forEach(StoreWriter::suspend);
        writers.clear();
    }

    /// Not by an interrupt, which would close the files that are being written.
    private void leaveStream() {
        try {
            stream.close();
        } catch (RuntimeException late) {
            thread.interrupt();
        }
    }

    private void join() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " does not stop within " + PATIENCE.toSeconds()
                    + " s: a store hangs; look at its disk");
        }
    }

    /// Whether all chunks were written; to be asked when the thread has ended.
    boolean isDrained() {
        return drained;
    }

    /// Whether something is missing in what was written; to be asked when the thread has ended.
    boolean isLossy() {
        return lossy;
    }

    /// Makes the data found.
    void commit() {
        for (Map.Entry<AttachedStore, StoreWriter> entry : List.copyOf(writers.entrySet())) {
            try {
                entry.getValue().commit();
            } catch (IOException | RuntimeException failure) {
                drop(entry.getKey(), failure);
            }
        }
    }

    /// Which stores failed, and why.
    List<StoreFailure> failures() {
        return failures;
    }

    /// What kept the stream from being closed; null if nothing did.
    RuntimeException unclosed() {
        return unclosed;
    }
}
