package dev.sluice.internal.run;

import dev.sluice.internal.ring.Parking;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunState;
import dev.sluice.stream.RunSummary;
import java.util.function.Consumer;

/// What there is of a [ChunkStream] while it is open, for code that closes it: it holds threads and memory, but not
/// the stream itself, which can so be forgotten. Safe from any thread.
public final class OpenStream implements AutoCloseable {
    private final Pipeline pipeline;
    private final ChunkPass pass;
    private final Consumer<OpenStream> onClose;
    private volatile boolean asked;
    private boolean closed;

    OpenStream(Pipeline pipeline, int target, Consumer<OpenStream> onClose) {
        this.pipeline = pipeline;
        this.pass = new ChunkPass(pipeline, target);
        this.onClose = onClose;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    ChunkPass pass() {
        return pass;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /// The name of the data.
    public String dataType() {
        return pass.dataType();
    }

    /// What was delivered so far; also after the end.
    public RunSummary summary() {
        return pass.counters().summary(pipeline.skipped(), pipeline.warnings(), pipeline.notes());
    }

    /// Adds a sentence to the warnings of the run.
    public void warn(String sentence) {
        pipeline.warn(sentence);
    }

    /// Off-heap bytes that the pass holds now.
    public long reservedBytes() {
        return pipeline.reservedBytes();
    }

    /// Closes the stream, as [ChunkStream#close()] does.
    @Override
    public void close() {
        asked = true;
        Parking parking = pipeline.seams().parking();
        pass.hold().close();
        parking.step(Parking.Point.CLOSING);
        pass.counters().end(RunState.CLOSED);
        pass.leave();
        parking.step(Parking.Point.CLOSED);
        pass.hold().release(this::free);
    }

    private synchronized void free() {
        if (closed) {
            return;
        }
        closed = true;
        pass.close();
        try {
            pipeline.release();
        } finally {
            onClose.accept(this);
        }
    }

    /// The stream is not reachable any more, so that none can close it. Returns at once: closing may have to wait for
    /// a plugin.
    void forgotten() {
        if (!asked) {
            Thread.ofPlatform().daemon().name("sluice-forgotten-" + dataType()).start(this::closeForgotten);
        }
    }

    private void closeForgotten() {
        System.Logger log = System.getLogger(ChunkStream.class.getName());
        log.log(
                System.Logger.Level.WARNING,
                "the stream of " + dataType() + " of run " + pipeline.plan().runId()
                        + " was forgotten: nothing refers to it any more, and it was never closed; its threads end and its "
                        + pipeline.reservedBytes()
                        + " bytes are freed now. Close streams, or their context, for example with"
                        + " try (ChunkStream stream = ...) { ... }");
        // The reader of the last chunk cannot ask for another one.
        pass.hold().letGo();
        try {
            close();
        } catch (RuntimeException failure) {
            log.log(
                    System.Logger.Level.WARNING,
                    "a forgotten stream of " + dataType() + " was not closed well",
                    failure);
        }
    }
}
