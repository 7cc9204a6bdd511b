package dev.sluice.context;

import dev.sluice.chunk.Chunk;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Reads streams of one pass to their ends, all at the same time, and gives each as one chunk.
///
/// Each stream is read by a thread of its own: read in turn, one that comes late would hold up those that it waits for.
final class WholeRun {
    private final List<ChunkStream> streams;
    private final List<ChunkAccumulator> gathered = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /// Reads `streams`, which it does not close, into `limit` bytes at most.
    WholeRun(List<ChunkStream> streams, long limit) {
        this.streams = streams;
        AtomicLong taken = new AtomicLong();
        for (ChunkStream stream : streams) {
            boolean alone = streams.size() == 1;
            gathered.add(new ChunkAccumulator(
                    stream.type(), limit, taken, () -> alone ? Arena.ofConfined() : Arena.ofShared()));
        }
    }

    /// The streams, each as one chunk with memory of `arena`.
    List<Chunk> into(Arena arena) {
        try {
            read();
            List<Chunk> chunks = new ArrayList<>();
            for (int i = 0; i < streams.size(); i++) {
                ChunkStream stream = streams.get(i);
                chunks.add(gathered.get(i).into(arena, stream.runId(), stream.dataType()));
            }
            return List.copyOf(chunks);
        } finally {
            gathered.forEach(ChunkAccumulator::close);
        }
    }

    private void read() {
        if (streams.size() == 1) {
            streams.get(0).forEach(gathered.get(0)::add);
            return;
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            int number = i;
            threads.add(Thread.ofVirtual()
                    .name("sluice-gather-" + streams.get(i).dataType())
                    .start(() -> read(number)));
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= !joined(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow();
    }

    private void read(int number) {
        try {
            streams.get(number).forEach(gathered.get(number)::add);
        } catch (Throwable failed) {
            if (failure.compareAndSet(null, failed)) {
                // The others would wait for this one to be read on.
                closeOthers(number);
            }
        }
    }

    private void closeOthers(int number) {
        streams.get(number).close();
        for (ChunkStream stream : streams) {
            stream.close();
        }
    }

    /// False if the waiting thread was interrupted: then the streams are closed, which ends the readers.
    private boolean joined(Thread thread) {
        boolean undisturbed = true;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                undisturbed = false;
                failure.compareAndSet(
                        null, new IllegalStateException("interrupted while the run was gathered", interrupted));
                streams.forEach(ChunkStream::close);
            }
        }
        return undisturbed;
    }

    private void rethrow() {
        Throwable failed = failure.get();
        if (failed instanceof Error) {
            throw (Error) failed;
        }
        if (failed != null) {
            throw (RuntimeException) failed;
        }
    }
}
