package dev.sluice.context.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Continuity;
import dev.sluice.chunk.Loss;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// What a reader got of a stream, up to its end or failure.
final class Outcome {
    /// One row.
    record Row(long time, long end, long value) {}

    final List<Row> rows = new ArrayList<>();
    final List<Loss> losses = new ArrayList<>();
    int chunks;
    long start;
    long end;
    Throwable failure;

    static Outcome of(ChunkStream stream) {
        Outcome outcome = new Outcome();
        try {
            Continuity continuity = new Continuity();
            for (Chunk chunk : stream) {
                continuity.accept(chunk);
                outcome.add(chunk);
            }
        } catch (Throwable thrown) {
            outcome.failure = thrown;
        }
        return outcome;
    }

    /// Reads several streams, each by a thread of its own. Bounded: a thread that hangs fails the test.
    static List<Outcome> ofAll(List<ChunkStream> streams) throws InterruptedException, ExecutionException {
        ExecutorService readers = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("reader-", 0).factory());
        try {
            List<Future<Outcome>> outcomes = streams.stream()
                    .map(stream -> readers.submit(() -> of(stream)))
                    .toList();
            List<Outcome> all = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                all.add(within(
                        outcomes.get(i), "the reader of " + streams.get(i).dataType()));
            }
            return all;
        } finally {
            readers.shutdownNow();
        }
    }

    static <T> T within(Future<T> future, String who) throws InterruptedException, ExecutionException {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException hang) {
            StringBuilder stacks = new StringBuilder(who + " hangs");
            engineThreads().forEach(thread -> {
                stacks.append('\n').append(thread.getName());
                Stream.of(thread.getStackTrace())
                        .limit(8)
                        .forEach(frame -> stacks.append("\n    ").append(frame));
            });
            throw new AssertionError(stacks.toString(), hang);
        }
    }

    static List<Thread> engineThreads() {
        return EngineThreads.alive().stream()
                .filter(thread -> !thread.getName().startsWith("sluice-idle"))
                .toList();
    }

    /// Closes the streams, after which neither a thread nor memory may be left.
    static void closeAll(List<ChunkStream> streams) {
        streams.forEach(ChunkStream::close);
        assertNothingLeft(streams);
    }

    static void assertNothingLeft(List<ChunkStream> streams) {
        streams.forEach(stream -> assertEquals(0, stream.reservedBytes(), stream.dataType()));
        assertEquals(List.of(), engineThreads());
    }

    private void add(Chunk chunk) {
        start = chunks++ == 0 ? chunk.start() : start;
        end = chunk.end();
        losses.addAll(chunk.losses());
        Records records = chunk.records();
        for (long i = 0; i < records.count(); i++) {
            rows.add(new Row(Steady.TIME.get(records, i), Steady.END.get(records, i), Steady.VALUE.get(records, i)));
        }
    }

    /// The rows that start in an interval.
    List<Row> rows(long from, long to) {
        return rows.stream()
                .filter(row -> row.time() >= from && row.time() < to)
                .toList();
    }
}
