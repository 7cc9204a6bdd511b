package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.record.RecordType;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
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
/// raises
/// [InternalError] in the code of its reader, which only a copy would prevent: [#requireUnchanged()] says what
/// happened,
/// as do the next chunk that is asked for and [#forEach]. The run never counts as complete. Chunks that plugins
/// computed are not
/// concerned.
public final class ChunkStream implements Iterable<Chunk>, AutoCloseable {
    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final OpenStream open;
    private final Pipeline pipeline;
    private final Outlet target;
    private final ChunkPass pass;
    private final Cleaner.Cleanable cleanable;
    private boolean iterated;

    private ChunkStream(OpenStream open, int target) {
        this.open = open;
        this.pipeline = open.pipeline();
        this.pass = open.pass();
        this.target = pipeline.plan().targets().get(target);
        this.cleanable = FORGOTTEN.register(this, open::forgotten);
    }

    /// Starts the threads of a pipeline and gives the stream of each of its targets; `onClose` runs when one is
    /// closed. The pipeline ends when all of them are closed.
    ///
    /// Each stream gets all chunks. They are to be read at the same time, by several threads or in turn: one that
    /// nobody reads holds up the others once the rings are full, which are told with [UnreadStreamException].
    ///
    /// @throws PipelineException if a source cannot be opened
    public static List<ChunkStream> start(PipelinePlan plan, StageSettings settings, Consumer<OpenStream> onClose) {
        return start(plan, settings, FlowSettings.defaults(), List.of(), ExecutorManager.withoutReuse(), onClose);
    }

    /// The same on threads of `executors`, which are used again once the streams are closed; watched as `flow` says,
    /// and with taps on what is computed.
    ///
    /// @throws PipelineException if a source cannot be opened
    /// @throws IllegalArgumentException if a tap is on something that is not computed in this pass
    /// @throws IllegalStateException if the executors are closed
    public static List<ChunkStream> start(
            PipelinePlan plan,
            StageSettings settings,
            FlowSettings flow,
            List<Tap> taps,
            ExecutorManager executors,
            Consumer<OpenStream> onClose) {
        return start(plan, settings, flow, taps, executors, Seams.NONE, onClose);
    }

    /// The same with seams.
    static List<ChunkStream> start(
            PipelinePlan plan,
            StageSettings settings,
            FlowSettings flow,
            List<Tap> taps,
            ExecutorManager executors,
            Seams seams,
            Consumer<OpenStream> onClose) {
        Pipeline pipeline = Pipeline.start(plan, settings, flow, taps, executors, seams);
        List<ChunkStream> streams = new ArrayList<>();
        for (int i = 0; i < plan.targets().size(); i++) {
            streams.add(new ChunkStream(new OpenStream(pipeline, i, onClose), i));
        }
        for (ChunkStream stream : streams) {
            stream.watch(streams);
        }
        return List.copyOf(streams);
    }

    private void watch(List<ChunkStream> all) {
        if (all.size() > 1) {
            pass.watch(all.stream()
                    .map(stream -> stream.pass)
                    .filter(other -> other != pass)
                    .toList());
        }
    }

    /// A tap on this stream: looks at every `every`-th chunk from now on, and never slows the stream.
    ///
    /// @throws IllegalArgumentException if `every` is not positive
    /// @throws IllegalStateException if the stream is closed
    public synchronized Tap tap(long every) {
        Tap tap = Tap.of(dataType(), every);
        if (open.isClosed()) {
            throw new IllegalStateException("the stream of " + dataType() + " is closed; tap it while it runs");
        }
        pipeline.attach(tap, target);
        return tap;
    }

    /// How the data flow through the pass that this stream belongs to; may be asked by any thread.
    public FlowStatistics statistics() {
        return pipeline.statistics();
    }

    /// What the watchdog finds stuck now: plugins, sources and readers that do not go on; none if nothing is, or
    /// there is no watchdog. May be asked by any thread.
    public List<StuckStage> stuck() {
        return pipeline.stuck();
    }

    /// The one pass over the chunks.
    ///
    /// @throws IllegalStateException if there was one before
    @Override
    public Iterator<Chunk> iterator() {
        if (iterated) {
            throw new IllegalStateException(
                    "this stream of " + dataType() + " was read already; ask the context for another one");
        }
        iterated = true;
        return new Chunks();
    }

    /// Hands every chunk to `action`, in order. Where memory that a source lent cannot be read, it is the source's
    /// sentence
    /// that is thrown, not [InternalError].
    ///
    /// @throws PipelineException if the run fails
    @Override
    public void forEach(Consumer<? super Chunk> action) {
        try {
            for (Chunk chunk : this) {
                action.accept(chunk);
            }
        } catch (InternalError unreadable) {
            requireUnchanged();
            throw unreadable;
        }
    }

    /// The stream while it is open, without the stream: for whoever closes what others may forget.
    public OpenStream open() {
        return open;
    }

    /// What was delivered so far; may be asked by any thread, also after the end.
    public RunSummary summary() {
        return open.summary();
    }

    /// Checks that memory which a source lent is still what was read: to be asked where reading a chunk raised
    /// [InternalError], which a mapped file does that was cut. May be asked by any thread.
    ///
    /// @throws PipelineException if it is not; the message names the file and what happened to it
    public void requireUnchanged() {
        pipeline.requireUnchanged();
    }

    /// Adds a sentence to the warnings of the run, which stand in the summary of all its streams. For any thread.
    public void warn(String sentence) {
        pipeline.warn(sentence);
    }

    /// Off-heap bytes that the stream holds now; never more than its budget.
    public long reservedBytes() {
        return pipeline.reservedBytes();
    }

    /// The name of the data.
    public String dataType() {
        return pass.dataType();
    }

    /// The type of the records of every chunk.
    public RecordType type() {
        return pass.type();
    }

    /// The run.
    public String runId() {
        return pipeline.plan().runId();
    }

    /// Stops the pipeline and frees its memory; the last chunk is no longer valid. Doing so twice is harmless.
    ///
    /// Another thread than the reading one may close too: it waits until that thread asks for the next chunk, which
    /// it is refused, because the memory of a chunk is not freed under its reader.
    ///
    /// @throws IllegalStateException if the reading thread does not ask within 5 seconds, or a thread of the engine
    ///     does not stop; the memory is freed by the thread that is late, when it does
    @Override
    public void close() {
        open.close();
        cleanable.clean();
    }

    /// The chunks; whoever goes through them has not forgotten the stream.
    private final class Chunks implements Iterator<Chunk> {
        @Override
        public boolean hasNext() {
            return pass.hasNext();
        }

        @Override
        public Chunk next() {
            return pass.next();
        }
    }
}
