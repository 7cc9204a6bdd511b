package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.record.RecordType;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineStatistics;
import dev.sluice.stream.RunSummary;
import dev.sluice.stream.StallReport;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.Tap;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// The stream of one target of a running pipeline. Safe as a [ChunkStream] is.
public final class PipelineStream implements ChunkStream {
    private static final Cleaner FORGOTTEN = Cleaner.create();
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final OpenStream open;
    private final Pipeline pipeline;
    private final OutputRef target;
    private final ChunkPass pass;
    private final Cleaner.Cleanable cleanable;
    private boolean iterated;

    private PipelineStream(OpenStream open, int target) {
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
    /// no thread reads holds up the others once the rings are full, which throw `UnreadStreamException`.
    ///
    /// @throws dev.sluice.stream.PipelineException if a source cannot be opened
    public static List<PipelineStream> start(PipelinePlan plan, StreamSettings settings, Consumer<OpenStream> onClose) {
        return start(plan, settings, List.of(), ExecutorManager.withoutReuse(), onClose);
    }

    /// The same on threads of `executors`, which are used again once the streams are closed; with
    /// taps on what is computed.
    ///
    /// @throws dev.sluice.stream.PipelineException if a source cannot be opened
    /// @throws IllegalArgumentException if a tap is on something that is not computed in this pass
    /// @throws IllegalStateException if the executors are closed
    public static List<PipelineStream> start(
            PipelinePlan plan,
            StreamSettings settings,
            List<CopyingTap> taps,
            ExecutorManager executors,
            Consumer<OpenStream> onClose) {
        return start(plan, settings, taps, executors, Seams.NONE, onClose);
    }

    /// The same with seams.
    static List<PipelineStream> start(
            PipelinePlan plan,
            StreamSettings settings,
            List<CopyingTap> taps,
            ExecutorManager executors,
            Seams seams,
            Consumer<OpenStream> onClose) {
        Pipeline pipeline = Pipeline.start(plan, settings, taps, executors, seams);
        List<PipelineStream> streams = new ArrayList<>();
        for (int i = 0; i < plan.targets().size(); i++) {
            streams.add(new PipelineStream(new OpenStream(pipeline, i, onClose), i));
        }
        for (PipelineStream stream : streams) {
            stream.watch(streams);
        }
        return List.copyOf(streams);
    }

    private void watch(List<PipelineStream> all) {
        if (all.size() > 1) {
            pass.watch(all.stream()
                    .map(stream -> stream.pass)
                    .filter(other -> other != pass)
                    .toList());
        }
    }

    @Override
    public synchronized Tap tap(long every) {
        CopyingTap tap = new CopyingTap(dataType(), every);
        if (open.isClosed()) {
            throw new IllegalStateException("the stream of " + dataType() + " is closed; tap it while it runs");
        }
        pipeline.attach(tap, target);
        return tap;
    }

    @Override
    public PipelineStatistics statistics() {
        return pipeline.statistics();
    }

    @Override
    public List<StallReport> stuck() {
        return pipeline.stuck();
    }

    @Override
    public Iterator<Chunk> iterator() {
        if (iterated) {
            throw new IllegalStateException(
                    "this stream of " + dataType() + " was read already; ask the context for another one");
        }
        iterated = true;
        return new Chunks();
    }

    @Override
    public boolean awaitNext(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit=" + limit + " is negative; Duration.ZERO does not wait");
        }
        return pass.awaitNext(limit.compareTo(LONGEST_WAIT) < 0 ? limit.toNanos() : LONGEST_WAIT.toNanos());
    }

    @Override
    public void whenReady(Runnable call) {
        pass.whenReady(call);
    }

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

    /// The stream while it is open, without the stream: for the code that closes what others may forget.
    public OpenStream open() {
        return open;
    }

    @Override
    public RunSummary summary() {
        return open.summary();
    }

    @Override
    public void requireUnchanged() {
        pipeline.feeds().requireUnchanged();
    }

    @Override
    public void warn(String sentence) {
        pipeline.warn(sentence);
    }

    @Override
    public long reservedBytes() {
        return pipeline.reservedBytes();
    }

    @Override
    public String dataType() {
        return pass.dataType();
    }

    @Override
    public RecordType type() {
        return pass.type();
    }

    @Override
    public String runId() {
        return pipeline.plan().runId();
    }

    @Override
    public void close() {
        open.close();
        cleanable.clean();
    }

    /// The chunks; code that goes through them has not forgotten the stream.
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
