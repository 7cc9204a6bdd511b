package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.record.RecordType;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// The chunks of one type of data of one run, in order of time; a running pipeline until it is closed.
///
/// Read once, by one thread at a time. A chunk belongs to the stream: it may be read until the next one is asked
/// for; `detach` it to keep it. Close the stream to stop its threads and free its memory, also when it was read to
/// the end. If a plugin or a source fails, the chunks before it are delivered, then [PipelineException] is thrown.
///
/// A chunk of a source may lie in a mapped file. Where another program cuts that file meanwhile, reading the chunk
/// raises [InternalError] in the code of its reader, which only a copy would prevent: [#requireUnchanged()] and
/// [#forEach] say what happened, as does asking for a chunk 10 ms later, or the end of the stream where the source
/// reads many files. The run never counts as complete. Chunks that plugins computed are not concerned.
public interface ChunkStream extends Iterable<Chunk>, AutoCloseable {
    /// A tap on this stream: looks at every `every`-th chunk from now on, and never slows the stream.
    ///
    /// @throws IllegalArgumentException if `every` is not positive
    /// @throws IllegalStateException if the stream is closed
    Tap tap(long every);

    /// How the data flow through the pass that this stream belongs to; may be asked by any thread.
    PipelineStatistics statistics();

    /// What the watchdog finds stuck now: plugins, sources and readers that do not go on; none if nothing is, or
    /// there is no watchdog. May be asked by any thread.
    List<StallReport> stuck();

    /// The one pass over the chunks.
    ///
    /// @throws IllegalStateException if there was one before
    @Override
    Iterator<Chunk> iterator();

    /// Waits for the next chunk, or the end, for as long as `limit` and some milliseconds; false if neither came.
    ///
    /// After true, [#iterator()]'s `hasNext` returns, or throws, without a wait. For the thread that reads, which keeps
    /// the chunk that it has. [Duration#ZERO] looks only.
    ///
    /// @throws IllegalArgumentException if `limit` is negative
    /// @throws PipelineException if the run fails
    /// @throws InterruptedWaitException if the thread is interrupted while it waits
    boolean awaitNext(Duration limit);

    /// Has `call` run once, as soon as the next chunk, the end or a failure is there: at once if it is. For a reader
    /// that waits for several things, after [#awaitNext] returned false; then it asks again.
    ///
    /// A thread of the engine or of a publisher runs it, so that it has to be short and must not throw. It may come
    /// although nothing is there, or twice. A wait of the reader takes its place: then it does not come.
    void whenReady(Runnable call);

    /// What was delivered so far; may be asked by any thread, also after the end.
    RunSummary summary();

    /// Checks that memory which a source lent is still what was read: to be asked where reading a chunk raised
    /// [InternalError], which a mapped file does that was cut. May be asked by any thread.
    ///
    /// @throws PipelineException if it is not; the message names the file and what happened to it
    void requireUnchanged();

    /// Hands every chunk to `action`, in order. Where memory that a source lent cannot be read, it throws the sentence
    /// of the source, not [InternalError].
    ///
    /// @throws PipelineException if the run fails
    @Override
    void forEach(Consumer<? super Chunk> action);

    /// Adds a sentence to the warnings of the run, which stand in the summary of all its streams. For any thread.
    void warn(String sentence);

    /// Off-heap bytes that the stream holds now; never more than its budget.
    long reservedBytes();

    /// The name of the data.
    String dataType();

    /// The type of the records of every chunk.
    RecordType type();

    /// The run.
    String runId();

    /// Stops the pipeline and frees its memory; the last chunk is no longer valid. Doing so twice is harmless.
    ///
    /// Another thread than the reading one may close too: it waits until that thread asks for the next chunk, which
    /// it is refused, because the memory of a chunk is not freed under its reader.
    ///
    /// @throws IllegalStateException if the reading thread does not ask within 5 seconds, or a thread of the engine
    ///     does not stop; the memory is freed by the thread that is late, when it does
    @Override
    void close();
}
