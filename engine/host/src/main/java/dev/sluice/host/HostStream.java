package dev.sluice.host;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.record.Records;
import dev.sluice.session.SessionException;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A stream that a host reads, one thread at a time, or that calls a function of the host: another reader is refused.
final class HostStream implements AutoCloseable {
    /// Bytes of the header's `sluice_chunk`.
    static final long CHUNK_BYTES = HostLayouts.CHUNK.byteSize();

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long START = HostLayouts.offset(HostLayouts.CHUNK, "start");
    private static final long END = HostLayouts.offset(HostLayouts.CHUNK, "end");
    private static final long NUMBER = HostLayouts.offset(HostLayouts.CHUNK, "number");
    private static final long FIRST_INDEX = HostLayouts.offset(HostLayouts.CHUNK, "first_index");
    private static final long RECORDS = HostLayouts.offset(HostLayouts.CHUNK, "records");
    private static final long COUNT = HostLayouts.offset(HostLayouts.CHUNK, "count");
    private static final long STRIDE = HostLayouts.offset(HostLayouts.CHUNK, "stride");
    private static final long LOSSES = HostLayouts.offset(HostLayouts.CHUNK, "losses");
    private static final long LOST = HostLayouts.offset(HostLayouts.CHUNK, "lost");

    private final ChunkStream stream;
    private final HostSession session;
    private final AtomicReference<Thread> reader = new AtomicReference<>();
    private Iterator<Chunk> chunks;
    private volatile HostCallback callback;
    private volatile ReadyDescriptor ready;
    private volatile boolean closing;

    HostStream(ChunkStream stream, HostSession session) {
        this.stream = stream;
        this.session = session;
    }

    ChunkStream stream() {
        return stream;
    }

    boolean isOf(HostSession other) {
        return session == other;
    }

    /// Refuses `call`, which waits for the callback of this stream, inside of that.
    void refuseWithinCallback(String call) {
        if (Thread.currentThread() == callback) {
            HostCallback.refuse(call, session);
        }
    }

    /// Writes the next chunk to `target`, if it comes within `timeout` nanoseconds; a negative one waits for it.
    HostCode next(long timeout, MemorySegment target) {
        return next(timeout, chunk -> write(chunk, target));
    }

    /// Shows the next chunk to `target`, if it comes within `timeout` nanoseconds; a negative one waits for it.
    HostCode next(long timeout, Consumer<Chunk> target) {
        take();
        try {
            HostCode code = read(timeout, target);
            show(code != HostCode.TIMEOUT);
            return code;
        } catch (RuntimeException | Error failure) {
            show(true);
            throw HostException.of(failure);
        } finally {
            reader.set(null);
        }
    }

    /// Makes the file descriptor readable or not, where there is one.
    private void show(boolean something) {
        ReadyDescriptor descriptor = ready;
        if (descriptor != null) {
            descriptor.show(something);
        }
    }

    /// The calling thread becomes the reader.
    private void take() {
        Thread own = Thread.currentThread();
        Thread other = reader.compareAndExchange(null, own);
        if (other instanceof HostCallback) {
            throw new HostException(HostCode.STATE, this + " calls a function with its chunks; take them there");
        }
        if (other != null) {
            String reading = other == own ? "a call of this thread that has not returned" : "thread " + other.getName();
            throw new HostException(HostCode.STATE, this + " is read by " + reading + "; one thread at a time may");
        }
    }

    private HostCode read(long timeout, Consumer<Chunk> target) {
        begin();
        if (timeout >= 0 && !stream.awaitNext(Duration.ofNanos(timeout))) {
            return HostCode.TIMEOUT;
        }
        if (!chunks.hasNext()) {
            return HostCode.END;
        }
        target.accept(chunks.next());
        return HostCode.OK;
    }

    private void begin() {
        if (chunks == null) {
            chunks = stream.iterator();
        }
    }

    /// Calls `function` with each chunk from now on.
    ///
    /// @throws HostException if the stream is read by another thread, or calls a function already
    void deliver(MemorySegment function, MemorySegment context) {
        take();
        try {
            if (ready != null) {
                throw new HostException(
                        HostCode.STATE, this + " has a file descriptor, so that sluice_stream_next reads it");
            }
            begin();
            callback = new HostCallback(this, chunks, function, context);
            // Asked after that: a thread that closes sees the callback, or is seen here.
            if (closing) {
                callback.callNoMore();
            }
            callback.start();
        } catch (OutOfMemoryError noThread) {
            callback = null;
            throw noThread;
        } finally {
            reader.set(callback);
        }
    }

    /// The callback of this stream.
    ///
    /// @throws HostException if there is none
    HostCallback callback() {
        HostCallback made = callback;
        if (made == null) {
            throw new HostException(
                    HostCode.STATE, this + " calls no function; give it one by sluice_stream_callback first");
        }
        return made;
    }

    /// A file descriptor that is readable while there is something to read, made by the first call.
    ///
    /// @throws HostException if the stream calls a function, or the system gives no descriptor
    int descriptor() {
        take();
        try {
            if (ready == null) {
                begin();
                ready = new ReadyDescriptor(stream::whenReady);
                if (closing) {
                    ready.close();
                }
            }
            return ready.number();
        } finally {
            reader.set(callback);
        }
    }

    /// Writes what there is to say of `chunk` to a `sluice_chunk`.
    static void write(Chunk chunk, MemorySegment target) {
        Records records = chunk.records();
        int losses = chunk.losses().size();
        target.set(LONG, START, chunk.start());
        target.set(LONG, END, chunk.end());
        target.set(LONG, NUMBER, chunk.number());
        target.set(LONG, FIRST_INDEX, chunk.firstIndex());
        target.set(LONG, RECORDS, records.segment().address() + records.byteOffset());
        target.set(LONG, COUNT, records.count());
        target.set(LONG, STRIDE, records.type().size());
        target.set(LONG, LOSSES, losses);
        target.set(LONG, LOST, losses == 0 ? 0 : lost(chunk));
    }

    private static long lost(Chunk chunk) {
        long lost = 0;
        for (Loss loss : chunk.losses()) {
            lost += loss.end() - loss.start();
        }
        return lost;
    }

    /// No call of its function is made from now on, but for the one that may run.
    void callNoMore() {
        closing = true;
        HostCallback delivering = callback;
        if (delivering != null) {
            delivering.callNoMore();
        }
    }

    @Override
    public void close() {
        closing = true;
        HostCallback delivering = callback;
        if (delivering != null) {
            delivering.end();
        }
        ReadyDescriptor descriptor = ready;
        if (descriptor != null) {
            descriptor.close();
        }
        try {
            stream.close();
        } catch (RuntimeException failure) {
            throw SessionException.of(failure);
        }
    }

    @Override
    public String toString() {
        return "stream of " + stream.dataType();
    }
}
