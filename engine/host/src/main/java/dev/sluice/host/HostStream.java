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

/// A stream that a host reads, one thread at a time; another that asks meanwhile is refused.
final class HostStream implements AutoCloseable {
    /// Bytes of the header's `sluice_chunk`.
    static final long CHUNK_BYTES = 80;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final ChunkStream stream;
    private final AtomicReference<Thread> reader = new AtomicReference<>();
    private Iterator<Chunk> chunks;

    HostStream(ChunkStream stream) {
        this.stream = stream;
    }

    ChunkStream stream() {
        return stream;
    }

    /// Writes the next chunk to `target`, if it comes within `timeout` nanoseconds; a negative one waits for it.
    HostCode next(long timeout, MemorySegment target) {
        Thread own = Thread.currentThread();
        Thread other = reader.compareAndExchange(null, own);
        if (other != null) {
            String who = other == own ? "a callback of this thread's own call" : "thread " + other.getName();
            throw new HostException(HostCode.STATE, this + " is read by " + who + "; one thread at a time may");
        }
        try {
            return read(timeout, target);
        } catch (RuntimeException | Error failure) {
            throw HostException.of(failure);
        } finally {
            reader.set(null);
        }
    }

    private HostCode read(long timeout, MemorySegment target) {
        if (chunks == null) {
            chunks = stream.iterator();
        }
        if (timeout >= 0 && !stream.awaitNext(Duration.ofNanos(timeout))) {
            return HostCode.TIMEOUT;
        }
        if (!chunks.hasNext()) {
            return HostCode.END;
        }
        write(chunks.next(), target);
        return HostCode.OK;
    }

    private static void write(Chunk chunk, MemorySegment target) {
        Records records = chunk.records();
        long lost = 0;
        for (Loss loss : chunk.losses()) {
            lost += loss.end() - loss.start();
        }
        target.set(LONG, 8, chunk.start());
        target.set(LONG, 16, chunk.end());
        target.set(LONG, 24, chunk.number());
        target.set(LONG, 32, chunk.firstIndex());
        target.set(LONG, 40, records.segment().address() + records.byteOffset());
        target.set(LONG, 48, records.count());
        target.set(LONG, 56, records.type().size());
        target.set(LONG, 64, chunk.losses().size());
        target.set(LONG, 72, lost);
    }

    @Override
    public void close() {
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
