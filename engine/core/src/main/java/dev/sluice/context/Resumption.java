package dev.sluice.context;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.store.StoreWriter;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunState;
import java.io.IOException;
import java.util.function.BiFunction;

/// Goes on with what an interrupted run left in a store: computes what comes after it, so that all of it is stored and
/// is loaded. For one thread; used once.
///
/// The records of a range of time do not depend on where it begins, so what is computed from the end of the last chunk
/// on is what the interrupted run would have written.
final class Resumption {
    private final InterruptedData left;
    private final BiFunction<String, TimeRange, ChunkStream> streams;

    /// @param streams gives the stream of a type of data over a range of time, without any selection
    Resumption(InterruptedData left, BiFunction<String, TimeRange, ChunkStream> streams) {
        this.left = left;
        this.streams = streams;
    }

    /// Computes and stores the rest; a sentence on what was done, or why it was not.
    ///
    /// @throws dev.sluice.stream.PipelineException if computing fails: what was written by then is kept too
    String complete() {
        if (!left.isBegun()) {
            return computeAll();
        }
        try (StoreWriter writer = left.store().resume(left.key(), left.type(), TimeRange.UNBOUNDED)) {
            if (writer.resumedAt().isEmpty()) {
                return left.key() + " is computed anew, as what an interrupted run left of it is gone";
            }
            return complete(writer, writer.resumedAt().getAsLong());
        } catch (IOException refused) {
            return "what an interrupted run left of " + left.key() + " in store "
                    + left.store().name() + " is not gone on with: " + refused.getMessage();
        }
    }

    /// Without a part that is there already it is a run like any other, which keeps what it gives.
    private String computeAll() {
        try (ChunkStream stream = streams.apply(left.key().dataType(), TimeRange.UNBOUNDED)) {
            for (Chunk chunk : stream) {
                chunk.number();
            }
            return left.key() + " was computed first, as what depends on it was interrupted before";
        }
    }

    private String complete(StoreWriter writer, long from) throws IOException {
        try (ChunkStream stream = streams.apply(left.key().dataType(), new TimeRange(from, Long.MAX_VALUE))) {
            for (Chunk chunk : stream) {
                writer.accept(chunk);
            }
            if (stream.summary().state() == RunState.COMPLETED) {
                writer.commit();
                return left.key() + " was interrupted before: what was stored up to time=" + from
                        + " is loaded, and what comes after was computed now";
            }
            return left.key() + " is not complete yet: its stream was closed";
        } finally {
            // Where it was committed, or has failed, this does nothing.
            writer.suspend();
        }
    }
}
