package dev.sluice.context;

import dev.sluice.analysis.JoinedTypes;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.run.PipelineStream;
import dev.sluice.plugin.Product;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageHash;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.MergedStream;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The streaming of one run: the streams themselves, what is made of a whole one, and where their data come from.
///
/// Set up by one thread, by its settings: how many workers, how large the chunks, how much memory.
/// What is set is what the next stream runs with; the results do not depend on it.
public final class StreamingContext extends StreamingSettings {
    private final Context context;

    StreamingContext(Context context, String runId) {
        super(context, runId);
        this.context = context;
    }

    @Override
    StreamingContext self() {
        return this;
    }

    /// All chunks of `dataType` in this run.
    ///
    /// What is [stored][#isStored] is loaded and not computed; what is to be [kept][#keep] is stored in the same pass.
    ///
    /// @throws IllegalArgumentException if no plugin provides it, or something that it depends on
    /// @throws dev.sluice.stream.PipelineException if the source cannot be opened
    /// @throws IllegalStateException if the context is closed
    public ChunkStream getStream(String dataType) {
        return getStream(dataType, TimeRange.UNBOUNDED);
    }

    /// The chunks of `dataType` in `range`, clipped to it: data outside are neither computed nor, where the source can
    /// help it, read.
    public ChunkStream getStream(String dataType, TimeRange range) {
        return getStreams(List.of(dataType), range).getFirst();
    }

    /// A stream of each of `dataTypes`, computed together in one pass over the run; one that is named several times
    /// has several readers, each of which gets all of it.
    ///
    /// The streams are read at the same time, by several threads or in turn: one that no thread reads holds up the
    /// others once the rings are full. The pass ends when all are closed.
    ///
    /// @throws IllegalArgumentException if something needed is not provided, or no type of data is named
    /// @throws dev.sluice.stream.PipelineException if a source cannot be opened
    /// @throws IllegalStateException if the context is closed
    public List<ChunkStream> getStreams(String... dataTypes) {
        return getStreams(List.of(dataTypes), TimeRange.UNBOUNDED);
    }

    /// The same, clipped to `range`.
    public List<ChunkStream> getStreams(List<String> dataTypes, TimeRange range) {
        Objects.requireNonNull(range, "range");
        if (dataTypes.isEmpty()) {
            throw new IllegalArgumentException("no type of data is named; name what is to be computed");
        }
        context.requireOpen();
        return open(() -> pass(dataTypes, range));
    }

    /// The rows of several types of data of one kind as one stream, with the columns of all of them; see
    /// [JoinedTypes].
    ///
    /// @throws IllegalArgumentException if one is not provided, or they are of different kinds, or have fields of one
    ///     name that are not alike
    public ChunkStream getJoined(String... dataTypes) {
        return getJoined(List.of(dataTypes), TimeRange.UNBOUNDED);
    }

    /// The same, clipped to `range`.
    public ChunkStream getJoined(List<String> dataTypes, TimeRange range) {
        Objects.requireNonNull(range, "range");
        context.requireOpen();
        String name = "_joined_" + LineageHash.of(dataTypes);
        List<Product> products = dataTypes.stream().map(context::product).toList();
        return open(() -> pass(new JoinedTypes(name, products), range)).getFirst();
    }

    /// Opens the streams of a pass; after what interrupted runs left was gone on with, which it then loads.
    private List<ChunkStream> open(Supplier<StreamedRun> passes) {
        StreamedRun pass = passes.get();
        List<InterruptedData> left = interrupted(pass);
        List<String> resumed = left.stream()
                .map(data -> new Resumption(
                                data,
                                (type, range) -> opened(startPart(type, range)).getFirst())
                        .complete())
                .toList();
        List<PipelineStream> streams = start(left.isEmpty() ? pass : passes.get());
        resumed.forEach(streams.getFirst()::warn);
        return opened(streams);
    }

    private List<ChunkStream> opened(List<PipelineStream> streams) {
        streams.forEach(context::opened);
        if (context.isClosed()) {
            // Closed by another thread while this one started the streams: neither may leave them running.
            streams.forEach(ChunkStream::close);
            context.requireOpen();
        }
        return List.copyOf(streams);
    }

    /// All chunks of `dataType`, whether it is computed chunk by chunk or, by a static plugin, in one piece: the
    /// latter is cut into chunks. The same as [#getStream(String)].
    public ChunkStream iterChunks(String dataType) {
        return getStream(dataType);
    }

    /// The chunks of `dataType` in `range`, clipped to it. The same as [#getStream(String, TimeRange)].
    public ChunkStream iterChunks(String dataType, TimeRange range) {
        return getStream(dataType, range);
    }

    /// Streams of this run as one: merged by time if `sort`, or else one after the other, as [MergedStream] says. It
    /// closes them when it is closed.
    ///
    /// Streams that were asked for together are computed together: where one can only begin when the other was read to
    /// its end, ask for them one by one.
    ///
    /// @throws IllegalArgumentException if there is none, one stands twice, or they differ in run or type of records
    public MergedStream mergeStream(List<ChunkStream> streams, boolean sort) {
        return MergedStream.of(streams, sort);
    }

    /// All of `dataType` as one chunk, in memory of `arena`, which the caller owns.
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException if it has more bytes than [#memory(long)] allows: beside those of
    ///     the stream, as many are taken for the records; said before they are all read
    public Chunk getArray(Arena arena, String dataType) {
        return getArray(arena, dataType, TimeRange.UNBOUNDED);
    }

    /// The same for the records of `dataType` in `range`.
    public Chunk getArray(Arena arena, String dataType, TimeRange range) {
        return getArrays(arena, List.of(dataType), range).get(0);
    }

    /// Each of `dataTypes` as one chunk, computed together in one pass, in memory of `arena`; the limit is that of
    /// all.
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException if they have more bytes than [#memory(long)] allows
    public List<Chunk> getArrays(Arena arena, List<String> dataTypes, TimeRange range) {
        Objects.requireNonNull(arena, "arena");
        List<ChunkStream> streams = getStreams(dataTypes, range);
        try {
            return new WholeRun(streams, settings().memoryBudget()).into(arena);
        } finally {
            streams.forEach(ChunkStream::close);
        }
    }

    /// Goes through all of `dataType` and returns the state that `step` made of `initial` and the last chunk: a sum, a
    /// histogram. `step` is called by the calling thread, in order; a chunk is valid during its call.
    public <S> S accumulate(String dataType, S initial, BiFunction<? super S, ? super Chunk, ? extends S> step) {
        return accumulate(dataType, TimeRange.UNBOUNDED, initial, step);
    }

    /// The same for the records of `dataType` in `range`.
    public <S> S accumulate(
            String dataType, TimeRange range, S initial, BiFunction<? super S, ? super Chunk, ? extends S> step) {
        Objects.requireNonNull(step, "step");
        AtomicReference<S> state = new AtomicReference<>(initial);
        try (ChunkStream stream = getStream(dataType, range)) {
            stream.forEach(chunk -> state.set(step.apply(state.get(), chunk)));
        }
        return state.get();
    }

    /// Hands every chunk of `dataType` to `action`, in order, by the calling thread; a chunk is valid during its call.
    public void forEach(String dataType, Consumer<? super Chunk> action) {
        forEach(dataType, TimeRange.UNBOUNDED, action);
    }

    /// The same for the chunks of `dataType` in `range`.
    public void forEach(String dataType, TimeRange range, Consumer<? super Chunk> action) {
        try (ChunkStream stream = getStream(dataType, range)) {
            stream.forEach(action);
        }
    }

    /// How the streams of `dataTypes` would be computed: which plugins, in which stages.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    public PipelinePlan plan(List<String> dataTypes, TimeRange range) {
        return pass(dataTypes, range).plan().buffered(overflow());
    }

    /// Whether `dataType` of the whole run is stored under the lineage that it has now, so that it is loaded and not
    /// computed.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    public boolean isStored(String dataType) {
        return stored(dataType).find(dataType).isPresent();
    }

    /// One sentence on where `dataType` is stored, or why it is not: what differs in the lineage of what there is.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    public String explain(String dataType) {
        return stored(dataType).explain(dataType);
    }

    private StoredTypes stored(String dataType) {
        ConfiguredPlugins plugins = context.configured();
        DependencyGraph ancestry = new DependencyGraph(List.of(dataType), plugins::plugin);
        return StoredTypes.of(
                context.stores(), runId(), ancestry, plugins, rules, List.of(dataType), TimeRange.UNBOUNDED);
    }

    /// How `dataType` comes about: plugins with their classes, what they were constructed with and demand, versions,
    /// tracked options, inputs in order, fields, and what the sources are, all the way up.
    ///
    /// Neither the order in which plugins were registered nor settings of the engine (workers, chunks, memory) are
    /// part of it, but for the size of chunks of a plugin that demands one by its specification: its results may
    /// depend on it. A plugin that holds a function is found again only in the same program. Sources look at their
    /// files each time.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    /// @throws java.io.UncheckedIOException if a file of a source cannot be looked at
    public Lineage lineage(String dataType) {
        ConfiguredPlugins plugins = context.configured();
        DependencyGraph ancestry = new DependencyGraph(List.of(dataType), plugins::plugin);
        return LineageTree.of(ancestry, plugins, rules).get(dataType);
    }
}
