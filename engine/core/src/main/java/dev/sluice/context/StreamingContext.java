package dev.sluice.context;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Selection;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.KeepPolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.plugins.JoinedTypes;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageHash;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.ExecutorPool;
import dev.sluice.stream.FlowSettings;
import dev.sluice.stream.MergedStream;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.PipelinePlan;
import dev.sluice.stream.StageSettings;
import dev.sluice.stream.Tap;
import dev.sluice.stream.WaitPolicy;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// The streaming of one run: how many workers, how large the chunks, how much memory; and the streams themselves.
///
/// Set up by one thread. What is set is what the next stream runs with; the results do not depend on it.
public final class StreamingContext {
    private final Context context;
    private final String runId;
    private final PluginRules rules;
    private final StreamSelection selection = new StreamSelection();
    private final Set<String> kept = new HashSet<>();
    private StageSettings settings = StageSettings.defaults();
    private Overflow overflow = Overflow.BLOCK;
    private FlowSettings flow = FlowSettings.defaults();
    private final List<Tap> taps = new ArrayList<>();

    StreamingContext(Context context, String runId) {
        if (runId == null || runId.isBlank()) {
            throw new IllegalArgumentException("a run needs a name: runId=" + runId);
        }
        this.context = context;
        this.runId = runId;
        this.rules = new PluginRules(context.rules(), context.executors());
    }

    /// Computes plugins that do not say otherwise on `count` threads; by default one per available processor.
    public StreamingContext workers(int count) {
        settings = settings.withWorkers(count);
        return this;
    }

    /// Asks for chunks of `count` records; 0, the default, lets the engine choose by bytes.
    public StreamingContext chunkRecords(long count) {
        settings = settings.withChunkRecords(count);
        return this;
    }

    /// Chooses the size of chunks by bytes of input, where no number of records is asked for; 0, the default, takes
    /// that of [dev.sluice.stream.ChunkSizeRule].
    public StreamingContext chunkBytes(long bytes) {
        settings = settings.withChunkBytes(bytes);
        return this;
    }

    /// Limits the time that a record waits in the pipeline, as far as the size of chunks and the depth of the ring can;
    /// zero, the default, lets only throughput count.
    public StreamingContext latency(Duration limit) {
        settings = settings.withLatency(limit);
        return this;
    }

    /// Limits off-heap memory of each stream to `bytes`; 1 GiB by default.
    public StreamingContext memory(long bytes) {
        settings = settings.withMemoryBudget(bytes);
        return this;
    }

    /// Chooses how threads wait for each other; balanced by default.
    public StreamingContext waiting(WaitPolicy policy) {
        settings = settings.withWaitPolicy(policy);
        return this;
    }

    /// Chooses what happens when a chunk cannot be read or computed; by default the run fails.
    public StreamingContext onError(FailurePolicy policy) {
        settings = settings.withFailurePolicy(policy);
        return this;
    }

    /// Computes plugins that are not put into another pool on threads of the pool `name`: with its number of workers,
    /// and its way to wait.
    ///
    /// @throws IllegalArgumentException if there is no such pool
    public StreamingContext pool(String name) {
        ExecutorPool pool = context.executors().pool(name);
        settings = settings.withWorkers(pool.workers()).withWaitPolicy(pool.waitPolicy());
        rules.pool(name);
        return this;
    }

    /// How the plugin that provides `dataType` is computed in this run, to be set.
    ///
    /// @throws IllegalArgumentException if no plugin provides it
    public PluginSettings plugin(String dataType) {
        context.plugin(dataType);
        return rules.of(dataType);
    }

    /// Lets only those records of every target through that fulfil `condition`, such as `charge > 100 && channel in
    /// (1, 2)`; all, if it is empty. Records are selected in the pass that computes them; chunks keep their intervals.
    /// What the streams of several targets have in common only: for one of them, see [#target(String)].
    public StreamingContext select(String condition) {
        selection.all().select(condition);
        return this;
    }

    /// Keeps the columns of these names, and those that tell times, of every target; all, if none is named.
    public StreamingContext columns(String... names) {
        selection.all().columns(names);
        return this;
    }

    /// Drops the columns of these names from every target; none, if none is named.
    public StreamingContext dropColumns(String... names) {
        selection.all().dropColumns(names);
        return this;
    }

    /// What is let through of one target, to be set: goes before what is set for all of them.
    ///
    /// @throws IllegalArgumentException if no plugin provides it
    public TargetSelection target(String dataType) {
        context.plugin(dataType);
        return selection.of(dataType);
    }

    /// Chooses which records belong to a range of time, where they straddle its bounds; by default those that start in
    /// it. Those that lie in it as a whole (strax: fully contained) are a part of them.
    ///
    /// Those that touch it may start before it: as nothing tells how long records are, the run is computed from its
    /// start then, and the first chunk starts with the first record that reaches into the range, or with the range.
    public StreamingContext timeSelection(Selection atBounds) {
        return timeSelection(atBounds, Long.MAX_VALUE);
    }

    /// The same where no record is longer than `longest`, in the unit of time of the data: data are computed from so
    /// long before the range. A longer record that starts earlier is missed.
    public StreamingContext timeSelection(Selection atBounds, long longest) {
        Objects.requireNonNull(atBounds, "atBounds");
        if (longest < 0) {
            throw new IllegalArgumentException("longest=" + longest + " is negative; give the duration of a record");
        }
        selection.atBounds(atBounds, longest);
        return this;
    }

    /// Pins the source to the first of these CPUs and the workers to the others in turn; none, the default, pins
    /// nothing.
    public StreamingContext pinned(Integer... cpus) {
        settings = settings.withCpus(List.of(cpus));
        return this;
    }

    /// Chooses what happens where a stream's reader is slower than what it reads; by default that waits for it.
    /// Otherwise a buffer stands before each stream, so that one slow reader holds up neither the plugins nor the
    /// other readers.
    public StreamingContext overflow(Overflow policy) {
        overflow = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /// A tap on `dataType` in the next pass, whose streams need not be of that type: looks at every `every`-th chunk,
    /// and never slows the pass.
    ///
    /// @throws IllegalArgumentException if `every` is not positive
    public Tap tap(String dataType, long every) {
        Tap tap = Tap.of(dataType, every);
        taps.add(tap);
        return tap;
    }

    /// Reports a plugin, a source or a reader that spends more than `limit` on one chunk: in the log, in the warnings
    /// of the run, and with [ChunkStream#stuck()]. Zero, the default, reports nothing.
    public StreamingContext watchdog(Duration limit) {
        return watchdog(limit, false);
    }

    /// The same, and where `fail` is set, a plugin or a source that is stuck fails the run; a slow reader never does.
    public StreamingContext watchdog(Duration limit, boolean fail) {
        flow = flow.withWatchdog(limit, fail);
        return this;
    }

    /// How long a reader waits for a pass that is held up by a stream that nobody reads, before it is told with
    /// [dev.sluice.stream.UnreadStreamException]; two seconds by default.
    public StreamingContext unreadPatience(Duration limit) {
        flow = flow.withUnreadPatience(limit);
        return this;
    }

    /// What the next stream runs with.
    StageSettings settings() {
        return settings;
    }

    /// The run.
    String runId() {
        return runId;
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

    /// A stream of each of `dataTypes`, computed together in one pass over the run; one that is named several times has
    /// several readers, each of which gets all of it.
    ///
    /// The streams are to be read at the same time, by several threads or in turn: one that nobody reads holds up the
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
        return start(new Pass(context, runId, rules, selection, dataTypes, range));
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
        return start(new Pass(context, runId, rules, selection, new JoinedTypes(name, products), range))
                .getFirst();
    }

    private List<ChunkStream> start(Pass pass) {
        List<ChunkStream> streams =
                pass.start(settings, flow, overflow, List.copyOf(taps), kept, context.executors(), context::closed);
        taps.clear();
        streams.forEach(context::opened);
        if (context.isClosed()) {
            // Closed by another thread while this one started the streams: neither may leave them running.
            streams.forEach(ChunkStream::close);
            context.requireOpen();
        }
        return streams;
    }

    /// All chunks of `dataType`, whether it is computed chunk by chunk or, by a static plugin, in one piece: the latter
    /// is cut into chunks. The same as [#getStream(String)].
    public ChunkStream iterChunks(String dataType) {
        return getStream(dataType);
    }

    /// The chunks of `dataType` in `range`, clipped to it. The same as [#getStream(String, TimeRange)].
    public ChunkStream iterChunks(String dataType, TimeRange range) {
        return getStream(dataType, range);
    }

    /// Streams of this run as one: merged by time if `sort`, or else one after the other, as [MergedStream] tells. It
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

    /// Each of `dataTypes` as one chunk, computed together in one pass, in memory of `arena`; the limit is that of all.
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException if they have more bytes than [#memory(long)] allows
    public List<Chunk> getArrays(Arena arena, List<String> dataTypes, TimeRange range) {
        Objects.requireNonNull(arena, "arena");
        List<ChunkStream> streams = getStreams(dataTypes, range);
        try {
            return new WholeRun(streams, settings.memoryBudget()).into(arena);
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
        S state = initial;
        try (ChunkStream stream = getStream(dataType, range)) {
            for (Chunk chunk : stream) {
                state = step.apply(state, chunk);
            }
        }
        return state;
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
        return new Pass(context, runId, rules, selection, dataTypes, range)
                .plan()
                .buffered(overflow);
    }

    /// Keeps these types of data in the stores of the context where they are computed on the way to a target of a whole
    /// run, besides those that their plugins [say][dev.sluice.plugin.PluginSpec#keep].
    ///
    /// They are found when the last stream of the pass is closed, if a target that needs them was read to its end; data
    /// of a run that failed or was left early are given up, and so are those of a run in which chunks were
    /// [skipped][FailurePolicy#SKIP]: another run may do better. Losses are part of the data and are kept.
    ///
    /// @throws IllegalArgumentException if one is not provided, or its plugin says that it is never kept
    public StreamingContext keep(String... dataTypes) {
        for (String dataType : dataTypes) {
            Plugin plugin = context.plugin(dataType);
            if (plugin.spec().keepPolicy(dataType).equals(Optional.of(KeepPolicy.NEVER))) {
                throw new IllegalArgumentException(
                        plugin.name() + " says that " + dataType + " is never kept; name another type of data");
            }
            kept.add(dataType);
        }
        return this;
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
        Ancestry ancestry = new Ancestry(List.of(dataType), context::plugin);
        return StoredTypes.of(
                context.shelves(), runId, ancestry, context.settings(), List.of(dataType), TimeRange.UNBOUNDED);
    }

    /// How `dataType` comes about: plugins, versions, tracked options, fields, and what the sources are, all the way
    /// up.
    ///
    /// Neither the order in which anything was declared nor settings of the engine (workers, chunks, memory) are part
    /// of it: a plugin whose results depend on the size of chunks must demand one by its specification, and raise its
    /// version when it demands another. Sources look at their files each time.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    /// @throws java.io.UncheckedIOException if a file of a source cannot be looked at
    public Lineage lineage(String dataType) {
        Ancestry ancestry = new Ancestry(List.of(dataType), context::plugin);
        return LineageWalk.of(ancestry, context.settings()).get(dataType);
    }
}
