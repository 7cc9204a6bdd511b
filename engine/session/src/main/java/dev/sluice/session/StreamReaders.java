package dev.sluice.session;

import dev.sluice.formats.FormatException;
import dev.sluice.session.output.RecordSink;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Reads the streams of one pass to their ends, each into a sink of its own: one on the calling thread, several on a
/// thread each, as one that is not read would hold up the others. Stateless.
final class StreamReaders {
    private StreamReaders() {}

    /// Reads all; the streams and sinks stay the caller's.
    ///
    /// @throws RuntimeException the failure of the pass, once no thread reads any more; the streams are closed then
    static void drain(List<ChunkStream> streams, List<RecordSink> sinks) {
        if (streams.size() == 1) {
            drain(streams.get(0), sinks.get(0));
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                streams.size(), Thread.ofPlatform().daemon().name("sluice-reader-", 1)::unstarted);
        ExecutorCompletionService<Void> ends = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < streams.size(); i++) {
            ChunkStream stream = streams.get(i);
            RecordSink sink = sinks.get(i);
            ends.submit(() -> {
                drain(stream, sink);
                return null;
            });
        }
        try {
            await(ends, streams);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void drain(ChunkStream stream, RecordSink sink) {
        stream.forEach(chunk -> sink.accept(chunk.records()));
    }

    /// The first failure closes all streams, so that the other readers end too.
    private static void await(ExecutorCompletionService<Void> ends, List<ChunkStream> streams) {
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            try {
                ends.take().get();
            } catch (ExecutionException failed) {
                failures.add(failed.getCause());
            } catch (InterruptedException interrupted) {
                // What is left of the run is stopped, and the readers are waited for all the same.
                failures.add(new IllegalStateException("interrupted while the run went on", interrupted));
                i--;
            }
            if (failures.size() == 1) {
                closeAll(streams, failures);
            }
        }
        if (!failures.isEmpty()) {
            throw rootOf(failures);
        }
    }

    /// A stream whose reader is inside its sink refuses to close; that is a consequence and hides no cause.
    private static void closeAll(List<ChunkStream> streams, List<Throwable> failures) {
        for (ChunkStream stream : streams) {
            try {
                stream.close();
            } catch (RuntimeException late) {
                failures.get(0).addSuppressed(late);
            }
        }
    }

    /// A plugin's failure and that of an output go before those that they caused in other readers.
    private static RuntimeException rootOf(List<Throwable> failures) {
        Throwable root = failures.stream()
                .filter(failure -> failure instanceof PipelineException || failure instanceof FormatException)
                .findFirst()
                .orElse(failures.get(0));
        if (root instanceof Error) {
            throw (Error) root;
        }
        return (RuntimeException) root;
    }
}
